//! An archive as a record.

use std::collections::BTreeMap;

use super::archive::{Archive, Repository};
use super::{Options, series};
use crate::domain::record::{Entity, Record, Reference, Status, Tool, Warning};
use crate::sources::field::given;
use crate::sources::{moment, without_credentials};
use crate::types::{BackupStatus, ProtectedEntityType};

/// The word by which a comment names the policy.
const POLICY: &str = "policy=";

/// The record of an archive, or why there can be none.
pub(super) fn of(
    archive: Archive,
    repository: &Repository,
    options: &Options,
) -> Result<Record, String> {
    let time = |field: &str, text: &str| {
        moment::read(text, options.zone.as_ref()).map_err(|reason| format!("`{field}`: {reason}"))
    };
    let start = time("start", &archive.start)?;
    let end = archive
        .end
        .as_deref()
        .map(|end| time("end", end))
        .transpose()?;
    let hostname = archive.hostname.unwrap_or_default();
    let name = series::entity(&hostname, &archive.name);
    if name.is_empty() {
        return Err("it has neither `hostname` nor a name but its time".to_owned());
    }
    let stats = archive.stats.as_ref();
    let comment = given(archive.comment);
    let (status, warning) = state(&archive.name, stats.and_then(|stats| stats.nfiles));
    Ok(Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(repository.id.clone()),
        entity: Entity {
            kind: Some(ProtectedEntityType::OsAgent),
            name,
            ..Entity::default()
        },
        destination: Some(Reference::Name(destination(repository, options))),
        node: given(Some(hostname)).map(Reference::Name),
        policy: comment
            .as_deref()
            .and_then(policy)
            .or_else(|| options.policy.clone())
            .map(Reference::Name),
        status: Some(Status::Of(status)),
        started: Some(start),
        // The clock of the machine may have been set back in between.
        finished: end.filter(|&end| end >= start),
        snapshot_time: Some(start),
        size: stats.and_then(|stats| stats.original_size),
        transferred: stats.and_then(|stats| stats.deduplicated_size),
        files: stats.and_then(|stats| stats.nfiles),
        warnings: warning.map(|warning| vec![warning]),
        labels: labels(archive.name, archive.username),
        tool: Some(Tool {
            name: "borg".to_owned(),
            version: None,
        }),
        description: comment,
        id: Some(archive.id.to_ascii_lowercase()),
        ..Record::default()
    })
}

/// What can be seen of how it went.
fn state(name: &str, files: Option<i64>) -> (BackupStatus, Option<Warning>) {
    let partial = |code: &str, message: &str| {
        let warning = Warning::Parts {
            code: Some(code.to_owned()),
            path: None,
            message: message.to_owned(),
        };
        (BackupStatus::PartialSuccess, Some(warning))
    };
    if series::finished(name) != name {
        partial(
            "CHECKPOINT",
            "the run was interrupted; this is as far as it came",
        )
    } else if files == Some(0) {
        partial("EMPTY", "the archive holds no files; was the source there?")
    } else {
        (BackupStatus::Success, None)
    }
}

fn destination(repository: &Repository, options: &Options) -> String {
    options
        .destination
        .clone()
        .or_else(|| given(repository.label.clone()))
        .or_else(|| given(repository.location.as_deref().map(without_credentials)))
        .unwrap_or_else(|| repository.id.clone())
}

/// The policy that a comment names: `policy=nightly`, alone or among other words.
fn policy(comment: &str) -> Option<String> {
    comment
        .split(|at: char| at.is_whitespace() || at == ',' || at == ';')
        .filter_map(|word| word.strip_prefix(POLICY))
        .find(|name| !name.is_empty())
        .map(str::to_owned)
}

fn labels(name: String, username: Option<String>) -> BTreeMap<String, String> {
    let mut labels = BTreeMap::from([("archive".to_owned(), name)]);
    if let Some(username) = given(username) {
        labels.insert("user".to_owned(), username);
    }
    labels
}
