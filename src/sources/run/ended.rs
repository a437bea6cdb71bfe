//! How a process ended.

use crate::types::BackupStatus;

/// How the tool's process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    /// Its exit status; none: it was not seen, as at the end of a pipe, or a signal ended it.
    pub code: Option<i64>,
    /// The signal that ended it.
    pub signal: Option<i32>,
}

impl Ended {
    /// Whether it is known to have ended well.
    pub fn well(self) -> bool {
        self.code == Some(0) && self.signal.is_none()
    }

    /// Whether it is known to have ended badly.
    pub fn badly(self) -> bool {
        self.signal.is_some() || self.code.is_some_and(|code| code != 0)
    }

    /// The end in words, where it was not a good one.
    pub fn in_words(self) -> Option<String> {
        match (self.signal, self.code) {
            (Some(signal), _) => Some(match name(signal) {
                Some(name) => format!("ended by {name} (signal {signal})"),
                None => format!("ended by signal {signal}"),
            }),
            (None, Some(0) | None) => None,
            (None, Some(code)) => Some(format!("exit status {code}")),
        }
    }

    /// The status of a run whose output says nothing: a run whose exit status was not seen may have failed.
    pub fn status(self) -> BackupStatus {
        if self.well() {
            BackupStatus::Success
        } else {
            BackupStatus::Failed
        }
    }
}

/// The signals that end programs from outside, by POSIX.
fn name(signal: i32) -> Option<&'static str> {
    Some(match signal {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        6 => "SIGABRT",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        _ => return None,
    })
}
