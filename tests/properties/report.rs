//! A record as the properties make it: indexes into the pools, so that it shrinks to something readable.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::pool::{self, Thing};

/// One copy.
#[derive(Debug, Clone)]
pub struct Copy {
    pub destination: usize,
    pub destination_type: Option<usize>,
    pub role: Option<usize>,
    pub status: Option<usize>,
    pub hint: Option<usize>,
    pub archive_expire: Option<i64>,
    pub status_info: Option<usize>,
}

/// A warning: a text, or its parts.
#[derive(Debug, Clone)]
pub enum Warning {
    Text(String),
    Parts {
        code: Option<&'static str>,
        path: Option<&'static str>,
        message: &'static str,
    },
}

/// A report of one backup.
#[derive(Debug, Clone)]
pub struct Report {
    pub repository: usize,
    /// The native id is `s<number>`.
    pub number: usize,
    pub run: bool,
    /// It carries a guid of its own.
    pub own_guid: bool,
    pub entity: usize,
    /// It says what the entity lives on; without, only who it is.
    pub surroundings: bool,
    pub policy: Option<usize>,
    pub rule: Option<usize>,
    pub node: Option<usize>,
    pub origin: Option<usize>,
    pub status: usize,
    pub status_info: Option<usize>,
    pub kind: Option<usize>,
    /// The number of the parent's native id.
    pub parent: Option<usize>,
    pub started: Option<i64>,
    pub finished: Option<i64>,
    pub snapshot_time: Option<i64>,
    /// Times are written as RFC 3339.
    pub dates: bool,
    pub size: Option<i64>,
    pub transferred: Option<i64>,
    pub objects: Option<i64>,
    pub times: Option<[i64; 4]>,
    pub warnings: Option<Vec<Warning>>,
    pub destination: Option<usize>,
    pub copies: Option<Vec<Copy>>,
    pub hidden: Option<bool>,
    pub mountable: Option<bool>,
    pub iscsi_mountable: Option<bool>,
    pub description: Option<usize>,
    pub mode: Option<usize>,
    pub archive_expire: Option<i64>,
    pub labels: bool,
    pub tool: bool,
}

impl Report {
    pub fn source(&self) -> &'static str {
        pool::REPOSITORIES[self.repository].0
    }

    /// Empty where the source has none.
    pub fn repository_id(&self) -> &'static str {
        pool::REPOSITORIES[self.repository].1.unwrap_or_default()
    }

    pub fn native_id(&self) -> String {
        native_id(self.number)
    }

    pub fn run_id(&self) -> Option<String> {
        self.run.then(|| format!("run-{}", self.number))
    }

    pub fn guid(&self) -> Option<Uuid> {
        let number = u128::try_from(self.repository * 100 + self.number).unwrap();
        self.own_guid
            .then(|| Uuid::from_u128(0xcc00_0000_0000_4000_8000_0000_0000_0000 | number))
    }

    /// The line that is sent.
    pub fn json(&self) -> Value {
        let mut record = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() {
                record.insert(key.to_owned(), value);
            }
        };
        put("v", json!(1));
        put("source", json!(self.source()));
        put("repository", json!(pool::REPOSITORIES[self.repository].1));
        put("id", json!(self.native_id()));
        put("run", json!(self.run_id()));
        put("guid", json!(self.guid()));
        put("entity", self.entity_json());
        put("policy", thing(self.policy, &pool::POLICIES));
        put(
            "rule",
            thing(self.rule, &pool::RULES.map(|rule| rule.thing)),
        );
        put("node", thing(self.node, &pool::NODES));
        put(
            "origin",
            match self.origin.map(|origin| pool::ORIGINS[origin]) {
                Some((kind, name)) => json!({"type": kind, "name": name}),
                None => Value::Null,
            },
        );
        put("status", json!(pool::STATUSES[self.status]));
        put("statusInfo", text(self.status_info, &pool::MESSAGES));
        put("type", text(self.kind, &pool::TYPES));
        put("parent", json!(self.parent.map(native_id)));
        put("started", self.time(self.started));
        put("finished", self.time(self.finished));
        put("snapshotTime", self.time(self.snapshot_time));
        put("size", json!(self.size));
        put("transferred", json!(self.transferred));
        put("objects", json!(self.objects));
        put(
            "times",
            match self.times {
                Some([queued_export, export, queued_store, store]) => json!({
                    "queuedExport": queued_export, "export": export, "queuedStore": queued_store, "store": store,
                }),
                None => Value::Null,
            },
        );
        put(
            "warnings",
            match &self.warnings {
                Some(warnings) => warnings.iter().map(Warning::json).collect(),
                None => Value::Null,
            },
        );
        put("destination", thing(self.destination, &pool::DESTINATIONS));
        put(
            "locations",
            match &self.copies {
                Some(copies) => copies.iter().map(|copy| copy.json(self)).collect(),
                None => Value::Null,
            },
        );
        put("hidden", json!(self.hidden));
        put("mountable", json!(self.mountable));
        put("iscsiMountable", json!(self.iscsi_mountable));
        put("description", text(self.description, &pool::MESSAGES));
        put("mode", text(self.mode, &pool::MODES));
        put("archiveExpire", self.time(self.archive_expire));
        if self.labels {
            put("labels", json!({"tag": "etc", "Ä": "50%"}));
        }
        if self.tool {
            put("tool", json!({"name": "restic", "version": "0.14.0"}));
        }
        Value::Object(record)
    }

    fn entity_json(&self) -> Value {
        let entity = pool::ENTITIES[self.entity];
        let mut value = json!({"name": entity.thing.name});
        if let Some(kind) = entity.kind {
            value["type"] = json!(kind);
        }
        if let Some(guid) = entity.thing.guid {
            value["guid"] = json!(guid);
        }
        if self.surroundings {
            if let Some(project) = entity.project {
                value["project"] = match project.guid {
                    Some(uuid) => json!({"uuid": uuid, "name": project.name}),
                    None => json!({"name": project.name}),
                };
            }
            for (key, place) in [
                ("hypervisorManager", entity.hypervisor_manager),
                ("hypervisor", entity.hypervisor),
                ("storageProvider", entity.storage_provider),
                ("cloudServiceProvider", entity.cloud_service_provider),
            ] {
                if let Some(place) = place {
                    value[key] = reference(place);
                }
            }
        }
        value
    }

    fn time(&self, time: Option<i64>) -> Value {
        match time {
            Some(time) if self.dates => {
                let offset = jiff::tz::Offset::constant(-3).to_time_zone();
                let time = jiff::Timestamp::from_millisecond(time)
                    .unwrap()
                    .to_zoned_datetime(offset);
                json!(time.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string())
            }
            time => json!(time),
        }
    }
}

impl Warning {
    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Parts {
                code,
                path,
                message,
            } => {
                let mut value = json!({"message": message});
                if let Some(code) = code {
                    value["code"] = json!(code);
                }
                if let Some(path) = path {
                    value["path"] = json!(path);
                }
                value
            }
        }
    }
}

impl Copy {
    fn json(&self, report: &Report) -> Value {
        let mut value = json!({"destination": reference(pool::DESTINATIONS[self.destination])});
        for (key, part) in [
            (
                "destinationType",
                text(self.destination_type, &pool::DESTINATION_TYPES),
            ),
            ("role", text(self.role, &pool::ROLES)),
            ("status", text(self.status, &pool::LOCATION_STATUSES)),
            ("retentionHint", text(self.hint, &pool::HINTS)),
            ("archiveExpire", report.time(self.archive_expire)),
            ("statusInfo", text(self.status_info, &pool::MESSAGES)),
        ] {
            if !part.is_null() {
                value[key] = part;
            }
        }
        value
    }
}

pub fn native_id(number: usize) -> String {
    format!("s{number}")
}

fn text(index: Option<usize>, pool: &[&str]) -> Value {
    index.map_or(Value::Null, |index| json!(pool[index]))
}

fn thing(index: Option<usize>, pool: &[Thing]) -> Value {
    index.map_or(Value::Null, |index| reference(pool[index]))
}

fn reference(thing: Thing) -> Value {
    match thing.guid {
        Some(guid) => json!({"guid": guid, "name": thing.name}),
        None => json!(thing.name),
    }
}
