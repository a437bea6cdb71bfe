//! One thing that happened to one subject, as it is sent.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::alert::{Change, Happening, SubjectKind};

/// What happened to a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What, in a word: the worst that is new, else RECOVERED.
    pub event: Happening,
    /// Everything that is new.
    pub raised: Vec<Happening>,
    /// Everything that is over.
    pub ended: Vec<Happening>,
    /// Of what.
    pub subject: EventSubject,
    /// A sentence.
    pub summary: String,
    /// The policy of the entity's newest backup.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub policy: Option<String>,
    /// The entity's last success, epoch ms.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_success: Option<i64>,
    /// Why the last backup failed or is not complete, as the source says.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub status_info: Option<String>,
    /// A page on it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// Of what an event is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventSubject {
    /// ENTITY or SOURCE.
    pub kind: SubjectKind,
    /// Which.
    pub guid: Uuid,
    /// Its name.
    pub name: String,
}

impl Event {
    /// An event without what only entities have.
    pub(super) fn new(event: Happening, change: &Change, name: &str, summary: String) -> Self {
        Self {
            event,
            raised: change.raised.iter().copied().collect(),
            ended: change.ended.iter().copied().collect(),
            subject: EventSubject {
                kind: change.subject.kind,
                guid: change.subject.guid,
                name: name.to_owned(),
            },
            summary,
            policy: None,
            last_success: None,
            status_info: None,
            url: None,
        }
    }
}
