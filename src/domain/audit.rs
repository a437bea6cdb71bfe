//! What the audit log keeps: who did what, when, from where, and what changed.

use core::net::IpAddr;

use serde_json::{Map, Value};
use uuid::Uuid;

/// The kind of who acted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActorKind {
    /// A user, by a session.
    User,
    /// An API token.
    Token,
    /// Who may write to the database itself, by the command line.
    CommandLine,
    /// Nobody that is known.
    Nobody,
}

impl ActorKind {
    /// As it is kept and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Token => "TOKEN",
            Self::CommandLine => "COMMAND_LINE",
            Self::Nobody => "NOBODY",
        }
    }
}

/// Who acted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// What they are.
    pub kind: ActorKind,
    /// Their guid, of a user or a token.
    pub guid: Option<Uuid>,
    /// Their name: a login, a token's name, a user of the system, or the login that was tried.
    pub name: String,
    /// Where they are.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// Somebody at the command line, with the system's name of them.
    pub fn command_line(name: impl Into<String>) -> Self {
        Self {
            kind: ActorKind::CommandLine,
            guid: None,
            name: name.into(),
            address: None,
        }
    }

    /// Nobody that is known, with the name that they gave.
    pub fn nobody(name: impl Into<String>, address: Option<IpAddr>) -> Self {
        Self {
            kind: ActorKind::Nobody,
            guid: None,
            name: name.into(),
            address,
        }
    }
}

/// What was done to, or asked of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `backup`, `user`, `token`, `role`, `operation`.
    pub kind: &'static str,
    /// Its guid, where it has one.
    pub guid: Option<Uuid>,
    /// Its name.
    pub name: String,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was refused.
    Refused,
}

impl Outcome {
    /// As it is kept and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "DONE",
            Self::Refused => "REFUSED",
        }
    }
}

/// One entry, before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When, epoch ms.
    pub time: i64,
    /// What: `session.login`, `backup.describe`, `token.create` …
    pub action: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// Who.
    pub actor: Actor,
    /// To what.
    pub subject: Option<Subject>,
    /// What changed, or why it was refused; never a secret.
    pub detail: Map<String, Value>,
}

impl Event {
    /// Something that was done.
    pub fn done(time: i64, action: &'static str, actor: Actor) -> Self {
        Self {
            time,
            action,
            outcome: Outcome::Done,
            actor,
            subject: None,
            detail: Map::new(),
        }
    }

    /// Something that was refused.
    pub fn refused(time: i64, action: &'static str, actor: Actor) -> Self {
        Self {
            outcome: Outcome::Refused,
            ..Self::done(time, action, actor)
        }
    }

    /// To what.
    #[must_use]
    pub fn to(mut self, kind: &'static str, guid: Option<Uuid>, name: impl Into<String>) -> Self {
        self.subject = Some(Subject {
            kind,
            guid,
            name: name.into(),
        });
        self
    }

    /// One more detail.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }
}
