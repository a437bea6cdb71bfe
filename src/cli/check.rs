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
Recounts all backups and compares the sums and the catalog's own warnings that are kept. Reads the database itself, one state of it; servers may go on meanwhile. Exit code 1 if one is wrong.

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
    /// Keep what the recount finds, where something is wrong
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
        let Some(wrong) = wrong(&checked) else {
            return Ok(());
        };
        if !self.repair {
            return Err(Failure::new(
                Kind::No,
                format!("{wrong}; --repair keeps what was counted"),
            ));
        }
        store.repair().await.map_err(unreachable)?;
        let again = store.check().await.map_err(unreachable)?;
        match wrong_still(&again) {
            None => output::text(&format!("repaired: {}", report(&again))),
            Some(still) => Err(Failure::new(Kind::No, still)),
        }
    }
}

/// How much is wrong.
fn wrong(checked: &Checked) -> Option<String> {
    let count = |number: usize, one: &str, many: &str| match number {
        0 => None,
        1 => Some(format!("1 {one} is wrong")),
        number => Some(format!("{number} {many} are wrong")),
    };
    let parts = [
        count(checked.differences.len(), "sum", "sums"),
        count(checked.mistaken.len(), "warning", "warnings"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

fn wrong_still(checked: &Checked) -> Option<String> {
    wrong(checked).map(|wrong| format!("still {wrong}"))
}

fn report(checked: &Checked) -> String {
    if checked.differences.is_empty() && checked.mistaken.is_empty() {
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
    for mistaken in checked.mistaken.iter().take(SHOWN) {
        let text_or_none = |text: &Option<String>| text.clone().unwrap_or("nothing".to_owned());
        let _ = writeln!(
            text,
            "backup {}, {}: {} kept, {} found",
            mistaken.backup,
            mistaken.finding.code(),
            text_or_none(&mistaken.kept),
            text_or_none(&mistaken.found)
        );
    }
    if checked.mistaken.len() > SHOWN {
        let _ = writeln!(text, "… and {} more", checked.mistaken.len() - SHOWN);
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
