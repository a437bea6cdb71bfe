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
    /// The same with all columns
    Wide,
    /// For programs: the API's JSON
    Json,
    /// The same as YAML
    Yaml,
    /// For spreadsheets: all columns, sizes in bytes, times in epoch ms, durations in ms
    Csv,
}

/// Writes JSON, indented, and a line end.
pub(super) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut output, value).map_err(io::Error::from)?;
    output.write_all(b"\n")?;
    Ok(output.flush()?)
}

/// Writes YAML.
pub(super) fn yaml(value: &impl Serialize) -> Result<(), Failure> {
    let text = yaml_serde::to_string(value)
        .map_err(|error| Failure::unreachable(format!("cannot write YAML: {error}")))?;
    self::text(text.trim_end())
}

/// Writes lines of comma-separated values (RFC 4180).
pub(super) fn csv(lines: impl IntoIterator<Item = Vec<String>>) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(BufWriter::new(io::stdout().lock()));
    for line in lines {
        writer.write_record(&line).map_err(io::Error::from)?;
    }
    Ok(writer.flush()?)
}

/// Writes bytes as they are, and a line end if they have none.
pub(super) fn bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    output.write_all(bytes)?;
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        output.write_all(b"\n")?;
    }
    Ok(output.flush()?)
}

/// Writes text and a line end.
pub(super) fn text(text: &str) -> Result<(), Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    output.write_all(text.as_bytes())?;
    output.write_all(b"\n")?;
    Ok(output.flush()?)
}
