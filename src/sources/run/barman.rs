//! A run of `barman backup`, of one server or several.

use super::kept::{Tail, Warnings, short};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Entity, Record, Status, Tool};
use crate::types::{BackupStatus, ProtectedEntityType};

#[derive(Debug, Default)]
pub(super) struct Barman {
    backups: Vec<Backup>,
    warnings: Warnings,
    error: Option<String>,
    /// The error has its details.
    is_explained: bool,
    messages: Tail,
}

/// A backup that was begun.
#[derive(Debug)]
struct Backup {
    server: String,
    id: String,
    completed: bool,
}

impl Reader for Barman {
    fn line(&mut self, stream: Stream, line: &str) {
        if let Some(backup) = begun(line) {
            self.backups.push(backup);
        } else if line.starts_with("Backup completed") {
            if let Some(backup) = self.backups.last_mut() {
                backup.completed = true;
            }
        } else if let Some(text) = line.strip_prefix("ERROR: ") {
            self.error.get_or_insert_with(|| short(text));
        } else if let (Some(text), Some(error)) = (line.strip_prefix("DETAILS: "), &mut self.error)
            && !self.is_explained
        {
            // The error says no more than in which step it was.
            *error = short(&format!("{error} {text}"));
            self.is_explained = true;
        } else if let Some(text) = line.strip_prefix("WARNING: ") {
            self.warnings.text(text);
        } else if stream == Stream::Err {
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let this = *self;
        let all = !this.backups.is_empty() && this.backups.iter().all(|backup| backup.completed);
        // Of several servers one may fail: then it is not the failure of the others.
        let several = this.backups.len() > 1;
        let failed = ended.badly() || this.error.is_some() || ended.code.is_none() && !all;
        let status = if failed && !several {
            BackupStatus::Failed
        } else {
            BackupStatus::Success
        };
        let info = failed.then(|| this.error.or_else(|| why(ended, &this.messages)));
        let info = info.flatten();
        let made = this.backups.into_iter().map(|backup| {
            let failed = !backup.completed;
            Record {
                repository: Some(backup.server.clone()),
                entity: Entity {
                    kind: Some(ProtectedEntityType::App),
                    name: backup.server,
                    ..Entity::default()
                },
                id: Some(backup.id),
                status: failed.then_some(Status::Of(BackupStatus::Failed)),
                status_info: info.clone().filter(|_| failed),
                tool: Some(Tool {
                    name: "barman".to_owned(),
                    version: None,
                }),
                ..Record::default()
            }
        });
        let made = made.collect();
        let verdict = Verdict::new(status, info.filter(|_| !several));
        Outcome::of(
            known,
            ended,
            &verdict.with(this.warnings.into_parts()),
            made,
        )
    }
}

/// `Starting backup using postgres method for server main in /…/main/base/20261123T080000`.
fn begun(line: &str) -> Option<Backup> {
    let (_, rest) = line
        .strip_prefix("Starting backup using ")?
        .split_once(" method for server ")?;
    let (server, folder) = rest.split_once(" in ")?;
    let (_, id) = folder.trim_end().rsplit_once('/')?;
    Some(Backup {
        server: server.to_owned(),
        id: id.to_owned(),
        completed: false,
    })
}
