//! What all imports have in common: who reports what to which server.

use std::io::Read as _;

use clap::Args;
use serde::Serialize;

use super::host;
use crate::cli::connection::Connection;
use crate::cli::failure::{Failure, Kind};
use crate::cli::output::Format;
use crate::cli::taken::{self, Taking};
use crate::cli::{human, output};
use crate::clock::{Clock as _, SystemClock};
use crate::domain::record::Record;
use crate::sources::{Inventory, MAX_OUTPUT, SourceError};

/// Who reports what to which server.
#[derive(Debug, Args)]
pub(super) struct Reporter {
    /// Who reports; by default the name of this machine
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Print what would be sent and send nothing
    #[arg(long)]
    dry_run: bool,
    /// What the report of what became of it looks like
    #[arg(short, long, value_enum, default_value_t)]
    output: Format,
    #[command(flatten)]
    connection: Connection,
}

impl Reporter {
    /// Has the inventories read for a source, and sends them. One that the server refuses does not keep it from the
    /// others.
    pub(super) async fn report(
        &self,
        allow_mass_removal: bool,
        read: impl FnOnce(String) -> Result<Vec<Inventory>, Failure>,
    ) -> Result<(), Failure> {
        let source = self.source()?;
        let taking = Taking {
            allow_mass_removal,
            output: self.output,
            ..Taking::default()
        };
        // Before the tool is asked: what it lists later may hold a backup that is not in this list.
        let taken_at = SystemClock.now();
        let mut result = Ok(());
        for inventory in read(source.clone())? {
            for diagnostic in &inventory.diagnostics {
                eprintln!("left out {}", human::line(&diagnostic.to_string()));
                result = Err(Failure::silent(Kind::No));
            }
            if let Err(failure) = self
                .send(&inventory.into_envelope(source.clone(), taken_at), taking)
                .await
            {
                // The last one is said at the end.
                if let Err(earlier) = std::mem::replace(&mut result, Err(failure)) {
                    earlier.report();
                }
            }
        }
        result
    }

    /// Has a run read for a source, and sends it.
    pub(super) async fn report_run(
        &self,
        read: impl FnOnce(String) -> Result<Record, Failure>,
    ) -> Result<(), Failure> {
        let record = read(self.source()?)?;
        let taking = Taking {
            output: self.output,
            ..Taking::default()
        };
        self.send(&record, taking).await
    }

    fn source(&self) -> Result<String, Failure> {
        match &self.source {
            Some(source) => Ok(source.clone()),
            None => host::name(),
        }
    }

    async fn send(&self, what: &impl Serialize, taking: Taking) -> Result<(), Failure> {
        if self.dry_run {
            return output::json(what);
        }
        let body = serde_json::to_vec(what)
            .map_err(|error| Failure::refused(format!("cannot write the report: {error}")))?;
        taken::send(self.connection.open().await?, body.into(), taking).await
    }
}

/// What a tool printed elsewhere.
pub(super) fn standard_input() -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    // One more than is read: the importer then says that it is too long.
    std::io::stdin()
        .lock()
        .take(MAX_OUTPUT as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::refused(format!("cannot read standard input: {error}")))?;
    Ok(bytes)
}

/// Output that nothing is taken from.
pub(super) fn refused(error: &SourceError) -> Failure {
    Failure::refused(error.to_string())
}
