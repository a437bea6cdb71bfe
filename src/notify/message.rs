//! What is sent: some events, a digest, or a test.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::event::Event;
use crate::domain::alert::Happening;

/// A message, as it is kept until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Message {
    /// Whether messages arrive.
    Test,
    /// What one look has found.
    Alerts {
        /// The most urgent first; at least one.
        events: Vec<Event>,
    },
    /// How everything stands.
    Digest(Box<Digest>),
}

/// Lines of a message that has many events.
const LINES: usize = 100;

impl Message {
    /// What it is about, in a line.
    pub(super) fn subject(&self) -> String {
        match self {
            Self::Test => "backup-catalog: a test".to_owned(),
            Self::Digest(digest) => digest.subject(),
            Self::Alerts { events } => match events.as_slice() {
                [event] => format!("{}: {}", word(event.event), event.subject.name),
                events => format!("Backups: {}", counts(events)),
            },
        }
    }

    /// All of it, for people.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Test => "This is a test: messages of backup-catalog arrive here.\n".to_owned(),
            Self::Digest(digest) => digest.text(),
            Self::Alerts { events } => {
                let mut text = String::new();
                for event in events.iter().take(LINES) {
                    text.push_str(&event.summary);
                    text.push('\n');
                    if let Some(url) = &event.url {
                        text.push_str(url);
                        text.push('\n');
                    }
                    text.push('\n');
                }
                if events.len() > LINES {
                    // Writing to a String cannot fail.
                    let _ = writeln!(text, "… and {} more", events.len() - LINES);
                }
                text
            }
        }
    }

    /// The most urgent of what it tells; none for a test and a digest.
    pub(super) fn worst(&self) -> Option<Happening> {
        match self {
            Self::Alerts { events } => events.iter().map(|event| event.event).min(),
            _ => None,
        }
    }

    /// The page of its only event.
    pub(super) fn url(&self) -> Option<&str> {
        match self {
            Self::Alerts { events } => match events.as_slice() {
                [event] => event.url.as_deref(),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A happening for people.
pub(super) const fn word(happening: Happening) -> &'static str {
    match happening {
        Happening::Overdue => "Overdue",
        Happening::MassRemovalRefused => "Mass removal refused",
        Happening::Failed => "Failed",
        Happening::SourceSilent => "Silent",
        Happening::Partial => "Not complete",
        Happening::Recovered => "Recovered",
    }
}

/// How many events of each kind, such as `3 overdue, 1 failed`.
fn counts(events: &[Event]) -> String {
    let count = |happening| {
        events
            .iter()
            .filter(|event| event.event == happening)
            .count()
    };
    let parts: Vec<String> = Happening::ALL
        .into_iter()
        .map(|happening| (count(happening), word(happening).to_lowercase()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    parts.join(", ")
}
