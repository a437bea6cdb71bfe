//! A backup as a list shows it.

use serde_json::Value;

use super::super::schema::without_nulls;

/// A row of `GET /backups/detailed`.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Backup(Value);

impl Backup {
    pub(in super::super) fn new(row: &Value) -> Self {
        Self(without_nulls(row))
    }

    pub(in super::super) fn value(&self) -> &Value {
        &self.0
    }

    /// What stands at a JSON pointer.
    pub(in super::super) fn at(&self, pointer: &str) -> Option<&Value> {
        self.0.pointer(pointer)
    }

    pub(in super::super) fn text(&self, pointer: &str) -> Option<&str> {
        self.at(pointer)?.as_str()
    }

    pub(in super::super) fn number(&self, pointer: &str) -> Option<i64> {
        self.at(pointer)?.as_i64()
    }

    pub(in super::super) fn flag(&self, pointer: &str) -> bool {
        self.at(pointer) == Some(&Value::Bool(true))
    }

    /// The texts of a list of texts.
    pub(in super::super) fn texts(&self, pointer: &str) -> Vec<String> {
        let items = self
            .at(pointer)
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        items
            .filter_map(|item| item.as_str().map(str::to_owned))
            .collect()
    }

    pub(in super::super) fn guid(&self) -> &str {
        self.text("/guid").unwrap_or_default()
    }

    pub(in super::super) fn time(&self) -> i64 {
        self.number("/snapshotTime").unwrap_or_default()
    }

    pub(in super::super) fn size(&self) -> i64 {
        self.number("/size").unwrap_or_default()
    }

    pub(in super::super) fn status(&self) -> &str {
        self.text("/status/name").unwrap_or_default()
    }

    pub(in super::super) fn entity(&self) -> &str {
        self.text("/protectedEntity/guid").unwrap_or_default()
    }

    /// Queued export, export, queued store, store; ms.
    pub(in super::super) fn task_times(&self) -> [i64; 4] {
        [
            "queuedExportTime",
            "exportTime",
            "queuedStoreTime",
            "storeTime",
        ]
        .map(|name| {
            self.number(&format!("/taskTimeStats/{name}"))
                .unwrap_or_default()
        })
    }

    /// The sum of the task times.
    pub(in super::super) fn duration(&self) -> i64 {
        self.task_times()
            .iter()
            .fold(0, |sum, time| sum.saturating_add(*time))
    }

    /// Each location's value at a pointer.
    pub(in super::super) fn locations<'a>(
        &'a self,
        pointer: &'a str,
    ) -> impl Iterator<Item = &'a str> {
        let locations = self
            .at("/backupLocations")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        locations.filter_map(move |location| location.pointer(pointer)?.as_str())
    }

    /// There is something to restore from.
    pub(in super::super) fn is_successful(&self) -> bool {
        matches!(self.status(), "SUCCESS" | "PARTIAL_SUCCESS")
    }

    /// Only these properties of it.
    pub(in super::super) fn only(&self, names: &[String]) -> Value {
        let entries = self.0.as_object().into_iter().flatten();
        entries
            .filter(|(name, _)| names.contains(name))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }
}
