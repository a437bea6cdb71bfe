//! Bodies that are one JSON value.
//!
//! The value is read twice: first to its end, so that nothing of a broken one is stored and what an inventory says of
//! itself is known wherever it stands; then record by record, so that memory holds the text and a few records, not
//! all of them at once.

use std::cell::RefCell;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use tokio::sync::mpsc;

use super::IngestError;
use crate::domain::record::json::{Json, Key, Reader};
use crate::domain::record::{self, Head, Refusal, Rules};
use crate::store::ingest::{Inventory, Numbered, WINDOW, parents_first};

/// Windows of records that are read ahead of the one that is being stored.
const AHEAD: usize = 1;

/// A body that was read to its end once.
#[derive(Debug)]
pub(super) struct Document {
    text: String,
    head: Option<Head>,
    strict: bool,
}

impl Document {
    /// Reads a body to its end.
    pub(super) fn read(bytes: Vec<u8>, strict: bool) -> Result<Self, IngestError> {
        let text = String::from_utf8(bytes).map_err(|error| {
            let position = error.utf8_error().valid_up_to() + 1;
            IngestError::Syntax(format!("byte {position} is not UTF-8"))
        })?;
        let head = Head::read(&text, strict)
            .map_err(|error| IngestError::Syntax(error.to_string()))?
            .transpose()
            .map_err(IngestError::Envelope)?;
        Ok(Self { text, head, strict })
    }

    /// What it says of itself, if it is an inventory.
    pub(super) fn inventory(&self, allow_mass_removal: bool) -> Option<Inventory> {
        let head = self.head.as_ref()?;
        Some(Inventory {
            source: head.source.clone(),
            scope: head.scope.clone(),
            complete: head.complete,
            taken_at: head.taken_at,
            allow_mass_removal,
        })
    }

    /// Its records, read by a thread of their own.
    pub(super) fn records(self) -> Records {
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            let mut json = serde_json::Deserializer::from_str(&self.text);
            let source = self.head.as_ref().map(|head| head.source.as_str());
            let window = RefCell::default();
            let to = Sink {
                sender: &sender,
                window: &window,
                rules: Rules {
                    strict: self.strict,
                    source,
                },
            };
            // It was read to its end before; what ends it now is that nobody wants the records any more.
            let whole = json.deserialize_any(to);
            if whole.is_ok() {
                let _ = to.flush();
            }
        });
        Records {
            receiver,
            window: Vec::new().into_iter(),
        }
    }
}

/// Records on their way from the reading thread to the writing one.
#[derive(Debug)]
pub(super) struct Records {
    receiver: mpsc::Receiver<Vec<Numbered>>,
    window: std::vec::IntoIter<Numbered>,
}

impl Iterator for Records {
    type Item = Numbered;

    fn next(&mut self) -> Option<Numbered> {
        loop {
            if let Some(record) = self.window.next() {
                return Some(record);
            }
            self.window = self.receiver.blocking_recv()?.into_iter();
        }
    }
}

/// Sends on each record that it finds.
#[derive(Clone, Copy)]
struct Sink<'a> {
    sender: &'a mpsc::Sender<Vec<Numbered>>,
    window: &'a RefCell<Vec<Numbered>>,
    rules: Rules<'a>,
}

impl Sink<'_> {
    fn send(&self, line: u64, json: Json<'_>, twice: Option<String>) -> Result<(), Refusal> {
        let record = record::from_json(json, twice, self.rules);
        self.window.borrow_mut().push(Numbered::new(line, record));
        if self.window.borrow().len() < WINDOW {
            return Ok(());
        }
        self.flush()
    }

    fn flush(&self) -> Result<(), Refusal> {
        self.sender
            .blocking_send(parents_first(self.window.take()))
            .map_err(|_| Refusal::whole("nobody wants the records any more"))
    }
}

impl<'de> Visitor<'de> for Sink<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array of records, an inventory or a record")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let reader = Reader::default();
        let mut line = 1;
        while let Some(json) = items.next_element_seed(&reader)? {
            self.send(line, json, reader.twice())
                .map_err(A::Error::custom)?;
            line += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let reader = Reader::default();
        if self.rules.source.is_some() {
            while let Some(key) = entries.next_key_seed(Key)? {
                if key == "backups" {
                    entries.next_value_seed(self)?;
                } else {
                    entries.next_value::<IgnoredAny>()?;
                }
            }
            return Ok(());
        }
        let json = (&reader).visit_map(entries)?;
        self.send(1, json, reader.twice()).map_err(A::Error::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Sink<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}
