//! Does a server keep the contract? A black-box suite against any server of this API, ours or an appliance.
//!
//! Everything that is asked and expected is taken from the document that this program was built from
//! ([`crate::contract::JSON`]), never from the server's own. The requests go through a plain HTTP client, so that a wrong
//! answer is seen as it is; what filters, orders, sums and groups mean is computed here, naively, from the server's own
//! unfiltered list, by code that shares nothing with the server's.

mod document;
mod edits;
mod exchange;
mod form;
mod infrastructure;
mod ledger;
mod meaning;
mod model;
mod plan;
mod query;
mod refusals;
pub mod report;
mod run;
mod sample;
mod schema;
mod timing;
mod undo;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub use ledger::{Check, Finding, State};

use run::{Run, Stop};

/// How much of the document a server has to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// What the vendor's page and clients show. What this project chose is looked at where it is there, and not
    /// demanded; an answer may have more than the document says.
    Vendor,
    /// All of it, and nothing else.
    Full,
}

/// What to verify, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the operations are, without a slash at the end: `http://127.0.0.1:8181/api`.
    pub base: String,
    /// PEM: the only certificates that are trusted; none: what the system trusts.
    pub authority: Option<Vec<u8>>,
    /// Login name.
    pub login: String,
    /// Password.
    pub password: String,
    /// How much of the document counts.
    pub profile: Profile,
    /// Send nothing but GET and the log-in.
    pub read_only: bool,
    /// Checks or groups of checks, such as `meaning/filter`; all if empty.
    pub only: Vec<String>,
    /// Backups that are read at most for comparison; of a server with more, some stretches are taken.
    pub sample: usize,
}

/// Backups that are read for comparison where nothing else is said.
pub const SAMPLE: usize = 2_000;

/// Set from outside, by a signal: no further request is sent but for what puts edits back.
#[derive(Debug, Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Ends the run as soon as the request under way is answered.
    pub fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether the run is to end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The server's base address.
    pub server: String,
    /// How much of the document counted.
    pub profile: Profile,
    /// Whether nothing was to be changed.
    pub read_only: bool,
    /// Backups that the server has, if it says so.
    pub total: Option<i64>,
    /// Backups that were read for comparison.
    pub read: usize,
    /// Every check that was to be made.
    pub checks: Vec<Check>,
    /// Number of requests.
    pub requests: usize,
    /// How long it took.
    pub elapsed: Duration,
    /// Why not everything was done, if so.
    pub ended: Option<Ended>,
}

/// Why a run ended early.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Ended {
    /// Somebody interrupted it.
    #[error("interrupted; not all checks were made")]
    Interrupted,
    /// The server cannot be reached any more.
    #[error("cannot reach the server any more: {0}; not all checks were made")]
    Unreachable(String),
}

/// Why nothing could be verified.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is no connection.
    #[error("cannot reach the server at {server}: {reason}")]
    Unreachable {
        /// Its address.
        server: String,
        /// Why.
        reason: String,
    },
    /// The log-in was refused, or something else answered.
    #[error("cannot log in at {server}: {reason}")]
    LogIn {
        /// Its address.
        server: String,
        /// Why.
        reason: String,
    },
    /// `only` names no check.
    #[error("there is no check `{0}`; `--list` shows all of them")]
    NoSuchCheck(String),
    /// The document that the program was built from has not what the checks are about.
    #[error("the document of this program cannot be interpreted: {0}")]
    Document(String),
}

/// Ids and titles of all checks, in the order in which they are made.
pub fn checks() -> Result<Vec<(String, String)>, VerifyError> {
    let document = document::Document::embedded()?;
    let steps = plan::plan(&document).into_iter();
    Ok(steps.map(|step| (step.id, step.title)).collect())
}

/// Verifies a server. `progress` is told each check before it is made: its number, how many there are, its id.
///
/// What was edited is put back at the end, also after an interruption; nothing is ever deleted.
pub async fn verify(
    options: Options,
    interrupt: Interrupt,
    progress: &mut dyn FnMut(usize, usize, &str),
) -> Result<Outcome, VerifyError> {
    let steps = plan::selected(&document::Document::embedded()?, &options.only)?;
    let mut run = Run::start(options, interrupt, &steps).await?;
    let ended = match run.all(&steps, progress).await {
        Ok(()) => None,
        Err(Stop::Interrupted) => Some(Ended::Interrupted),
        Err(Stop::Unreachable(reason)) => Some(Ended::Unreachable(reason)),
        Err(Stop::Document(reason)) => return Err(VerifyError::Document(reason)),
    };
    Ok(run.finish(ended).await)
}
