//! `check`: is the database what it should be?

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::failure::{Failure, Kind};
use super::output;
use crate::serve::{Database, DatabaseSettings};
use crate::store::{Checked, Difference};

/// Differences that are shown one by one.
const SHOWN: usize = 20;

/// Check that the sums that are kept equal a recount of the backups
#[derive(Debug, Args)]
#[command(after_help = "\
Reads the database itself, one state of it; servers may go on meanwhile. Exit code 1 if a sum is wrong.

Examples:
  backup-catalog check --database sqlite:/var/lib/backup-catalog/catalog.db
  BACKUP_CATALOG_DATABASE=postgresql://catalog@db1/catalog backup-catalog check")]
pub(super) struct Check {
    // The help is an attribute: as documentation it would have to be Markdown.
    #[arg(
        long,
        help = "Where the catalog is kept, sqlite:FILE or postgresql://USER@HOST/DATABASE",
        value_name = "DATABASE",
        env = "BACKUP_CATALOG_DATABASE",
        hide_env_values = true
    )]
    database: Database,
    /// PEM file with the certificates to trust in a PostgreSQL server; by default the system's
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_DATABASE_CA")]
    database_ca: Option<PathBuf>,
}

impl Check {
    pub(super) async fn run(self) -> Result<(), Failure> {
        if let Database::Sqlite(file) = &self.database
            && !file.exists()
        {
            return Err(Failure::unreachable(format!(
                "there is no file {}",
                file.display()
            )));
        }
        let settings = DatabaseSettings {
            authority: self.database_ca,
            // A recount of millions takes its time.
            time_out: std::time::Duration::from_hours(1),
            ..DatabaseSettings::default()
        };
        let unreachable = |error: crate::store::StoreError| Failure::unreachable(error.to_string());
        let store = self.database.open(settings).await.map_err(unreachable)?;
        let checked = store.check().await.map_err(unreachable)?;
        output::text(&report(&checked))?;
        match checked.differences.len() {
            0 => Ok(()),
            1 => Err(Failure::new(Kind::No, "1 sum is wrong")),
            wrong => Err(Failure::new(Kind::No, format!("{wrong} sums are wrong"))),
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
