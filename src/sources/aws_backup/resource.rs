//! What is backed up.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::identity;
use crate::domain::record::Entity;
use crate::types::ProtectedEntityType;

/// A resource as jobs and recovery points name it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Resource {
    #[serde(rename = "ResourceArn")]
    pub(super) arn: String,
    #[serde(rename = "ResourceType", default)]
    kind: Option<String>,
    #[serde(rename = "ResourceName", default)]
    name: Option<String>,
}

/// What made a backup.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct CreatedBy {
    #[serde(rename = "BackupPlanName")]
    pub(super) plan: Option<String>,
    #[serde(rename = "BackupPlanId")]
    pub(super) plan_id: Option<String>,
    #[serde(rename = "BackupRuleName")]
    pub(super) rule: Option<String>,
}

/// What resources are called now: the newest name of each.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, (i64, String)>);

impl Names {
    pub(super) fn note(&mut self, resource: &Resource, time: i64) {
        let name = resource.name.as_deref().unwrap_or_default();
        if name.is_empty() {
            return;
        }
        let newest = self.0.entry(resource.arn.clone()).or_default();
        if newest.1.is_empty() || time >= newest.0 {
            *newest = (time, name.to_owned());
        }
    }

    /// The entity of a resource: it stays itself when it gets another name.
    pub(super) fn entity(&self, resource: &Resource) -> Entity {
        let kind = kind(resource.kind.as_deref().unwrap_or_default());
        let id = resource.arn.rsplit([':', '/']).next();
        let named = self.0.get(&resource.arn).map(|(_, name)| name.clone());
        Entity {
            kind: Some(kind),
            guid: Some(identity::entity(kind, &resource.arn)),
            name: named.unwrap_or_else(|| id.unwrap_or(&resource.arn).to_owned()),
            ..Entity::default()
        }
    }
}

fn kind(resource_type: &str) -> ProtectedEntityType {
    match resource_type {
        "EC2" | "VirtualMachine" => ProtectedEntityType::Vm,
        "EBS" | "EFS" | "S3" | "FSx" | "Storage Gateway" => ProtectedEntityType::Storage,
        "RDS"
        | "Aurora"
        | "DynamoDB"
        | "DocumentDB"
        | "Neptune"
        | "Redshift"
        | "Redshift Serverless"
        | "Timestream"
        | "SAP HANA on Amazon EC2" => ProtectedEntityType::App,
        _ => ProtectedEntityType::Cloud,
    }
}

/// A time as the AWS CLI prints it: ISO 8601 with an offset, or seconds since 1970 (`cli_timestamp_format`). As epoch ms.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    read(&Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

/// The same where there may be none.
pub(super) fn optional_time<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<i64>, D::Error> {
    let value = Option::<Value>::deserialize(deserializer)?;
    let read = value.map(|value| read(&value)).transpose();
    read.map_err(serde::de::Error::custom)
}

fn read(value: &Value) -> Result<i64, String> {
    let unknown = || format!("{value} is not a time with an offset");
    match value {
        Value::String(text) => text
            .parse::<jiff::Timestamp>()
            .map(jiff::Timestamp::as_millisecond)
            .map_err(|_| unknown()),
        Value::Number(number) => {
            // Exactly: a float of seconds has no whole milliseconds.
            let text = number.to_string();
            let (seconds, fraction) = text.split_once('.').unwrap_or((&text, ""));
            let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
            let whole = seconds
                .parse::<i64>()
                .ok()
                .and_then(|it| it.checked_mul(1000));
            let part = thousandths.parse::<i64>().ok();
            whole
                .zip(part)
                .map(|(whole, part)| whole + part)
                .ok_or_else(unknown)
        }
        _ => Err(unknown()),
    }
}
