//! What backup tools print, read into records: one module a tool.
//!
//! Pure functions from bytes to records and diagnostics: no tool is run here, no clock is read.

mod address;
pub mod aws_backup;
pub mod bacula;
pub mod barman;
pub mod borg;
pub mod borgmatic;
pub mod btrbk;
mod diagnostic;
pub mod duplicity;
mod error;
mod field;
pub mod kopia;
pub mod mariadb;
mod moment;
mod output;
pub mod pbs;
pub mod pgbackrest;
pub mod rclone;
pub mod restic;
pub mod resticprofile;
pub mod run;
pub mod veeam;
pub mod velero;

use serde::Serialize;

pub(crate) use address::without_credentials;
pub use diagnostic::Diagnostic;
pub use error::SourceError;

use crate::domain::record::{Envelope, Record};

/// The greatest output that is read, bytes (chosen: about half a million restic snapshots).
pub const MAX_OUTPUT: usize = 256 * 1024 * 1024;

/// What one repository of a tool holds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Inventory {
    /// What it speaks for: `<tool>:<repository id>`.
    pub scope: String,
    /// It lists everything of its scope, so what is absent is gone.
    pub complete: bool,
    /// The backups, oldest first.
    pub records: Vec<Record>,
    /// What could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

impl Inventory {
    /// The inventory as it is sent; `taken_at` is when the tool was asked, epoch ms.
    pub fn into_envelope(self, source: String, taken_at: i64) -> Envelope {
        Envelope {
            v: 1,
            source,
            scope: self.scope,
            complete: self.complete,
            taken_at: Some(taken_at),
            backups: self.records,
        }
    }
}
