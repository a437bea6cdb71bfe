//! A body that is still arriving.

use std::fmt::Display;
use std::future::poll_fn;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;

use super::IngestError;
use super::lines::{Block, LINE};
use crate::store::ingest::Report;

/// Bytes of a body that has to be read as a whole: 64 MiB (chosen).
pub const WHOLE_BODY: usize = 64 << 20;

/// Bytes of lines that are stored in one transaction, about.
const BLOCK: usize = 8 << 20;

/// A byte order mark; some editors and PowerShell write it.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A body, with what has arrived of it and is not used yet.
#[derive(Debug)]
pub(super) struct Body<S> {
    stream: S,
    buffer: Vec<u8>,
    end: Option<Result<(), String>>,
    line: u64,
    /// A line that is too long is being passed over.
    skipping: bool,
}

impl<S, E> Body<S>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
            end: None,
            line: 1,
            skipping: false,
        }
    }

    /// What has arrived.
    pub(super) fn arrived(&self) -> &[u8] {
        &self.buffer
    }

    /// Waits for more; false at the end.
    pub(super) async fn more(&mut self) -> bool {
        if self.end.is_some() {
            return false;
        }
        match poll_fn(|context| Pin::new(&mut self.stream).poll_next(context)).await {
            Some(Ok(bytes)) => {
                self.buffer.extend_from_slice(&bytes);
                true
            }
            Some(Err(error)) => {
                self.end = Some(Err(error.to_string()));
                false
            }
            None => {
                self.end = Some(Ok(()));
                false
            }
        }
    }

    /// Passes over a byte order mark.
    pub(super) async fn skip_mark(&mut self) {
        while self.buffer.len() < MARK.len() && self.more().await {}
        if self.buffer.starts_with(MARK) {
            self.buffer.drain(..MARK.len());
        }
    }

    /// Reads to the end.
    pub(super) async fn whole(mut self) -> Result<Vec<u8>, IngestError> {
        loop {
            if self.buffer.len() > WHOLE_BODY {
                return Err(IngestError::TooLarge { limit: WHOLE_BODY });
            }
            if !self.more().await {
                break;
            }
        }
        match self.broken() {
            None => Ok(self.buffer),
            Some(reason) => Err(IngestError::Broken {
                reason,
                report: Box::new(Report::default()),
            }),
        }
    }

    /// The next lines: whole ones, but for the last of the body. None at the end.
    pub(super) async fn next_block(&mut self) -> Option<Block> {
        loop {
            while self.buffer.len() < BLOCK && self.more().await {}
            if self.skipping {
                self.skip_line();
                if self.skipping && self.end.is_none() {
                    continue;
                }
            }
            if self.buffer.is_empty() {
                return None;
            }
            let first = self.line;
            let end = match memchr::memrchr(b'\n', &self.buffer) {
                Some(last) => last + 1,
                None if self.end.is_some() => self.buffer.len(),
                None => {
                    // A block without a line end: the line is far too long, and its rest is not worth keeping.
                    self.buffer.truncate(LINE + 1);
                    self.skipping = true;
                    self.buffer.len()
                }
            };
            let rest = self.buffer.split_off(end);
            let bytes = std::mem::replace(&mut self.buffer, rest);
            self.line += memchr::memchr_iter(b'\n', &bytes).count() as u64;
            return Some(Block { first, bytes });
        }
    }

    /// Why the body ended too early, if it did.
    pub(super) fn broken(&self) -> Option<String> {
        self.end.clone().and_then(Result::err)
    }

    fn skip_line(&mut self) {
        match memchr::memchr(b'\n', &self.buffer) {
            Some(end) => {
                self.buffer.drain(..=end);
                self.line += 1;
                self.skipping = false;
            }
            None => self.buffer.clear(),
        }
    }
}
