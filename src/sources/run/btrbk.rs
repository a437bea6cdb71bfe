//! A run of `btrbk run --format=raw`: each step is a line, with how it ended.

use std::collections::HashMap;

use super::kept::{Tail, Warnings, short};
use super::outcome::Verdict;
use super::plain::why;
use super::{Ended, Known, Outcome, Reader, Stream};
use crate::domain::record::{Entity, Record, Status, Tool};
use crate::sources::btrbk::{self, Line};
use crate::types::{BackupStatus, BackupType, ProtectedEntityType};

/// Backups of one run that are reported one by one.
const MAX: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Btrbk {
    version: Option<String>,
    /// The subvolume of each snapshot.
    subvolumes: HashMap<String, String>,
    sent: Vec<Sent>,
    /// The first thing that was not done, and why.
    failed: Option<String>,
    finished: Option<String>,
    warnings: Warnings,
    messages: Tail,
}

/// A snapshot that was sent to a target.
#[derive(Debug)]
struct Sent {
    target: String,
    snapshot: String,
    parent: Option<String>,
}

impl Reader for Btrbk {
    fn line(&mut self, stream: Stream, line: &str) {
        let read = Line::read(line).ok();
        let read = read.filter(|line| line.get("format") == Some("transaction"));
        let Some(step) = read else {
            if let Some(text) = line.strip_prefix("WARNING: ") {
                self.warnings.text(text);
            } else if stream != Stream::Out {
                self.messages.push(line);
            }
            return;
        };
        let get = |key| step.get(key).map(str::to_owned);
        match (
            step.get("type").unwrap_or_default(),
            step.get("status").unwrap_or_default(),
        ) {
            ("startup", version) => self.version = Some(version.trim_start_matches('v').to_owned()),
            ("finished", status) => self.finished = Some(status.to_owned()),
            ("snapshot", "success") => {
                if let (Some(snapshot), Some(subvolume)) = (get("target_url"), get("source_url"))
                    && self.subvolumes.len() < MAX
                {
                    self.subvolumes.insert(snapshot, subvolume);
                }
            }
            ("send-receive", "success") => {
                if let (Some(target), Some(snapshot)) = (get("target_url"), get("source_url"))
                    && self.sent.len() < MAX
                {
                    let parent = get("parent_url");
                    self.sent.push(Sent {
                        target,
                        snapshot,
                        parent,
                    });
                }
            }
            (_, "ERROR" | "ABORT") => {
                let what = get("target_url").or_else(|| get("source_url"));
                let why = get("message").unwrap_or_else(|| "it was not done".to_owned());
                self.failed.get_or_insert_with(|| match &what {
                    Some(what) => format!("{what}: {why}"),
                    None => why.clone(),
                });
                self.warnings.push(crate::domain::record::Warning::Parts {
                    code: get("type"),
                    path: what,
                    message: why,
                });
            }
            _ => {}
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let this = *self;
        let good = matches!(this.finished.as_deref(), Some("success")) && this.failed.is_none();
        let good = good && !ended.badly();
        let status = match (good, this.sent.is_empty()) {
            (true, _) => BackupStatus::Success,
            (false, false) => BackupStatus::PartialSuccess,
            (false, true) => BackupStatus::Failed,
        };
        let info = this.failed.clone().or_else(|| why(ended, &this.messages));
        let info = info.filter(|_| !good).map(|info| short(&info));
        let tool = Tool {
            name: "btrbk".to_owned(),
            version: this.version.clone(),
        };
        let made = this.sent.iter().map(|sent| Record {
            tool: Some(tool.clone()),
            ..this.record(sent, known)
        });
        let mut made: Vec<Record> = made.collect();
        if !good {
            // The run itself, beside what it made all the same.
            made.insert(
                0,
                Record {
                    tool: Some(tool),
                    ..Record::default()
                },
            );
        }
        let verdict = Verdict::new(BackupStatus::Success, None);
        let mut outcome = Outcome::of(known, ended, &verdict, made);
        if let Some(run) = outcome.records.first_mut() {
            let (warnings, count) = this.warnings.into_parts();
            run.status = Some(Status::Of(status));
            run.status_info = info;
            run.warning_count =
                (count > warnings.len()).then(|| i64::try_from(count).unwrap_or(i64::MAX));
            run.warnings = Some(warnings);
        }
        for record in outcome.records.iter_mut().skip(usize::from(!good)) {
            // It is there, whatever became of the others.
            record.exit_code = None;
        }
        outcome
    }
}

impl Btrbk {
    fn record(&self, sent: &Sent, known: &Known) -> Record {
        let (folder, name) = btrbk::folder_and_name(&sent.target);
        let subvolume = self.subvolumes.get(&sent.snapshot);
        let subvolume = subvolume.unwrap_or(&sent.snapshot);
        Record {
            entity: Entity {
                kind: Some(ProtectedEntityType::Storage),
                // The address of a remote one has its host already.
                name: if subvolume.starts_with('/') && !known.host.is_empty() {
                    format!("{}:{subvolume}", known.host)
                } else {
                    subvolume.clone()
                },
                ..Entity::default()
            },
            kind: Some(match sent.parent {
                Some(_) => BackupType::Incremental,
                None => BackupType::Full,
            }),
            destination: Some(crate::domain::record::Reference::Name(folder.clone())),
            repository: Some(folder),
            id: Some(name),
            ..Record::default()
        }
    }
}
