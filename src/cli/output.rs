//! Standard output.

use std::io::{self, BufWriter, Write as _};

use clap::ValueEnum;
use serde::Serialize;

use super::failure::Failure;

/// What results look like.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: human sizes, UTC times
    #[default]
    Table,
    /// For programs: the API's JSON
    Json,
}

/// Writes JSON, indented, and a line end.
pub(super) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut output, value).map_err(io::Error::from)?;
    output.write_all(b"\n")?;
    Ok(output.flush()?)
}

/// Writes text and a line end.
pub(super) fn text(text: &str) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    output.write_all(text.as_bytes())?;
    output.write_all(b"\n")?;
    Ok(output.flush()?)
}
