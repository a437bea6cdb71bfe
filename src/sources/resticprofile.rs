//! The status file of resticprofile, by its documented shape (creativeprojects.github.io/resticprofile/status).
//!
//! It holds the last run of each profile's commands, also one that failed, which a repository does not show. Where the
//! snapshots are imported from the repository as well, only what failed is news.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::field::{self, count, given, time};
use super::output::{self, Entry};
use super::{Inventory, SourceError};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::types::{BackupStatus, ProtectedEntityType};

/// What is read.
const FILE: &str = "resticprofile's status file";

/// Warnings that are listed one by one.
const LISTED: usize = 100;

/// What the file does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the destination.
    pub destination: Option<String>,
    /// The host where the profiles run; without one the source's name.
    pub node: Option<String>,
    /// The policy; without one each profile's name.
    pub policy: Option<String>,
    /// Only runs that failed are of interest.
    pub failures_only: bool,
}

/// The last run of a profile's `backup`.
#[derive(Debug, Deserialize)]
struct Run {
    success: bool,
    /// When it ended, epoch ms.
    #[serde(deserialize_with = "time")]
    time: i64,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    stderr: Option<String>,
    /// Seconds.
    #[serde(default, deserialize_with = "count")]
    duration: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    files_total: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    bytes_added: Option<i64>,
    #[serde(default, deserialize_with = "count")]
    bytes_total: Option<i64>,
}

/// Reads the last backup of each profile. Profiles that have made none are passed over.
///
/// A file that is damaged anywhere is refused as a whole. A run that cannot be read is left out with a diagnostic; where
/// none can be read, it is another file and refused.
pub fn inventory(file: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let mut file = output::json(file, FILE)?;
    let Some(Value::Object(profiles)) = file.get_mut("profiles").map(Value::take) else {
        return Err(SourceError::Shape {
            what: FILE,
            reason: "it has no `profiles`".to_owned(),
        });
    };
    let entries = profiles.into_iter().filter_map(|(profile, mut commands)| {
        let run = commands.get_mut("backup").map(Value::take)?;
        if run.is_null() {
            return None;
        }
        let run: Run = match field::read(run) {
            Ok(run) => run,
            Err(reason) => return Some(Err((Some(profile), reason))),
        };
        let wanted = !(options.failures_only && run.success);
        wanted.then(|| -> Entry { Ok(run.into_record(profile, options)) })
    });
    let entries: Vec<Entry> = entries.collect();
    let scope = format!("resticprofile:{}", options.source);
    output::inventory(FILE, scope, false, entries)
}

impl Run {
    fn into_record(self, profile: String, options: &Options) -> Record {
        let messages: Vec<&str> = self.stderr.as_deref().unwrap_or_default().lines().collect();
        let messages: Vec<&str> = messages
            .into_iter()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        // restic's own word for a file that it could not read; a profile may be told to take that for a success.
        let skipped = messages.iter().any(|line| line.starts_with("error:"));
        let status = match (self.success, skipped) {
            (false, _) => BackupStatus::Failed,
            (true, true) => BackupStatus::PartialSuccess,
            (true, false) => BackupStatus::Success,
        };
        let node = options
            .node
            .clone()
            .unwrap_or_else(|| options.source.clone());
        let listed = messages.iter().take(LISTED);
        let warnings: Vec<Warning> = listed
            .map(|line| Warning::Text((*line).to_owned()))
            .collect();
        // All zero: the profile has no `extended-status`, so nothing was counted.
        let counted = self.files_total.unwrap_or(0) > 0 || self.bytes_total.unwrap_or(0) > 0;
        Record {
            v: 1,
            source: options.source.clone(),
            repository: Some("resticprofile".to_owned()),
            run: Some(format!("{profile} {}", self.time)),
            entity: Entity {
                kind: Some(ProtectedEntityType::OsAgent),
                name: format!("{node}:{profile}"),
                ..Entity::default()
            },
            destination: options.destination.clone().map(Reference::Name),
            node: Some(Reference::Name(node)),
            policy: Some(Reference::Name(
                options.policy.clone().unwrap_or_else(|| profile.clone()),
            )),
            status: Some(Status::Of(status)),
            status_info: given(self.error),
            started: Some(self.duration.map_or(self.time, |seconds| {
                self.time.saturating_sub(seconds.saturating_mul(1000))
            })),
            finished: Some(self.time),
            size: self.bytes_total.filter(|_| counted),
            transferred: self.bytes_added.filter(|_| counted),
            files: self.files_total.filter(|_| counted),
            warning_count: (messages.len() > LISTED)
                .then(|| i64::try_from(messages.len()).unwrap_or(i64::MAX)),
            warnings: (!warnings.is_empty()).then_some(warnings),
            labels: BTreeMap::from([("profile".to_owned(), profile)]),
            tool: Some(Tool {
                name: "resticprofile".to_owned(),
                version: None,
            }),
            ..Record::default()
        }
    }
}
