//! Barman's inventory.
//!
//! `barman -f json list-backups all` is an object with a list for each server; `show-backup` has an object of one backup
//! in its place, which says more. Beside the servers there may be `_WARNING` and `_ERROR`. Barman keeps what failed and
//! what is still running.

mod record;
mod row;

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use self::row::Row;
use super::output::{self, Entry};
use super::{Inventory, SourceError, field, moment};

/// The command whose output is read.
const LIST: &str = "`barman -f json list-backups all` (or `barman -f json show-backup SERVER ID`)";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the destination; without one the source, which is the machine with Barman's folder.
    pub destination: Option<String>,
    /// The host of the database.
    pub node: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// The zone of the times in backup ids, which are local ones.
    pub zone: Option<TimeZone>,
    /// Barman listed all backups of its servers and exited 0.
    pub complete: bool,
}

/// Reads the output of `barman -f json list-backups all`, or of `show-backup`: one inventory for each server.
///
/// Output that is damaged anywhere is refused as a whole. A backup that cannot be read is left out with a diagnostic,
/// and the inventory is then not complete; where no backup can be read, it is the output of something else and refused.
pub fn inventories(output: &[u8], options: &Options) -> Result<Vec<Inventory>, SourceError> {
    let Value::Object(mut servers) = output::json(output, LIST)? else {
        return Err(shape("it is not an object".to_owned()));
    };
    let errors = servers.remove("_ERROR");
    // Barman's own words, such as `_WARNING`.
    servers.retain(|name, _| !name.starts_with('_'));
    if let (true, Some(errors)) = (servers.is_empty(), &errors) {
        return Err(shape(format!("it says `{errors}`")));
    }
    if servers.is_empty() {
        return Err(SourceError::Bare {
            what: LIST,
            lacks: "server",
        });
    }
    zone_is_known(&servers, options)?;
    servers
        .into_iter()
        .map(|(server, backups)| of_server(&server, backups, errors.is_none(), options))
        .collect()
}

fn of_server(
    server: &str,
    backups: Value,
    fine: bool,
    options: &Options,
) -> Result<Inventory, SourceError> {
    let (backups, whole) = match backups {
        Value::Array(backups) => (backups, true),
        // What `show-backup` prints.
        Value::Object(backup) => (vec![Value::Object(backup)], false),
        _ => {
            return Err(shape(format!(
                "`{server}` is neither a list of backups nor a backup"
            )));
        }
    };
    output::inventory(
        LIST,
        format!("barman:{server}"),
        options.complete && whole && fine,
        backups.into_iter().map(|row| read(row, server, options)),
    )
}

/// Where a backup's start is not said, its id is the only time, and that is local.
fn zone_is_known(servers: &Map<String, Value>, options: &Options) -> Result<(), SourceError> {
    let rows = servers.values().flat_map(|backups| match backups {
        Value::Array(rows) => rows.as_slice(),
        row => std::slice::from_ref(row),
    });
    let times: Vec<String> = rows
        .filter(|row| row.get("base_backup_information").is_none())
        .filter_map(|row| row.get("backup_id")?.as_str())
        .filter_map(row::iso)
        .collect();
    moment::zone_is_known(
        LIST,
        options.zone.as_ref(),
        times.iter().map(String::as_str),
    )
}

/// One backup as a record.
fn read(value: Value, server: &str, options: &Options) -> Entry {
    let id = field::id(&value, "backup_id");
    field::read::<Row>(value)
        .and_then(|row| record::of(row, server, options))
        .map_err(|reason| (id, reason))
}

fn shape(reason: String) -> SourceError {
    SourceError::Shape { what: LIST, reason }
}
