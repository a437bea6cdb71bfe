//! JSON → [`Record`].

use std::collections::BTreeMap;

use serde::de::DeserializeSeed as _;

use super::json::{Json, Reader};
use super::parts::{self, Unknown};
use super::refusal::{At, Refusal};
use super::{Record, Removed, Status, time, value};
use crate::types::{BackupStatus, BackupType};

/// What to do with what a record need not say, or should not.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules<'a> {
    /// Refuse unknown keys instead of keeping them as labels.
    pub strict: bool,
    /// The source of the inventory that the record stands in: records may leave it out, and may name no other.
    pub source: Option<&'a str>,
}

/// Reads one record from the text of a JSON object and checks it.
pub fn from_text(text: &str, rules: Rules<'_>) -> Result<Record, Refusal> {
    let reader = Reader::default();
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let json = reader
        .deserialize(&mut deserializer)
        .and_then(|json| deserializer.end().map(|()| json))
        .map_err(|error| {
            let error = error.to_string().replace("at line 1 column", "at column");
            Refusal::whole(format!("The line is not a JSON object: {error}."))
        })?;
    from_json(json, reader.twice(), rules)
}

/// Reads one record and checks it. `twice` is a key that occurs twice in one of its objects.
pub(crate) fn from_json(
    json: Json<'_>,
    twice: Option<String>,
    rules: Rules<'_>,
) -> Result<Record, Refusal> {
    if let Some(key) = twice {
        return Err(Refusal::of(key, "occurs twice in one object"));
    }
    let Json::Object(fields) = json else {
        return Err(Refusal::whole(format!(
            "A record is a JSON object; this is {}.",
            json.kind()
        )));
    };
    let mut record = Record {
        v: 1,
        ..Record::default()
    };
    let mut unknown = Unknown {
        strict: rules.strict,
        labels: BTreeMap::new(),
    };
    for (key, json) in fields {
        if json == Json::Null {
            continue;
        }
        field(&mut record, &key, json, &mut unknown)?;
    }
    // What the source calls a label stays, also beside an unknown key of the same name.
    for (key, value) in unknown.labels {
        record.labels.entry(key).or_insert(value);
    }
    if let Some(source) = rules.source {
        if record.source.is_empty() {
            source.clone_into(&mut record.source);
        } else if record.source != source {
            return Err(Refusal::of(
                "source",
                format_args!("is {:?}, but the inventory is of {source:?}", record.source),
            ));
        }
    }
    record.check()?;
    Ok(record)
}

/// Takes one property.
fn field(
    record: &mut Record,
    key: &str,
    json: Json<'_>,
    unknown: &mut Unknown,
) -> Result<(), Refusal> {
    let at = At::Record.field(key);
    match key {
        "v" => parts::version(&json, at)?,
        "source" => record.source = value::text(json, at)?,
        "repository" => record.repository = Some(value::text(json, at)?),
        "id" => record.id = Some(value::id(json, at)?),
        "run" => record.run = Some(value::id(json, at)?),
        "original" => record.original = Some(value::id(json, at)?),
        "parent" => record.parent = Some(value::id(json, at)?),
        "root" => record.root = Some(value::id(json, at)?),
        "guid" => record.guid = Some(value::guid(json, at)?),
        "entity" => record.entity = parts::entity(json, at, unknown)?,
        "destination" => record.destination = Some(parts::reference(json, at, unknown)?),
        "node" => record.node = Some(parts::reference(json, at, unknown)?),
        "policy" => record.policy = Some(parts::reference(json, at, unknown)?),
        "rule" => record.rule = Some(parts::reference(json, at, unknown)?),
        "status" => record.status = Some(status(json, at)?),
        "statusInfo" => record.status_info = Some(value::text(json, at)?),
        "exitCode" => record.exit_code = Some(value::integer(&json, at)?),
        "type" => {
            record.kind = Some(value::choice(
                json,
                at,
                BackupType::ALL,
                BackupType::as_str,
                &[],
            )?);
        }
        "started" => record.started = Some(time::read(&json, at)?),
        "finished" => record.finished = Some(time::read(&json, at)?),
        "snapshotTime" => record.snapshot_time = Some(time::read(&json, at)?),
        "expires" => record.expires = Some(time::read(&json, at)?),
        "archiveExpire" => record.archive_expire = Some(time::read(&json, at)?),
        "size" => record.size = Some(value::count(&json, at)?),
        "transferred" => record.transferred = Some(value::count(&json, at)?),
        "stored" => record.stored = Some(value::count(&json, at)?),
        "files" => record.files = Some(value::count(&json, at)?),
        "objects" => record.objects = Some(value::count(&json, at)?),
        "warnings" => record.warnings = Some(parts::warnings(json, at, unknown)?),
        "warningCount" => record.warning_count = Some(value::count(&json, at)?),
        "labels" => record.labels = parts::labels(json, at)?,
        "tool" => record.tool = Some(parts::tool(json, at, unknown)?),
        "times" => record.times = Some(parts::times(json, at, unknown)?),
        "locations" => record.locations = Some(parts::locations(json, at, unknown)?),
        "hidden" => record.hidden = Some(value::boolean(&json, at)?),
        "mountable" => record.mountable = Some(value::boolean(&json, at)?),
        "iscsiMountable" => record.iscsi_mountable = Some(value::boolean(&json, at)?),
        "description" => record.description = Some(value::text(json, at)?),
        "origin" => record.origin = Some(parts::origin(json, at, unknown)?),
        "mode" => record.mode = Some(value::text(json, at)?),
        _ => unknown.take(
            json,
            at,
            "leave it out, or send without `strict` to keep it as a label",
        )?,
    }
    Ok(())
}

fn status(json: Json<'_>, at: At<'_>) -> Result<Status, Refusal> {
    if matches!(&json, Json::Text(word) if word == "REMOVED") {
        return Ok(Status::Removed(Removed::Removed));
    }
    value::choice(
        json,
        at,
        BackupStatus::ALL,
        BackupStatus::as_str,
        &["REMOVED"],
    )
    .map(Status::Of)
}
