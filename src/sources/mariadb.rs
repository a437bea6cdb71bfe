//! mariadb-backup's history: the rows of `mysql.mariadb_backup_history` as JSON.
//!
//! The table is what was made, not what is still there: nothing in it says that a backup is gone, and a run that failed
//! leaves no row.

mod row;

use jiff::tz::TimeZone;
use serde_json::Value;

use self::row::Row;
use super::output::{self, Entry};
use super::{Inventory, SourceError, field, moment};

/// The query whose output is read.
const HISTORY: &str = "the rows of `mysql.mariadb_backup_history` as JSON";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// The database server.
    pub entity: String,
    /// Name of the destination.
    pub destination: Option<String>,
    /// The host where the backups run.
    pub node: Option<String>,
    /// Policy of backups whose `--history` has no name.
    pub policy: Option<String>,
    /// The zone of the times.
    pub zone: Option<TimeZone>,
}

/// Reads the rows of the history of one server.
///
/// Output that is damaged anywhere is refused as a whole. A row that cannot be read is left out with a diagnostic;
/// where no row can be read, it is the output of something else and refused.
pub fn inventory(output: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let Value::Array(rows) = output::json(output, HISTORY)? else {
        return Err(SourceError::Shape {
            what: HISTORY,
            reason: "it is not a list".to_owned(),
        });
    };
    let times = rows
        .iter()
        .filter_map(|row| row.get("start_time")?.as_str());
    moment::zone_is_known(HISTORY, options.zone.as_ref(), times)?;
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let id = field::id(&row, "uuid");
            field::read::<Row>(row).map_err(|reason| (id, reason))
        })
        .collect();
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| {
            let row = row.as_ref().map_err(Clone::clone)?;
            let parent = row::parent(row, rows.iter().flatten());
            row.record(parent, options)
                .map_err(|reason| (Some(row.uuid.clone()), reason))
        })
        .collect();
    let scope = format!("mariadb-backup:{}", options.entity);
    output::inventory(HISTORY, scope, false, entries)
}

/// The id in a backup's file `xtrabackup_info`, lines of `name = value`.
#[cfg(feature = "cli")]
pub(crate) fn id_of_info(info: &str) -> Option<String> {
    let values = info.lines().filter_map(|line| line.split_once('='));
    let mut values = values.filter(|(name, _)| name.trim() == "uuid");
    values
        .next()
        .map(|(_, value)| value.trim().to_owned())
        .filter(|id| !id.is_empty())
}
