//! btrbk's inventory.
//!
//! `btrbk list backups --format=raw` prints `key='value'` pairs, one backup a line. What failed is not in it, and neither
//! are sizes.

mod line;
mod record;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

pub(super) use self::line::Line;
pub(super) use self::record::folder_and_name;
use super::output::{self, Entry};
use super::{Inventory, SourceError, moment};

/// The command whose output is read.
const LIST: &str = "`btrbk list backups --format=raw`";

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the destination; without one the folder that the backups are in.
    pub destination: Option<String>,
    /// The host of the subvolumes where btrbk does not say it, as it does not of its own.
    pub node: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// The zone of the times in names; `timestamp_format long-iso` has it in the name.
    pub zone: Option<TimeZone>,
    /// btrbk listed all backups of its folders and exited 0.
    pub complete: bool,
}

/// Reads the output of `btrbk list backups --format=raw`: one inventory for each folder with backups.
///
/// Output that is damaged anywhere is refused as a whole. A backup that cannot be read is left out with a diagnostic,
/// and the inventory is then not complete; where no backup can be read, it is the output of something else and refused.
pub fn inventories(output: &[u8], options: &Options) -> Result<Vec<Inventory>, SourceError> {
    let mut lines = Vec::new();
    for (number, text) in (1..).zip(output::lines(output, LIST)?) {
        let line = Line::read(text).map_err(|(column, reason)| SourceError::Damaged {
            what: LIST,
            line: number,
            column,
            reason,
        })?;
        match line.get("format") {
            Some("backups") => lines.push(line),
            other => {
                return Err(SourceError::Shape {
                    what: LIST,
                    reason: format!(
                        "line {number} has `format` `{}`, not `backups`",
                        other.unwrap_or_default()
                    ),
                });
            }
        }
    }
    // A snapshot without a backup is listed without a target.
    lines.retain(|line| line.get("target_url").is_some());
    let times: Vec<String> = lines.iter().filter_map(record::time).collect();
    moment::zone_is_known(
        LIST,
        options.zone.as_ref(),
        times.iter().map(String::as_str),
    )?;
    let mut folders: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for line in &lines {
        let (folder, name) = record::place(line);
        let entry = record::of(line, &folder, &name, options)
            .map_err(|reason| (Some(name.clone()), reason));
        folders.entry(folder).or_default().push(entry);
    }
    folders
        .into_iter()
        .map(|(folder, entries)| {
            output::inventory(LIST, format!("btrbk:{folder}"), options.complete, entries)
        })
        .collect()
}
