//! Rows on their way from a reading thread to an asynchronous consumer.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use tokio::sync::mpsc;

use super::StoreError;

/// Chunks that wait for a slow consumer at most.
const AHEAD: usize = 2;

/// Chunks of rows, in order. An error is the last item.
#[derive(Debug)]
pub struct Rows<T>(mpsc::Receiver<Result<Vec<T>, StoreError>>);

/// Where the reading thread puts its chunks.
#[derive(Debug)]
pub(super) struct Sender<T>(mpsc::Sender<Result<Vec<T>, StoreError>>);

/// Nobody wants the rows any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gone;

pub(super) fn channel<T>() -> (Sender<T>, Rows<T>) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    (Sender(sender), Rows(receiver))
}

impl<T> Sender<T> {
    /// Hands on a chunk; waits while the consumer is behind.
    pub(super) fn send(&mut self, chunk: Vec<T>) -> Result<(), Gone> {
        self.0.blocking_send(Ok(chunk)).map_err(|_| Gone)
    }

    pub(super) fn fail(&mut self, error: StoreError) {
        // If the consumer is gone there is nobody left to tell.
        let _ = self.0.blocking_send(Err(error));
    }
}

impl<T> Rows<T> {
    /// The error that ended the reading before there was a row.
    pub(super) async fn failure(&mut self) -> StoreError {
        match self.0.recv().await {
            Some(Err(error)) => error,
            _ => StoreError::ShuttingDown,
        }
    }
}

impl<T> Stream for Rows<T> {
    type Item = Result<Vec<T>, StoreError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}
