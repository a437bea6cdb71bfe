//! `check`: is the database what it should be?

use std::fmt::Write as _;

use clap::Args;

use super::connection::Connection;
use super::database::OptionalDatabase;
use super::failure::{Failure, Kind};
use super::{output, overdue};
use crate::store::{Checked, Difference, StoreError};

/// Differences that are shown one by one.
const SHOWN: usize = 20;

/// Check the sums that are kept, or that nothing is overdue
#[derive(Debug, Args)]
#[command(after_help = "\
Recounts all backups and compares the sums that are kept. Reads the database itself, one state of it; servers may go on meanwhile. Exit code 1 if a sum is wrong.

With --overdue it asks the server, and answers as Nagios and its relatives want it. Exit code 0: nothing is overdue,
1: overdue by what was learned from the history, 2: overdue by an interval that was given, or never backed up, 3: unknown.

Examples:
  backup-catalog check --database sqlite:/var/lib/backup-catalog/catalog.db
  backup-catalog check --repair --database sqlite:/var/lib/backup-catalog/catalog.db
  BACKUP_CATALOG_DATABASE=postgresql://catalog@db1/catalog backup-catalog check
  backup-catalog check --overdue --server https://catalog.example.org --token-file /etc/nagios/catalog.token")]
pub(super) struct Check {
    #[command(flatten)]
    database: OptionalDatabase,
    /// Keep what the recount finds, where the sums are wrong
    #[arg(long)]
    repair: bool,
    /// Ask the server what is overdue
    #[arg(long, conflicts_with = "repair")]
    overdue: bool,
    #[command(flatten)]
    connection: Connection,
}

impl Check {
    pub(super) async fn run(self) -> Result<(), Failure> {
        if self.overdue {
            return overdue::check(&self.connection).await;
        }
        let Some(database) = self.database.given() else {
            return Err(Failure::usage(
                "say which database with --database, or ask the server with --overdue",
            ));
        };
        let unreachable = |error: StoreError| Failure::unreachable(error.to_string());
        let store = database.open().await?;
        let checked = store.check().await.map_err(unreachable)?;
        output::text(&report(&checked))?;
        let wrong = match checked.differences.len() {
            0 => return Ok(()),
            1 => "1 sum is wrong".to_owned(),
            wrong => format!("{wrong} sums are wrong"),
        };
        if !self.repair {
            return Err(Failure::new(
                Kind::No,
                format!("{wrong}; --repair keeps what was counted"),
            ));
        }
        store.repair().await.map_err(unreachable)?;
        let again = store.check().await.map_err(unreachable)?;
        if again.differences.is_empty() {
            output::text(&format!("repaired: {}", report(&again)))
        } else {
            Err(Failure::new(Kind::No, "the sums are still wrong"))
        }
    }
}

fn report(checked: &Checked) -> String {
    if checked.differences.is_empty() {
        return format!("{} sums equal a recount of the backups", checked.rollups);
    }
    let mut text = String::new();
    for difference in checked.differences.iter().take(SHOWN) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", sentence(difference));
    }
    if checked.differences.len() > SHOWN {
        let _ = writeln!(text, "… and {} more", checked.differences.len() - SHOWN);
    }
    text.trim_end().to_owned()
}

fn sentence(difference: &Difference) -> String {
    let scope = match difference.scope {
        -1 => "all backups".to_owned(),
        0 => "backups without a policy".to_owned(),
        policy => format!("backups of policy row {policy}"),
    };
    let number =
        |number: Option<i64>| number.map_or("none".to_owned(), |number| number.to_string());
    format!(
        "{scope}, {}, day {}: {} kept, {} counted",
        difference.of,
        difference.day,
        number(difference.kept),
        number(difference.counted),
    )
}
