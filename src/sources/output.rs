//! A tool's output, before it is known what is in it.

use serde_json::Value;

use super::{Diagnostic, Inventory, MAX_OUTPUT, SourceError};
use crate::domain::record::Record;

/// Reads output that is JSON. Output that is damaged anywhere is refused as a whole.
pub(super) fn json(bytes: &[u8], what: &'static str) -> Result<Value, SourceError> {
    some(bytes, what)?;
    serde_json::from_slice(bytes).map_err(|error| SourceError::damaged(what, &error))
}

/// Reads output that is several JSON documents, one after the other.
pub(super) fn documents(bytes: &[u8], what: &'static str) -> Result<Vec<Value>, SourceError> {
    some(bytes, what)?;
    serde_json::Deserializer::from_slice(bytes)
        .into_iter()
        .collect::<Result<_, _>>()
        .map_err(|error| SourceError::damaged(what, &error))
}

/// Reads output that is several JSON documents, each a list, an object that has a list under one of these names, or an
/// element itself: the elements of all, in order.
pub(super) fn elements(
    bytes: &[u8],
    what: &'static str,
    lists: &[&str],
) -> Result<Vec<Value>, SourceError> {
    let mut elements = Vec::new();
    for document in documents(bytes, what)? {
        match document {
            Value::Array(list) => elements.extend(list),
            Value::Object(mut object) => {
                let mut is_list = false;
                for name in lists {
                    if let Some(Value::Array(list)) = object.get_mut(*name) {
                        elements.append(list);
                        is_list = true;
                    }
                }
                if !is_list {
                    elements.push(Value::Object(object));
                }
            }
            other => elements.push(other),
        }
    }
    Ok(elements)
}

/// Reads output that is lines of text; a last one without its end was cut off.
pub(super) fn lines<'a>(
    bytes: &'a [u8],
    what: &'static str,
) -> Result<std::str::Lines<'a>, SourceError> {
    some(bytes, what)?;
    let damaged = |at: usize, reason: &str| {
        let before = &bytes[..at];
        let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
        SourceError::Damaged {
            what,
            line: memchr::memchr_iter(b'\n', before).count() + 1,
            column: at - start + 1,
            reason: reason.to_owned(),
        }
    };
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(damaged(at, "a byte 0"));
    }
    if !bytes.ends_with(b"\n") {
        return Err(damaged(bytes.len(), "the last line has no end"));
    }
    std::str::from_utf8(bytes)
        .map(str::lines)
        .map_err(|error| damaged(error.valid_up_to(), "it is not UTF-8"))
}

fn some(bytes: &[u8], what: &'static str) -> Result<(), SourceError> {
    if bytes.len() > MAX_OUTPUT {
        return Err(SourceError::TooLong {
            what,
            length: bytes.len(),
        });
    }
    if bytes.trim_ascii().is_empty() {
        return Err(SourceError::Nothing { what });
    }
    Ok(())
}

/// An entry that was read, or its id, where there is one, and what is wrong.
pub(super) type Entry = Result<Record, (Option<String>, String)>;

/// The inventory of entries in the order of the output.
///
/// An entry that cannot be read is left out with a diagnostic, and the inventory is then not complete; where no entry
/// can be read, it is the output of something else and refused.
pub(super) fn inventory(
    what: &'static str,
    scope: String,
    complete: bool,
    entries: impl IntoIterator<Item = Entry>,
) -> Result<Inventory, SourceError> {
    let mut records = Vec::new();
    let mut diagnostics = Vec::new();
    for (entry, read) in (1..).zip(entries) {
        let checked = read.and_then(|record| match record.check() {
            Ok(()) => Ok(record),
            Err(refusal) => Err((record.id, refusal.to_string())),
        });
        match checked {
            Ok(record) => records.push(record),
            Err((id, reason)) => diagnostics.push(Diagnostic { entry, id, reason }),
        }
    }
    if let (true, Some(first)) = (records.is_empty(), diagnostics.first()) {
        return Err(SourceError::Shape {
            what,
            reason: first.to_string(),
        });
    }
    // Oldest first: a parent comes before its children, so that a chain is never seen half made.
    records
        .sort_by(|one, other| (one.snapshot_time, &one.id).cmp(&(other.snapshot_time, &other.id)));
    Ok(Inventory {
        scope,
        complete: complete && diagnostics.is_empty(),
        records,
        diagnostics,
    })
}
