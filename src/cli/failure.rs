//! How a command ends when it does not end well.

use std::io;
use std::process::ExitCode;

use crate::client::ClientError;

/// What a failure means to a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 0: nobody reads the output any more; that is no failure of ours.
    Unread,
    /// 1: the answer is no; to a monitor a warning.
    No,
    /// 2: wrong usage. clap ends so too.
    Usage,
    /// 2: a monitor should raise an alarm.
    Critical,
    /// 3: cannot reach, or not allowed.
    Unreachable,
    /// 4: data refused.
    Refused,
}

impl Kind {
    const fn code(self) -> u8 {
        match self {
            Self::Unread => 0,
            Self::No => 1,
            Self::Usage | Self::Critical => 2,
            Self::Unreachable => 3,
            Self::Refused => 4,
        }
    }
}

/// Why a command did not do what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What it means.
    pub kind: Kind,
    /// A sentence; empty where all has been said.
    pub message: String,
}

impl Failure {
    pub(super) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// All has been said; only the exit code is left.
    pub(super) fn silent(kind: Kind) -> Self {
        Self::new(kind, "")
    }

    pub(super) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    pub(super) fn unreachable(message: impl Into<String>) -> Self {
        Self::new(Kind::Unreachable, message)
    }

    pub(super) fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, message)
    }

    /// Says it, and gives the exit code.
    pub(super) fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            eprintln!("backup-catalog: {}", self.message);
        }
        ExitCode::from(self.kind.code())
    }
}

impl From<ClientError> for Failure {
    /// What a query's failure means; `super::taken` has the other reading of a refused upload.
    fn from(error: ClientError) -> Self {
        let kind = match &error {
            ClientError::Address { .. } | ClientError::Request(_) => Kind::Usage,
            ClientError::Unreachable { .. } | ClientError::Foreign { .. } => Kind::Unreachable,
            ClientError::Refused { status, .. } => match status {
                404 | 409 => Kind::No,
                400 => Kind::Usage,
                413 | 415 | 422 => Kind::Refused,
                _ => Kind::Unreachable,
            },
        };
        Self::new(kind, error.to_string())
    }
}

impl From<io::Error> for Failure {
    /// A failure to write the output.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::silent(Kind::Unread)
        } else {
            Self::unreachable(format!("cannot write the output: {error}"))
        }
    }
}
