//! Policies: how often, where to, how long.

/// A place for backups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) name: &'static str,
    /// As the record format's `destinationType`.
    pub(super) kind: &'static str,
}

/// A policy with one of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) policy: &'static str,
    pub(super) rule: &'static str,
    /// Who reports.
    pub(super) source: &'static str,
    pub(super) primary: Place,
    /// A second copy, kept twice as long.
    pub(super) secondary: Option<Place>,
    /// Days that a backup is kept after its chain has ended.
    pub(super) retention: i64,
    /// Hours from run to run.
    pub(super) step: i64,
    /// Runs from one start of a chain to the next.
    pub(super) chain: i64,
}

const DEDUP: Place = Place {
    name: "dedup-dc1",
    kind: "FILESYSTEM",
};
const OFFSITE: Place = Place {
    name: "offsite-s3",
    kind: "S3",
};
const TAPE: Place = Place {
    name: "tape-library",
    kind: "TAPE",
};

/// Virtual machines that the business stands on.
pub(super) const GOLD: Plan = Plan {
    policy: "VM gold",
    rule: "daily, kept 30 days",
    source: "backup-dc1",
    primary: DEDUP,
    secondary: Some(OFFSITE),
    retention: 30,
    step: 24,
    chain: 7,
};
/// The other virtual machines.
pub(super) const SILVER: Plan = Plan {
    policy: "VM silver",
    rule: "daily, kept 14 days",
    secondary: None,
    retention: 14,
    chain: 14,
    ..GOLD
};
/// Test machines.
pub(super) const BRONZE: Plan = Plan {
    policy: "VM bronze",
    rule: "weekly, kept 60 days",
    secondary: None,
    retention: 60,
    step: 168,
    chain: 4,
    ..GOLD
};
/// Images of physical servers.
pub(super) const IMAGES: Plan = Plan {
    policy: "Physical servers",
    rule: "weekly image",
    secondary: Some(TAPE),
    retention: 90,
    step: 168,
    chain: 4,
    ..GOLD
};
/// Files, by agents.
pub(super) const FILES: Plan = Plan {
    policy: "Files nightly",
    rule: "restic to the NAS",
    source: "restic-fleet",
    primary: Place {
        name: "nas-restic",
        kind: "SFTP",
    },
    secondary: None,
    retention: 60,
    step: 24,
    chain: 30,
};
/// Databases.
pub(super) const DATABASES: Plan = Plan {
    policy: "Databases",
    rule: "every 12 hours",
    source: "db-backup",
    primary: Place {
        name: "db-vault",
        kind: "S3",
    },
    secondary: Some(TAPE),
    retention: 14,
    step: 12,
    chain: 14,
};
/// Volumes of storage systems.
pub(super) const VOLUMES: Plan = Plan {
    policy: "Storage volumes",
    rule: "daily synchronisation",
    secondary: None,
    retention: 7,
    chain: 1,
    ..GOLD
};
/// Mailboxes, sites and teams.
pub(super) const CLOUD: Plan = Plan {
    policy: "Microsoft 365",
    rule: "daily, kept 90 days",
    source: "cloud-backup",
    primary: Place {
        name: "m365-archive",
        kind: "AZURE",
    },
    secondary: None,
    retention: 90,
    step: 24,
    chain: 90,
};
