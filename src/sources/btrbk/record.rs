//! A backup as a record.

use std::collections::BTreeMap;

use super::Options;
use super::line::Line;
use crate::domain::record::{Entity, Record, Reference, Status, Tool};
use crate::sources::moment;
use crate::types::{BackupStatus, ProtectedEntityType};

/// The folder of a backup, with its host where that is another, and its name there.
pub(super) fn place(line: &Line<'_>) -> (String, String) {
    folder_and_name(line.get("target_url").unwrap_or_default())
}

/// The folder and the name of a backup by its address.
pub(in crate::sources) fn folder_and_name(url: &str) -> (String, String) {
    match url.rsplit_once('/') {
        Some((folder, name)) => (folder.to_owned(), name.to_owned()),
        None => (String::new(), url.to_owned()),
    }
}

/// The time of a backup's name, as ISO 8601 has it: `home.20261123T080439+0000`, `home.20261123T0804`,
/// `home.20261123`, with `_1` and so on where several would be called the same.
pub(super) fn time(line: &Line<'_>) -> Option<String> {
    let (_, name) = place(line);
    let (_, time) = name.rsplit_once('.')?;
    let time = time.split_once('_').map_or(time, |(time, _)| time);
    let (date, rest) = time.split_at_checked(8)?;
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(date) {
        return None;
    }
    let date = format!("{}-{}-{}", &date[..4], &date[4..6], &date[6..]);
    let Some(clock) = rest.strip_prefix('T') else {
        return rest.is_empty().then(|| format!("{date}T00:00:00"));
    };
    let offset_at = clock.find(['+', '-']).unwrap_or(clock.len());
    let (clock, offset) = clock.split_at(offset_at);
    if !all_digits(clock) {
        return None;
    }
    let clock = match clock.len() {
        4 => format!("{}:{}:00", &clock[..2], &clock[2..]),
        6 => format!("{}:{}:{}", &clock[..2], &clock[2..4], &clock[4..]),
        _ => return None,
    };
    let offset = match offset.len() {
        0 => String::new(),
        5 if all_digits(&offset[1..]) => format!("{}:{}", &offset[..3], &offset[3..]),
        _ => return None,
    };
    Some(format!("{date}T{clock}{offset}"))
}

/// The record of a backup, or why there can be none.
pub(super) fn of(
    line: &Line<'_>,
    folder: &str,
    name: &str,
    options: &Options,
) -> Result<Record, String> {
    let subvolume = line.get("source_url").ok_or("`source_url` is missing")?;
    let time = time(line).ok_or_else(|| {
        format!("`target_url`: `{name}` does not end in a time such as .20261123T080439+0000")
    })?;
    let time = moment::read(&time, options.zone.as_ref())
        .map_err(|reason| format!("`target_url`: {reason}"))?;
    let node = line
        .get("source_host")
        .map(str::to_owned)
        .or_else(|| options.node.clone());
    Ok(Record {
        v: 1,
        source: options.source.clone(),
        repository: Some(folder.to_owned()),
        id: Some(name.to_owned()),
        entity: Entity {
            kind: Some(ProtectedEntityType::Storage),
            // The address of a remote one has its host already.
            name: match &node {
                Some(node) if subvolume.starts_with('/') => format!("{node}:{subvolume}"),
                _ => subvolume.to_owned(),
            },
            ..Entity::default()
        },
        destination: Some(Reference::Name(
            options
                .destination
                .clone()
                .unwrap_or_else(|| folder.to_owned()),
        )),
        node: node.map(Reference::Name),
        policy: options.policy.clone().map(Reference::Name),
        status: Some(Status::Of(BackupStatus::Success)),
        started: Some(time),
        snapshot_time: Some(time),
        labels: line
            .get("snapshot_subvolume")
            .map(|snapshot| BTreeMap::from([("snapshot".to_owned(), snapshot.to_owned())]))
            .unwrap_or_default(),
        tool: Some(Tool {
            name: "btrbk".to_owned(),
            version: None,
        }),
        ..Record::default()
    })
}
