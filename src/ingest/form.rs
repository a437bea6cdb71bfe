//! What form a body has, seen from its beginning.

use std::cell::Cell;
use std::fmt::{self, Display};

use bytes::Bytes;
use futures_core::Stream;
use serde::de::{Deserializer as _, IgnoredAny, MapAccess, Visitor};

use super::body::Body;
use super::lines::LINE;

/// The form of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// One record a line.
    Lines,
    /// One JSON value: an array of records, an inventory, or one record over several lines.
    Document,
}

/// Looks at the beginning of a body. A line that is broken stays a line, unless it is clear that it is the beginning
/// of something longer: then it must not be stored as if the rest did not matter.
pub(super) async fn of<S, E>(body: &mut Body<S>) -> Form
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    body.skip_mark().await;
    let Some(start) = text_from(body, 0).await else {
        return Form::Lines;
    };
    match body.arrived()[start] {
        b'[' => return Form::Document,
        b'{' => {}
        _ => return Form::Lines,
    }
    let end = line_end(body, start).await;
    match probe(&body.arrived()[start..end]) {
        Probe::Inventory => Form::Document,
        Probe::Record => Form::Lines,
        Probe::Unfinished => match text_from(body, end).await {
            // The next record: the first line is a broken one.
            Some(next) if body.arrived()[next] == b'{' => Form::Lines,
            Some(_) => Form::Document,
            None => Form::Lines,
        },
    }
}

/// Where the next thing that is not white space begins, from `from` on.
async fn text_from<S, E>(body: &mut Body<S>, from: usize) -> Option<usize>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    let mut position = from;
    loop {
        match body.arrived().get(position) {
            Some(byte) if byte.is_ascii_whitespace() && position <= LINE => position += 1,
            Some(_) => return Some(position),
            None => {
                if !body.more().await {
                    return None;
                }
            }
        }
    }
}

/// Where the line that begins at `start` ends, or as much of it as a line may be long.
async fn line_end<S, E>(body: &mut Body<S>, start: usize) -> usize
where
    S: Stream<Item = Result<Bytes, E>> + Unpin,
    E: Display,
{
    let mut looked = start;
    loop {
        let arrived = body.arrived();
        if let Some(length) = arrived[looked..].iter().position(|byte| *byte == b'\n') {
            return looked + length;
        }
        looked = arrived.len();
        if looked - start > LINE || !body.more().await {
            return body.arrived().len().min(start + LINE);
        }
    }
}

/// What an object on the first line is.
#[derive(Debug, PartialEq, Eq)]
enum Probe {
    /// It has `backups`, whether it ends on this line or not.
    Inventory,
    /// It ends on this line, or is no JSON.
    Record,
    /// It does not end on this line.
    Unfinished,
}

fn probe(line: &[u8]) -> Probe {
    let backups = Cell::new(false);
    let mut json = serde_json::Deserializer::from_slice(line);
    let result = json.deserialize_map(Keys(&backups));
    if backups.get() {
        return Probe::Inventory;
    }
    match result {
        Err(error) if error.is_eof() => Probe::Unfinished,
        _ => Probe::Record,
    }
}

/// Looks for the key `backups` on the first level.
struct Keys<'a>(&'a Cell<bool>);

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<std::borrow::Cow<'de, str>>()? {
            self.0.set(self.0.get() || key == "backups");
            entries.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Probe, probe};

    #[test]
    fn the_first_line_tells_an_inventory_from_a_record() {
        assert_eq!(probe(br#"{"v":1,"source":"a"}"#), Probe::Record);
        assert_eq!(probe(br#"{"v":1,"labels":{"backups":1}}"#), Probe::Record);
        assert_eq!(probe(br#"{"v":1,"backups":[]}"#), Probe::Inventory);
        assert_eq!(probe(br#"{"v":1,"backups":[{"id":"#), Probe::Inventory);
        assert_eq!(probe(br#"{"v":1,"sour"#), Probe::Unfinished);
        assert_eq!(probe(b"{"), Probe::Unfinished);
        assert_eq!(probe(b"{v:1}"), Probe::Record);
    }
}
