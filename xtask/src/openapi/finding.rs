//! One difference between two contracts, and what it does to whom.

use std::collections::BTreeSet;
use std::fmt;

/// What a difference means for those who rely on the older contract. The later ones are the graver ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// Nobody has to do anything.
    Compatible,
    /// What it breaks, if anything, does not follow from the document.
    Decision,
    /// Somebody's program stops working.
    Breaking,
}

/// Whom a difference reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Consumer {
    /// Code written against the generated client: it no longer compiles.
    ClientSource,
    /// A client generated from the older document, talking to a server of the newer one.
    ClientRuntime,
    /// A server or stand-in of the older document, asked by a client of the newer one.
    Server,
    /// A client that somebody wrote by the older document: a script, a browser page.
    HandWritten,
    /// Readers only.
    Documentation,
}

/// Where a schema is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// Clients send it.
    Request,
    /// Servers answer it.
    Response,
    /// A response header: the generated client hands it on unread.
    Header,
}

/// What became of the set of values that something may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// There are more.
    Widened,
    /// There are fewer.
    Narrowed,
    /// There are others.
    Replaced,
}

impl Change {
    /// What the change does on a side. Who receives must be ready for all that the sender may send.
    pub(super) fn judge(self, side: Side) -> (Verdict, &'static [Consumer]) {
        use Consumer::{ClientRuntime, HandWritten, Server};
        match (side, self) {
            (Side::Request, Self::Widened) | (Side::Header, Self::Narrowed) => {
                (Verdict::Compatible, &[])
            }
            (Side::Request, _) | (Side::Response, Self::Widened) => {
                (Verdict::Breaking, &[ClientRuntime, HandWritten])
            }
            (Side::Response, Self::Narrowed) => (Verdict::Breaking, &[Server]),
            (Side::Response, Self::Replaced) => {
                (Verdict::Breaking, &[ClientRuntime, Server, HandWritten])
            }
            (Side::Header, _) => (Verdict::Breaking, &[HandWritten]),
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// The file and the place in it, such as `backups.yaml#/components/schemas/BackupStatus`.
    pub(super) place: String,
    /// What a line of the changelog calls it, such as `list_backups.status` or `NameAndGuid.name`.
    pub(super) subject: String,
    /// What changed.
    pub(super) what: String,
    /// Where the schema is used, if it is one.
    pub(super) sides: BTreeSet<Side>,
    pub(super) verdict: Verdict,
    /// Whom it reaches; nobody where it is compatible and no documentation.
    pub(super) breaks: BTreeSet<Consumer>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Compatible => "compatible",
            Self::Decision => "needs a decision",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Consumer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ClientSource => "source code over the generated client",
            Self::ClientRuntime => "a generated client at run time",
            Self::Server => "a server or stand-in",
            Self::HandWritten => "a hand-written client",
            Self::Documentation => "documentation only",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, .. } = self;
        write!(
            formatter,
            "{:<16} {place}: {what}",
            self.verdict.to_string()
        )?;
        let sides: Vec<&str> = self
            .sides
            .iter()
            .map(|side| match side {
                Side::Request => "requests",
                Side::Response => "responses",
                Side::Header => "response headers",
            })
            .collect();
        if !sides.is_empty() {
            write!(formatter, " (in {})", sides.join(" and "))?;
        }
        let reached: Vec<String> = self.breaks.iter().map(ToString::to_string).collect();
        if !reached.is_empty() {
            write!(formatter, " -> {}", reached.join(", "))?;
        }
        Ok(())
    }
}
