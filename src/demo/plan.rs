//! The policies of the fleet: how often, where to, and for how long.

use super::calendar::Cadence;
use crate::types::{BackupDestinationRole, BackupType};

/// Where backups are stored.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Destination {
    /// Its name.
    pub(super) name: &'static str,
    /// Its kind, a vendor's term.
    pub(super) kind: &'static str,
}

const DD_FRA: Destination = Destination {
    name: "datadomain-fra",
    kind: "SYNTHETICDDBOOST",
};
/// The one that runs full once in the year: see [`super::outage`].
pub(super) const NAS_WAW: Destination = Destination {
    name: "nas-waw",
    kind: "FILESYSTEM",
};
const S3_COLD: Destination = Destination {
    name: "s3-offsite",
    kind: "S3",
};
const AZURE: Destination = Destination {
    name: "azure-archive",
    kind: "AZURE",
};
const RESTIC_FRA: Destination = Destination {
    name: "restic-fra",
    kind: "FILESYSTEM",
};
const RESTIC_OFFSITE: Destination = Destination {
    name: "restic-offsite",
    kind: "S3",
};
const XFS_AMS: Destination = Destination {
    name: "xfs-ams",
    kind: "SYNTHETICXFS",
};

/// How backups depend on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chain {
    /// Each is complete.
    Full,
    /// One full, then increments without end, each of which can be restored (and removed) alone: restic.
    Endless,
    /// Increments need their parents; a new chain begins every week with a backup of this type. The first ever is full.
    Weekly(BackupType),
    /// The destination is kept equal to the source.
    Synchronization,
}

/// A second copy.
#[derive(Debug)]
pub(super) struct SecondCopy {
    /// Where it is.
    pub(super) destination: Destination,
    /// Which copy it is.
    pub(super) role: BackupDestinationRole,
    /// How long it is kept, days.
    pub(super) retention: i64,
}

/// One rule of one policy.
#[derive(Debug)]
pub(super) struct Plan {
    /// The policy; a machine whose owner backs it up alone has none.
    pub(super) policy: Option<&'static str>,
    /// The rule; small policies have none.
    pub(super) rule: Option<&'static str>,
    /// How often.
    pub(super) cadence: Cadence,
    /// The hour of the day around which runs start, UTC.
    pub(super) hour: i64,
    /// How backups depend on each other.
    pub(super) chain: Chain,
    /// Where the first copy is.
    pub(super) destination: Destination,
    /// How long it is kept, days.
    pub(super) retention: i64,
    /// The second copy.
    pub(super) second: Option<SecondCopy>,
}

const BASE: Plan = Plan {
    policy: None,
    rule: None,
    cadence: Cadence::Daily,
    hour: 22,
    chain: Chain::Weekly(BackupType::Full),
    destination: DD_FRA,
    retention: 30,
    second: None,
};

/// Virtual machines that the company cannot be without.
pub(super) static MACHINES_GOLD: Plan = Plan {
    policy: Some("VM Gold"),
    rule: Some("Daily with offsite copy"),
    second: Some(SecondCopy {
        destination: S3_COLD,
        role: BackupDestinationRole::Secondary,
        retention: 90,
    }),
    ..BASE
};
/// Other virtual machines.
pub(super) static MACHINES_SILVER: Plan = Plan {
    policy: Some("VM Silver"),
    rule: Some("Daily"),
    destination: NAS_WAW,
    hour: 20,
    ..BASE
};
/// Virtual machines for development.
pub(super) static MACHINES_DEVELOPMENT: Plan = Plan {
    policy: Some("VM Development"),
    rule: Some("Weekly full"),
    cadence: Cadence::Weekly,
    chain: Chain::Full,
    destination: XFS_AMS,
    hour: 10,
    retention: 28,
    ..BASE
};
/// Databases of production.
pub(super) static DATABASES: Plan = Plan {
    policy: Some("Databases Production"),
    rule: Some("Every twelve hours"),
    cadence: Cadence::TwiceDaily,
    hour: 1,
    retention: 21,
    second: Some(SecondCopy {
        destination: AZURE,
        role: BackupDestinationRole::Archive,
        retention: 180,
    }),
    ..BASE
};
/// Databases for tests.
pub(super) static DATABASES_TEST: Plan = Plan {
    policy: Some("Databases Test"),
    cadence: Cadence::Daily,
    chain: Chain::Full,
    destination: NAS_WAW,
    hour: 4,
    retention: 7,
    ..BASE
};
/// Linux servers.
pub(super) static SERVERS: Plan = Plan {
    policy: Some("Linux Servers"),
    rule: Some("Nightly"),
    chain: Chain::Endless,
    destination: RESTIC_FRA,
    hour: 2,
    ..BASE
};
/// Linux servers whose data also has to leave the house.
pub(super) static SERVERS_OFFSITE: Plan = Plan {
    policy: Some("Linux Servers"),
    rule: Some("Nightly offsite"),
    chain: Chain::Endless,
    destination: RESTIC_OFFSITE,
    hour: 3,
    retention: 60,
    ..BASE
};
/// Servers of people who set up a backup by themselves.
pub(super) static SERVERS_ALONE: Plan = Plan {
    chain: Chain::Endless,
    destination: RESTIC_OFFSITE,
    hour: 12,
    ..BASE
};
/// Mailboxes, sites and teams.
pub(super) static CLOUD: Plan = Plan {
    policy: Some("Microsoft 365"),
    rule: Some("Daily synchronization"),
    chain: Chain::Synchronization,
    destination: XFS_AMS,
    hour: 18,
    ..BASE
};
/// Volumes of storage systems.
pub(super) static VOLUMES: Plan = Plan {
    policy: Some("Storage Volumes"),
    rule: Some("Nightly, weekly synthetic full"),
    chain: Chain::Weekly(BackupType::Synthetic),
    destination: XFS_AMS,
    hour: 23,
    ..BASE
};
/// Workstations.
pub(super) static WORKSTATIONS: Plan = Plan {
    policy: Some("Workstations"),
    rule: Some("Workdays at noon"),
    cadence: Cadence::Workdays,
    destination: NAS_WAW,
    hour: 11,
    ..BASE
};
