//! The parts of a record that are objects or lists.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::json::Json;
use super::refusal::{At, Refusal};
use super::{Entity, Location, Origin, Project, Reference, Times, Tool, Warning, time, value};
use crate::types::{
    BackupDestinationRole, BackupLocationStatus, OriginEntityType, ProtectedEntityType,
    RetentionHint,
};

/// The version of the format.
pub(super) fn version(json: &Json<'_>, at: At<'_>) -> Result<(), Refusal> {
    match value::integer(json, at)? {
        1 => Ok(()),
        other => Err(Refusal::of(
            at,
            format_args!("is {other}; this program knows version 1"),
        )),
    }
}

/// Properties that the format does not know.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// Refuse them.
    pub(super) strict: bool,
    /// Where they are kept otherwise, by their path (`entity.os`).
    pub(super) labels: BTreeMap<String, String>,
}

impl Unknown {
    /// Keeps or refuses one; `known` lists what there is in its place.
    pub(super) fn take(&mut self, json: Json<'_>, at: At<'_>, known: &str) -> Result<(), Refusal> {
        if self.strict {
            return Err(Refusal::of(
                at,
                format_args!("is not a known property; {known}"),
            ));
        }
        self.labels.insert(at.to_string(), json.into_label());
        Ok(())
    }
}

/// A name, or `{guid, name}`.
pub(super) fn reference(
    json: Json<'_>,
    at: At<'_>,
    unknown: &mut Unknown,
) -> Result<Reference, Refusal> {
    if let Json::Text(name) = json {
        return Ok(Reference::Name(name.into_owned()));
    }
    let (mut guid, mut name) = (None, None);
    for (key, json) in value::object(json, at, "a name or {\"guid\", \"name\"}")? {
        match key.as_ref() {
            "guid" => guid = Some(value::guid(json, at.field(&key))?),
            "name" => name = Some(value::text(json, at.field(&key))?),
            _ => unknown.take(json, at.field(&key), "a reference has guid and name")?,
        }
    }
    let name = name.ok_or_else(|| Refusal::missing(at.field("name")))?;
    Ok(guid.map_or_else(
        || Reference::Name(name.clone()),
        |guid: Uuid| Reference::Known {
            guid,
            name: name.clone(),
        },
    ))
}

/// What was backed up.
pub(super) fn entity(json: Json<'_>, at: At<'_>, unknown: &mut Unknown) -> Result<Entity, Refusal> {
    let mut entity = Entity::default();
    for (key, json) in value::object(json, at, "an object such as {\"name\": \"web01:/etc\"}")? {
        let at = at.field(&key);
        match key.as_ref() {
            "type" => {
                entity.kind = Some(value::choice(
                    json,
                    at,
                    ProtectedEntityType::ALL,
                    ProtectedEntityType::as_str,
                    &[],
                )?);
            }
            "name" => entity.name = value::text(json, at)?,
            "guid" => entity.guid = Some(value::guid(json, at)?),
            "project" => entity.project = Some(project(json, at, unknown)?),
            "hypervisor" => entity.hypervisor = Some(reference(json, at, unknown)?),
            "hypervisorManager" => entity.hypervisor_manager = Some(reference(json, at, unknown)?),
            "storageProvider" => entity.storage_provider = Some(reference(json, at, unknown)?),
            "cloudServiceProvider" => entity.cloud_service_provider = Some(reference(json, at, unknown)?),
            _ => unknown.take(json, at, "an entity has type, name, guid, project, hypervisor, hypervisorManager, storageProvider and cloudServiceProvider")?
        }
    }
    Ok(entity)
}

fn project(json: Json<'_>, at: At<'_>, unknown: &mut Unknown) -> Result<Project, Refusal> {
    if let Json::Text(name) = json {
        return Ok(Project {
            uuid: None,
            name: name.into_owned(),
        });
    }
    let (mut uuid, mut name) = (None, None);
    for (key, json) in value::object(json, at, "a name or {\"uuid\", \"name\"}")? {
        match key.as_ref() {
            "uuid" | "guid" => uuid = Some(value::guid(json, at.field(&key))?),
            "name" => name = Some(value::text(json, at.field(&key))?),
            _ => unknown.take(json, at.field(&key), "a project has uuid and name")?,
        }
    }
    let name = name.ok_or_else(|| Refusal::missing(at.field("name")))?;
    Ok(Project { uuid, name })
}

/// Texts, or `{code, path, message}`.
pub(super) fn warnings(
    json: Json<'_>,
    at: At<'_>,
    unknown: &mut Unknown,
) -> Result<Vec<Warning>, Refusal> {
    let items = value::array(json, at)?.into_iter().enumerate();
    items
        .map(|(index, json)| warning(json, at.item(index), unknown))
        .collect()
}

fn warning(json: Json<'_>, at: At<'_>, unknown: &mut Unknown) -> Result<Warning, Refusal> {
    if let Json::Text(text) = json {
        return Ok(Warning::Text(text.into_owned()));
    }
    let (mut code, mut path, mut message) = (None, None, None);
    for (key, json) in value::object(json, at, "a text or {\"code\", \"path\", \"message\"}")? {
        match key.as_ref() {
            "code" => code = Some(value::id(json, at.field(&key))?),
            "path" => path = Some(value::text(json, at.field(&key))?),
            "message" => message = Some(value::text(json, at.field(&key))?),
            _ => unknown.take(json, at.field(&key), "a warning has code, path and message")?,
        }
    }
    let message = message.ok_or_else(|| Refusal::missing(at.field("message")))?;
    Ok(Warning::Parts {
        code,
        path,
        message,
    })
}

/// Texts by name; other values are kept as their JSON text.
pub(super) fn labels(json: Json<'_>, at: At<'_>) -> Result<BTreeMap<String, String>, Refusal> {
    Ok(value::object(json, at, "an object of texts")?
        .map(|(key, json)| (key.into_owned(), json.into_label()))
        .collect())
}

/// A name, or `{name, version}`.
pub(super) fn tool(json: Json<'_>, at: At<'_>, unknown: &mut Unknown) -> Result<Tool, Refusal> {
    if let Json::Text(name) = json {
        return Ok(Tool {
            name: name.into_owned(),
            version: None,
        });
    }
    let (mut name, mut version) = (None, None);
    for (key, json) in value::object(json, at, "a name or {\"name\", \"version\"}")? {
        match key.as_ref() {
            "name" => name = Some(value::text(json, at.field(&key))?),
            "version" => version = Some(value::id(json, at.field(&key))?),
            _ => unknown.take(json, at.field(&key), "a tool has name and version")?,
        }
    }
    let name = name.ok_or_else(|| Refusal::missing(at.field("name")))?;
    Ok(Tool { name, version })
}

/// The four task times, ms.
pub(super) fn times(json: Json<'_>, at: At<'_>, unknown: &mut Unknown) -> Result<Times, Refusal> {
    let mut times = Times::default();
    for (key, json) in value::object(json, at, "an object of milliseconds")? {
        let place = match key.as_ref() {
            "queuedExport" => &mut times.queued_export,
            "export" => &mut times.export,
            "queuedStore" => &mut times.queued_store,
            "store" => &mut times.store,
            _ => {
                let known = "times are queuedExport, export, queuedStore and store";
                unknown.take(json, at.field(&key), known)?;
                continue;
            }
        };
        *place = value::count(&json, at.field(&key))?;
    }
    Ok(times)
}

/// The copies.
pub(super) fn locations(
    json: Json<'_>,
    at: At<'_>,
    unknown: &mut Unknown,
) -> Result<Vec<Location>, Refusal> {
    let items = value::array(json, at)?.into_iter().enumerate();
    items
        .map(|(index, json)| location(json, at.item(index), unknown))
        .collect()
}

fn location(json: Json<'_>, at: At<'_>, unknown: &mut Unknown) -> Result<Location, Refusal> {
    let mut destination = None;
    let mut location = Location {
        destination: Reference::Name(String::new()),
        destination_type: None,
        role: None,
        status: None,
        retention_hint: None,
        archive_expire: None,
        status_info: None,
    };
    for (key, json) in value::object(json, at, "an object with a destination")? {
        let at = at.field(&key);
        match key.as_ref() {
            "destination" => destination = Some(reference(json, at, unknown)?),
            "destinationType" => location.destination_type = Some(value::text(json, at)?),
            "role" => {
                let all = BackupDestinationRole::ALL;
                location.role =
                    Some(value::choice(json, at, all, BackupDestinationRole::as_str, &[])?);
            }
            "status" => {
                let all = BackupLocationStatus::ALL;
                location.status =
                    Some(value::choice(json, at, all, BackupLocationStatus::as_str, &[])?);
            }
            "retentionHint" => {
                let all = RetentionHint::ALL;
                location.retention_hint =
                    Some(value::choice(json, at, all, RetentionHint::as_str, &[])?);
            }
            "archiveExpire" => location.archive_expire = Some(time::read(&json, at)?),
            "statusInfo" => location.status_info = Some(value::text(json, at)?),
            _ => unknown.take(json, at, "a location has destination, destinationType, role, status, retentionHint, archiveExpire and statusInfo")?
        }
    }
    location.destination = destination.ok_or_else(|| Refusal::missing(at.field("destination")))?;
    Ok(location)
}

/// `{type, name}`.
pub(super) fn origin(json: Json<'_>, at: At<'_>, unknown: &mut Unknown) -> Result<Origin, Refusal> {
    let (mut kind, mut name) = (None, None);
    for (key, json) in value::object(json, at, "{\"type\", \"name\"}")? {
        let at = at.field(&key);
        match key.as_ref() {
            "type" => {
                let all = OriginEntityType::ALL;
                kind = Some(value::choice(json, at, all, OriginEntityType::as_str, &[])?);
            }
            "name" => name = Some(value::text(json, at)?),
            _ => unknown.take(json, at, "an origin has type and name")?,
        }
    }
    Ok(Origin {
        kind: kind.ok_or_else(|| Refusal::missing(at.field("type")))?,
        name: name.ok_or_else(|| Refusal::missing(at.field("name")))?,
    })
}
