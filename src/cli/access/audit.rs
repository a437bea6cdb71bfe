//! `audit`: what was done, by whom.

use clap::Args;

use super::unreachable;
use crate::cli::database::DatabaseArguments;
use crate::cli::failure::Failure;
use crate::cli::{human, output, table};
use crate::domain::page::Page;
use crate::store::audit::AuditFilter;

/// Read the audit log, from the database itself
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  backup-catalog audit --database sqlite:catalog.db
  backup-catalog audit --action session. --refused --database sqlite:catalog.db")]
pub(in crate::cli) struct Audit {
    /// Actions that begin so, such as token.
    #[arg(long, value_name = "ACTION")]
    action: Option<String>,
    /// By whom
    #[arg(long, value_name = "NAME")]
    actor: Option<String>,
    /// Only what was refused
    #[arg(long)]
    refused: bool,
    /// The newest of them
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..))]
    limit: i64,
    #[command(flatten)]
    database: DatabaseArguments,
}

impl Audit {
    pub(in crate::cli) async fn run(self) -> Result<(), Failure> {
        let store = self.database.open().await?;
        let filter = AuditFilter {
            action: self.action,
            actor: self.actor,
            outcome: self.refused.then(|| "REFUSED".to_owned()),
            ..AuditFilter::default()
        };
        let page = Page::Rows {
            offset: 0,
            limit: self.limit,
        };
        let mut entries = table::table();
        entries.set_header([
            "TIME (UTC)",
            "ACTION",
            "OUTCOME",
            "BY",
            "FROM",
            "TO",
            "DETAIL",
        ]);
        for entry in store.audit(filter, page).await.map_err(unreachable)?.rows {
            entries.add_row([
                human::time(entry.time),
                entry.action,
                entry.outcome,
                format!("{} {}", entry.actor_kind, human::line(&entry.actor_name)),
                entry.address.unwrap_or_else(|| "-".to_owned()),
                human::line(&entry.subject_name.unwrap_or_else(|| "-".to_owned())),
                human::line(&serde_json::Value::Object(entry.detail).to_string()),
            ]);
        }
        output::text(&table::text(entries, &[]))
    }
}
