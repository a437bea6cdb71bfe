//! Output that nothing is taken from.

use super::MAX_OUTPUT;

/// Why a tool's output is refused as a whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    /// There is nothing.
    #[error("{what} printed nothing; it has failed, or its output went elsewhere")]
    Nothing {
        /// The command whose output it is.
        what: &'static str,
    },
    /// More than [`MAX_OUTPUT`].
    #[error("the output of {what} is {length} bytes; at most {MAX_OUTPUT} are read")]
    TooLong {
        /// The command whose output it is.
        what: &'static str,
        /// Its length, bytes.
        length: usize,
    },
    /// Not JSON, or cut off.
    #[error(
        "the output of {what} is damaged at line {line}, column {column}: {reason}. Nothing was imported; run the command again"
    )]
    Damaged {
        /// The command whose output it is.
        what: &'static str,
        /// Where, from 1.
        line: usize,
        /// Where, from 1; 0 at the start of a line.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// JSON of another command.
    #[error("this is not the output of {what}: {reason}")]
    Shape {
        /// The command whose output it should be.
        what: &'static str,
        /// What it is instead.
        reason: String,
    },
    /// It speaks of nothing at all, as where there is no configuration or the repository is a wrong one.
    #[error(
        "{what} lists no {lacks}: is this the right configuration, user and repository? Nothing was imported"
    )]
    Bare {
        /// The command whose output it is.
        what: &'static str,
        /// What there should be at least one of.
        lacks: &'static str,
    },
    /// Times without a zone, and nobody says of which.
    #[error(
        "the times of {what} have no time zone (`{time}`); name the zone of the machine that printed them with --time-zone, such as UTC or Europe/Berlin"
    )]
    NoTimeZone {
        /// The command whose output it is.
        what: &'static str,
        /// One of them.
        time: String,
    },
    /// A run without its result.
    #[error(
        "rclone's log does not end with the `stats` of a finished run, so it does not say how the run ended: run rclone with `-v --stats 30s`, or give its exit status with --exit-code. Nothing was imported"
    )]
    NoResult,
    /// Nobody says which target it is.
    #[error(
        "no set in {0} has statistics (`--jsonstat`), so nothing there says what target it is of: name it with --target, as duplicity was given it. Nothing was imported"
    )]
    NoTarget(String),
    /// One target for several.
    #[error(
        "--target names one target, and these are the archive folders of {0}: import each of them alone. Nothing was imported"
    )]
    OneTarget(usize),
    /// Nobody says which repository it is.
    #[error(
        "the repository's id is not known: `restic snapshots` does not print it. Give it with --repository, it is the `id` of `restic cat config`"
    )]
    NoRepository,
    /// An id that is none.
    #[error("`{0}` is not the id of a repository, which has 64 hexadecimal digits")]
    RepositoryId(String),
    /// Two ids.
    #[error("the repository's id is {config} by its config, but {given} was given")]
    RepositoryMismatch {
        /// What the config says.
        config: String,
        /// What was given.
        given: String,
    },
}

impl SourceError {
    /// A JSON error with its place.
    pub(super) fn damaged(what: &'static str, error: &serde_json::Error) -> Self {
        let text = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        Self::Damaged {
            what,
            line: error.line(),
            column: error.column(),
            reason: text.strip_suffix(&place).unwrap_or(&text).to_owned(),
        }
    }
}
