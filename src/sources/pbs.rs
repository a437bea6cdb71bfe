//! Proxmox Backup Server: the snapshots of a datastore, and the tasks of the server that made them, by their documented
//! shape (the server's API viewer; `proxmox-backup-client snapshot list`, `proxmox-backup-manager task list`).
//!
//! Snapshots say what is there. Tasks say when it ended, and what failed or still runs: without them neither is seen.

mod snapshot;
mod task;

use std::collections::BTreeMap;

use self::snapshot::Snapshot;
use self::task::Task;
use super::output::{self, Entry};
use super::{Inventory, SourceError, field};

/// The commands whose output is read.
const LISTS: &str = "`proxmox-backup-client snapshot list --output-format json` and `proxmox-backup-manager task list --output-format json`";

/// How far apart a snapshot's time and the start of its task may be, s (chosen: the client names the time before it
/// connects).
const APART: i64 = 10 * 60;

/// What the output does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Who reports.
    pub source: String,
    /// Name of the datastore.
    pub datastore: String,
    /// The namespace; none: the root.
    pub namespace: Option<String>,
    /// Name of the destination; without one the datastore's.
    pub destination: Option<String>,
    /// The policy.
    pub policy: Option<String>,
    /// All snapshots of the namespace are there, and the command succeeded.
    pub complete: bool,
}

impl Options {
    fn namespace(&self) -> &str {
        self.namespace.as_deref().unwrap_or_default()
    }

    /// What its backups are told from others by.
    fn repository(&self) -> String {
        match self.namespace() {
            "" => self.datastore.clone(),
            namespace => format!("{}:{namespace}", self.datastore),
        }
    }
}

/// Reads snapshots and tasks, as many lists of each as there are. Tasks of other datastores and namespaces, and those
/// that are no backups, are passed over.
///
/// Output that is damaged anywhere is refused as a whole. What cannot be read is left out with a diagnostic, and the
/// inventory is then not complete; where nothing can be read, it is the output of something else and refused.
pub fn inventory(output: &[u8], options: &Options) -> Result<Inventory, SourceError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut snapshots: Vec<Snapshot> = Vec::new();
    let mut tasks: Vec<Task> = Vec::new();
    for value in output::elements(output, LISTS, &["data"])? {
        if value.get("upid").is_some() {
            let id = field::id(&value, "upid");
            match Task::read(value) {
                Ok(Some(task)) if task.is_of(options) => tasks.push(task),
                Ok(_) => {}
                Err(reason) => entries.push(Err((id, reason))),
            }
        } else {
            let id = field::id(&value, "backup-id");
            match field::read::<Snapshot>(value) {
                Ok(snapshot) => snapshots.push(snapshot),
                Err(reason) => entries.push(Err((id, reason))),
            }
        }
    }
    // What a group is called today, whatever its older snapshots say.
    let mut names: BTreeMap<String, (i64, String)> = BTreeMap::new();
    for snapshot in &snapshots {
        if let Some(comment) = snapshot.name() {
            let newest = names.entry(snapshot.group()).or_default();
            if snapshot.time >= newest.0 {
                *newest = (snapshot.time, comment);
            }
        }
    }
    let name = |group: &str| names.get(group).map(|(_, name)| name.as_str());
    let mut made = vec![false; tasks.len()];
    for snapshot in snapshots {
        let group = snapshot.group();
        let task = of(&snapshot, &tasks);
        if let Some(at) = task {
            made[at] = true;
        }
        let task = task.and_then(|at| tasks.get(at));
        let record = snapshot.record(task, name(&group), options);
        entries.push(record.map_err(|reason| (Some(group), reason)));
    }
    for (task, made) in tasks.iter().zip(made) {
        // One that succeeded and whose snapshot is not there: it was pruned since.
        if !made && !task.has_succeeded() {
            let record = task.record(name(&task.group), options);
            entries.push(record.map_err(|reason| (Some(task.upid.clone()), reason)));
        }
    }
    let scope = format!("pbs:{}", options.repository());
    output::inventory(LISTS, scope, options.complete, entries)
}

/// The task that made a snapshot: of those of its group the nearest.
fn of(snapshot: &Snapshot, tasks: &[Task]) -> Option<usize> {
    let group = snapshot.group();
    let apart = |task: &Task| task.start.saturating_sub(snapshot.time).saturating_abs();
    (0..tasks.len())
        .filter(|at| tasks[*at].group == group && apart(&tasks[*at]) <= APART)
        .min_by_key(|at| apart(&tasks[*at]))
}
