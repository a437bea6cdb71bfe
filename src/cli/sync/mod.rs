//! `sync`: what another server of this API has, here too.

mod pass;
mod record;
mod state;

use std::num::NonZeroU64;
use std::path::PathBuf;

use clap::Args;

use self::pass::{Done, Pass};
use self::state::State;
use super::connection::{self, Connection, Origin};
use super::failure::{Failure, Kind};
use super::output;
use super::progress::Progress;
use crate::client::Address;

/// Mirror another server of this API
#[derive(Debug, Args)]
#[command(
    long_about = "Mirror another server of this API, a Storware Backup & Recovery appliance or another catalog: its backups are reported \
                  here as those of a source of their own.\n\n\
                  The first time everything is read, later what is newer than the last backup (less a day), and what was still \
                  under way. What breaks off is resumed. With --complete everything is read again, and what is not listed \
                  there any more is marked as removed here. Descriptions and acknowledgements that were made here stay.",
    after_help = "Examples:
  backup-catalog sync https://storware.example.org --from-user reader --from-password-file /etc/backup-catalog/storware.pw
  backup-catalog sync https://catalog2.example.org --from-token-file /etc/backup-catalog/catalog2.token --source branch
  backup-catalog sync https://storware.example.org --from-user reader --complete"
)]
pub(super) struct Sync {
    /// The server to read
    url: Address,
    /// As which source its backups are reported; by default its host's name
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    #[command(flatten)]
    origin: Origin,
    /// Read everything again, and mark as removed what is not listed any more
    #[arg(long)]
    complete: bool,
    /// Mark as removed even if more than half of what is here is not listed any more
    #[arg(long, requires = "complete")]
    allow_mass_removal: bool,
    /// Backups that are read at once
    #[arg(long, value_name = "ROWS", default_value = "500", value_parser = rows)]
    page_size: NonZeroU64,
    /// File that remembers how far it came; by default sync-SOURCE.json in this user's state folder
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    #[command(flatten)]
    connection: Connection,
}

/// As many as a page of the API may have.
fn rows(text: &str) -> Result<NonZeroU64, String> {
    let rows: Option<NonZeroU64> = text.parse().ok();
    rows.filter(|rows| rows.get() <= 1_000)
        .ok_or_else(|| "it has to be from 1 to 1000".to_owned())
}

impl Sync {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let server = self.url.to_string();
        let source = match &self.source {
            Some(source) => source.clone(),
            None => self.url.host().to_owned(),
        };
        let file = match &self.state {
            Some(file) => file.clone(),
            None => State::place(&source).ok_or_else(|| {
                Failure::usage("there is no state folder for this user; name a file with --state")
            })?,
        };
        let state =
            State::read(&file)?.unwrap_or_else(|| State::new(server.clone(), source.clone()));
        if (&state.server, &state.source) != (&server, &source) {
            return Err(Failure::usage(format!(
                "{} is the state of mirroring {} as {}; name another file with --state",
                file.display(),
                state.server,
                state.source
            )));
        }
        let from = self.origin.open(self.url).await?;
        let to = self.connection.open().await?;
        let mut pass = Pass {
            from: &from,
            to: &to,
            state,
            file: &file,
            rows: self.page_size,
            progress: Progress::new(),
            done: Done::default(),
        };
        let result = pass.run(self.complete, self.allow_mass_removal).await;
        pass.progress.clear();
        let done = pass.done;
        connection::close(from).await;
        connection::close(to).await;
        let Done {
            read,
            created,
            updated,
            unchanged,
            removed,
            rejected,
        } = done;
        output::text(&format!(
            "read {read}, created {created}, updated {updated}, unchanged {unchanged}, removed {removed}, rejected {rejected}"
        ))?;
        result?;
        if rejected > 0 {
            return Err(Failure::silent(Kind::No));
        }
        Ok(())
    }
}
