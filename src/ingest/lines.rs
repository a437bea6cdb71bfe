//! Records, one a line.

use std::str::from_utf8;

use crate::domain::record::{self, Refusal, Rules};
use crate::store::ingest::Numbered;

/// Bytes of a line: 1 MiB (chosen).
pub const LINE: usize = 1 << 20;

/// Lines of a body.
#[derive(Debug)]
pub(super) struct Block {
    /// The number of the first line, from 1.
    pub(super) first: u64,
    /// The lines.
    pub(super) bytes: Vec<u8>,
}

/// Reads records from lines. Blank lines are passed over; a line may end in CR LF.
#[derive(Debug)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    position: usize,
    line: u64,
    strict: bool,
}

impl Lines {
    /// The lines of a whole body.
    pub(super) fn new(bytes: Vec<u8>, strict: bool) -> Self {
        Self::of_block(Block { first: 1, bytes }, strict)
    }

    /// The lines of a part of a body.
    pub(super) fn of_block(block: Block, strict: bool) -> Self {
        Self {
            bytes: block.bytes,
            position: 0,
            line: block.first,
            strict,
        }
    }
}

impl Iterator for Lines {
    type Item = Numbered;

    fn next(&mut self) -> Option<Numbered> {
        loop {
            let rest = &self.bytes[self.position..];
            if rest.is_empty() {
                return None;
            }
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let text = rest[..length].trim_ascii();
            let line = self.line;
            self.position += (length + 1).min(rest.len());
            self.line += 1;
            if !text.is_empty() {
                return Some(Numbered::new(line, read(text, self.strict)));
            }
        }
    }
}

fn read(line: &[u8], strict: bool) -> Result<record::Record, Refusal> {
    if line.len() > LINE {
        return Err(Refusal::whole(format!(
            "The line is longer than {LINE} bytes."
        )));
    }
    let text = from_utf8(line).map_err(|error| {
        Refusal::whole(format!(
            "The line is not UTF-8: byte {} does not belong there.",
            error.valid_up_to() + 1
        ))
    })?;
    record::from_text(
        text,
        Rules {
            strict,
            source: None,
        },
    )
}
