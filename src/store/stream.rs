//! Rows on their way from a reading thread to an asynchronous consumer.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::timeout;

use super::StoreError;

/// Chunks that wait for a slow consumer at most.
const AHEAD: usize = 2;

/// How long a list waits for a consumer that takes nothing (chosen). A list that waits holds a connection and keeps the
/// write-ahead log from being emptied.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
enum Piece<T> {
    Rows(Vec<T>),
    Failed(StoreError),
    /// There are no more rows. Said, because a channel also ends when the reading thread dies.
    End,
}

/// Chunks of rows, in order. An error is the last item; without one, all rows have come.
#[derive(Debug)]
pub struct Rows<T> {
    pieces: mpsc::Receiver<Piece<T>>,
    ended: bool,
}

/// Where the reading thread puts its chunks.
#[derive(Debug)]
pub(super) struct Sender<T> {
    pieces: mpsc::Sender<Piece<T>>,
    runtime: Handle,
    patience: Duration,
}

/// Nobody wants the rows any more, or nobody has taken one for too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gone;

/// The two ends; `runtime` keeps the time of a consumer that is slow.
pub(super) fn channel<T>(runtime: Handle, patience: Duration) -> (Sender<T>, Rows<T>) {
    let (sender, receiver) = mpsc::channel(AHEAD);
    let sender = Sender {
        pieces: sender,
        runtime,
        patience,
    };
    let rows = Rows {
        pieces: receiver,
        ended: false,
    };
    (sender, rows)
}

impl<T> Sender<T> {
    /// Hands on a chunk; waits while the consumer is behind. Not for an asynchronous task.
    pub(super) fn send(&self, chunk: Vec<T>) -> Result<(), Gone> {
        self.put(Piece::Rows(chunk))
    }

    /// The last word: all rows were sent, or why they were not.
    pub(super) fn end(self, result: Result<(), StoreError>) {
        let last = match result {
            Ok(()) => Piece::End,
            Err(error) => Piece::Failed(error),
        };
        // If the consumer is gone there is nobody left to tell.
        let _ = self.put(last);
    }

    fn put(&self, piece: Piece<T>) -> Result<(), Gone> {
        let piece = match self.pieces.try_send(piece) {
            Ok(()) => return Ok(()),
            Err(TrySendError::Closed(_)) => return Err(Gone),
            Err(TrySendError::Full(piece)) => piece,
        };
        let sending = async { timeout(self.patience, self.pieces.send(piece)).await };
        if let Ok(sent) = self.runtime.block_on(sending) {
            return sent.map_err(|_| Gone);
        }
        tracing::warn!(
            s = self.patience.as_secs(),
            "a list was given up: its reader takes nothing"
        );
        Err(Gone)
    }
}

impl<T> Rows<T> {
    /// The error that ended the reading before there was a row.
    pub(super) async fn failure(&mut self) -> StoreError {
        match self.pieces.recv().await {
            Some(Piece::Failed(error)) => error,
            _ => StoreError::BrokenOff,
        }
    }
}

impl<T> Stream for Rows<T> {
    type Item = Result<Vec<T>, StoreError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        let item = match ready!(self.pieces.poll_recv(context)) {
            Some(Piece::Rows(rows)) => return Poll::Ready(Some(Ok(rows))),
            Some(Piece::End) => None,
            Some(Piece::Failed(error)) => Some(Err(error)),
            None => Some(Err(StoreError::BrokenOff)),
        };
        self.ended = true;
        Poll::Ready(item)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::time::Duration;

    use tokio::runtime::Handle;
    use tokio::task::spawn_blocking;
    use tokio_stream::StreamExt as _;

    use super::{AHEAD, Gone, channel};
    use crate::store::StoreError;

    #[tokio::test]
    async fn a_reader_that_takes_nothing_is_given_up_and_learns_it() {
        let (sender, mut rows) = channel(Handle::current(), Duration::ZERO);
        let sent = spawn_blocking(move || {
            let sent: Vec<_> = (0..=AHEAD).map(|n| sender.send(vec![n])).collect();
            sent
        });
        let sent = sent.await.unwrap();
        assert_eq!(sent.last(), Some(&Err(Gone)));
        for n in 0..AHEAD {
            assert_eq!(rows.next().await.unwrap().unwrap(), [n]);
        }
        // Not the end of the list: a shorter one must not look whole.
        assert!(matches!(
            rows.next().await,
            Some(Err(StoreError::BrokenOff))
        ));
        assert!(rows.next().await.is_none());
    }

    #[tokio::test]
    async fn a_thread_that_dies_is_no_end_of_the_list() {
        let (sender, mut rows) = channel(Handle::current(), Duration::ZERO);
        sender.send(vec![1]).unwrap();
        drop(sender);
        assert!(rows.next().await.unwrap().is_ok());
        assert!(matches!(
            rows.next().await,
            Some(Err(StoreError::BrokenOff))
        ));
    }

    #[tokio::test]
    async fn a_list_that_ends_says_so() {
        let (sender, mut rows) = channel(Handle::current(), Duration::ZERO);
        sender.send(vec![1]).unwrap();
        sender.end(Ok(()));
        assert!(rows.next().await.unwrap().is_ok());
        assert!(rows.next().await.is_none());
        let (sender, mut rows) = channel::<i64>(Handle::current(), Duration::ZERO);
        sender.end(Err(StoreError::Busy));
        assert!(matches!(rows.next().await, Some(Err(StoreError::Busy))));
    }

    #[tokio::test]
    async fn a_reader_that_went_away_wants_no_more() {
        let (sender, rows) = channel(Handle::current(), Duration::ZERO);
        drop(rows);
        assert_eq!(sender.send(vec![1]), Err(Gone));
    }
}
