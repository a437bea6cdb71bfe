//! A backup as Barman prints it. What it prints beside is not read.

use serde::Deserialize;

use crate::sources::field::number;

/// One backup: of a list, or what `show-backup` says.
#[derive(Debug, Deserialize)]
pub(super) struct Row {
    pub(super) backup_id: String,
    pub(super) status: String,
    #[serde(default)]
    pub(super) backup_type: Option<String>,
    #[serde(default)]
    pub(super) backup_name: Option<String>,
    /// Why it failed.
    #[serde(default)]
    pub(super) error: Option<String>,
    /// A list's; epoch s, as text.
    #[serde(default, deserialize_with = "number")]
    pub(super) end_time_timestamp: Option<i64>,
    /// A list's; with the WAL that it needs. Beside it is the size of the WAL up to the next backup.
    #[serde(default, deserialize_with = "number")]
    pub(super) size_bytes: Option<i64>,
    /// `show-backup`'s, of a backup that is done.
    #[serde(default)]
    pub(super) base_backup_information: Option<Base>,
    /// `show-backup`'s.
    #[serde(default)]
    pub(super) catalog_information: Option<Place>,
}

/// What was copied.
#[derive(Debug, Deserialize)]
pub(super) struct Base {
    #[serde(default, deserialize_with = "number")]
    pub(super) begin_time_timestamp: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    pub(super) end_time_timestamp: Option<i64>,
    /// What was copied; Barman 3.4 calls it the incremental size.
    #[serde(default, deserialize_with = "number", alias = "incremental_size_bytes")]
    pub(super) backup_size_bytes: Option<i64>,
    /// With the WAL that it needs.
    #[serde(default, deserialize_with = "number")]
    pub(super) backup_size_with_wals_bytes: Option<i64>,
    /// What is linked to an earlier backup.
    #[serde(default, deserialize_with = "number")]
    pub(super) resources_saved_bytes: Option<i64>,
    /// All of it; Barman 3.4's.
    #[serde(default, deserialize_with = "number")]
    pub(super) disk_usage_bytes: Option<i64>,
    /// All of it, with the WAL that it needs; Barman 3.4's.
    #[serde(default, deserialize_with = "number")]
    pub(super) disk_usage_with_wals_bytes: Option<i64>,
}

impl Base {
    /// What is linked to an earlier backup, bytes.
    pub(super) fn linked(&self) -> i64 {
        let all = self.disk_usage_bytes.zip(self.backup_size_bytes);
        let old = all.map(|(all, copied)| all.saturating_sub(copied));
        self.resources_saved_bytes.or(old).unwrap_or(0).max(0)
    }

    /// All that is needed to restore it, bytes: what a list says of it as well.
    pub(super) fn size(&self) -> Option<i64> {
        let new = self.backup_size_with_wals_bytes;
        new.map(|size| size.saturating_add(self.linked()))
            .or(self.disk_usage_with_wals_bytes)
    }
}

/// Its neighbours: ids, or words in place of one.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    pub(super) previous_backup: Option<String>,
}

/// The time of an id, `20261123T080009`, as ISO 8601 has it.
pub(super) fn iso(id: &str) -> Option<String> {
    let (date, time) = id.split_once('T')?;
    let digits =
        |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(date, 8) && digits(time, 6)).then(|| {
        format!(
            "{}-{}-{}T{}:{}:{}",
            &date[..4],
            &date[4..6],
            &date[6..],
            &time[..2],
            &time[2..4],
            &time[4..]
        )
    })
}
