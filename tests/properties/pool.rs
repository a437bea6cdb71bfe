//! The few things that random records refer to. Their names tempt: wildcards of SQL, quotes, letters whose case is not
//! simple, names that differ in case only.

use uuid::Uuid;

/// A thing with a name, and its own guid if the source has one.
#[derive(Debug, Clone, Copy)]
pub struct Thing {
    pub name: &'static str,
    pub guid: Option<Uuid>,
}

const fn named(name: &'static str) -> Thing {
    Thing { name, guid: None }
}

const fn known(guid: u128, name: &'static str) -> Thing {
    let guid = 0xab00_0000_0000_4000_8000_0000_0000_0000 | guid;
    Thing {
        name,
        guid: Some(Uuid::from_u128(guid)),
    }
}

/// A protected entity and what it lives on.
#[derive(Debug, Clone, Copy)]
pub struct Entity {
    pub thing: Thing,
    /// None: the record leaves it out, which means `OS_AGENT`.
    pub kind: Option<&'static str>,
    pub project: Option<Thing>,
    pub hypervisor_manager: Option<Thing>,
    pub hypervisor: Option<Thing>,
    pub storage_provider: Option<Thing>,
    pub cloud_service_provider: Option<Thing>,
}

const fn entity(kind: Option<&'static str>, thing: Thing) -> Entity {
    Entity {
        thing,
        kind,
        project: None,
        hypervisor_manager: None,
        hypervisor: None,
        storage_provider: None,
        cloud_service_provider: None,
    }
}

pub const PROJECTS: [Thing; 3] = [
    named("Projekt Ä"),
    known(0x10, "projekt ä"),
    known(0x11, "p_1%"),
];
pub const MANAGERS: [Thing; 2] = [named("vc_100%"), known(0x20, "vc")];
pub const HYPERVISORS: [Thing; 2] = [named("esx1"), known(0x30, "esx1.example.org")];
/// One has the name of a hypervisor: another kind is another thing.
pub const STORAGE_PROVIDERS: [Thing; 2] = [named("esx1"), known(0x40, "ceph")];
pub const CLOUD_PROVIDERS: [Thing; 2] = [named("M365"), known(0x50, "m365 straße")];

pub const ENTITIES: [Entity; 7] = [
    entity(None, named("web01:/srv/data")),
    Entity {
        project: Some(PROJECTS[0]),
        hypervisor_manager: Some(MANAGERS[0]),
        hypervisor: Some(HYPERVISORS[0]),
        ..entity(Some("VM"), named("Web01"))
    },
    // The name of another one but for its case, and a guid of its own.
    Entity {
        project: Some(PROJECTS[1]),
        hypervisor: Some(HYPERVISORS[1]),
        ..entity(Some("VM"), known(0x60, "web01"))
    },
    Entity {
        storage_provider: Some(STORAGE_PROVIDERS[0]),
        ..entity(Some("STORAGE"), named(r"50%_off\nas"))
    },
    Entity {
        project: Some(PROJECTS[2]),
        cloud_service_provider: Some(CLOUD_PROVIDERS[0]),
        ..entity(Some("CLOUD_USER"), named("Ärger & Söhne"))
    },
    Entity {
        project: Some(PROJECTS[0]),
        hypervisor_manager: Some(MANAGERS[1]),
        hypervisor: Some(HYPERVISORS[0]),
        storage_provider: Some(STORAGE_PROVIDERS[1]),
        cloud_service_provider: Some(CLOUD_PROVIDERS[1]),
        ..entity(Some("APP"), named("İstanbul ΣΊΣΥΦΟΣ"))
    },
    // The name of the first one: another type is another entity.
    entity(Some("OS"), named("web01:/srv/data")),
];

pub const POLICIES: [Thing; 3] = [
    named("nightly"),
    known(0x70, "Weekly_%"),
    named("Straße \"A\""),
];

/// A policy rule, and the one policy that a record may name beside it. A rule without a guid of its own is another
/// rule beside another policy; one with a guid belongs to the policy that a record names beside it, for all records.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub thing: Thing,
    pub policy: Option<usize>,
}

pub const RULES: [Rule; 5] = [
    Rule {
        thing: named("daily"),
        policy: Some(0),
    },
    Rule {
        thing: named("daily"),
        policy: Some(2),
    },
    Rule {
        thing: known(0x80, "full"),
        policy: Some(1),
    },
    Rule {
        thing: known(0x81, "Full"),
        policy: Some(2),
    },
    Rule {
        thing: known(0x82, "lone'rule"),
        policy: None,
    },
];

pub const DESTINATIONS: [Thing; 3] = [
    named("offsite"),
    known(0x90, "S3_bucket%"),
    named("STRASSEN-NAS"),
];
pub const NODES: [Thing; 3] = [named("node-a"), named("Node-A"), known(0xa0, "knoten ü")];
pub const ORIGINS: [(&str, &str); 4] = [
    ("USER", "alice"),
    ("SCHEDULE", "alice"),
    ("SYSTEM_SCHEDULE", "system"),
    ("USER", "Äsop"),
];
/// Source and repository.
pub const REPOSITORIES: [(&str, Option<&str>); 4] = [
    ("web01", None),
    ("web01", Some("offsite")),
    ("nas", Some("offsite")),
    ("Näs", Some("5d3a7ce5")),
];

pub const STATUSES: [&str; 6] = [
    "FAILED",
    "INPROGRESS",
    "PARTIAL_SUCCESS",
    "QUEUED",
    "SUCCESS",
    "SUCCESS_REMOVED",
];
pub const TYPES: [&str; 4] = ["FULL", "INCREMENTAL", "SYNCHRONIZATION", "SYNTHETIC"];
pub const ENTITY_TYPES: [&str; 10] = [
    "APP",
    "CLOUD",
    "CLOUD_GROUP",
    "CLOUD_SITE",
    "CLOUD_TEAMS",
    "CLOUD_USER",
    "OS",
    "OS_AGENT",
    "STORAGE",
    "VM",
];
pub const LOCATION_STATUSES: [&str; 4] = ["FAILED", "IN_PROGRESS", "PRESENT", "REMOVED"];
pub const ROLES: [&str; 3] = ["ARCHIVE", "PRIMARY", "SECONDARY"];
pub const HINTS: [&str; 4] = ["ARCHIVE", "RECREATE", "STANDARD_RETENTION", "TO_REMOVE"];
pub const DESTINATION_TYPES: [&str; 2] = ["FILESYSTEM", "S3"];
pub const MODES: [&str; 3] = ["SAN", "hotadd", "NBD"];

/// Texts of persons and tools.
pub const MESSAGES: [&str; 6] = [
    "Stored in offsite",
    "100% done_",
    "read error: C:\\data",
    "STRASSE",
    "σίσυφος said \"no\"",
    "it's İ",
];

/// What is looked for: some occurs, some does in another case, some looks like a pattern, some is nowhere.
pub const NEEDLES: [&str; 22] = [
    "web01", "WEB", "eb0", "%", "_", "\\", "0%_O", "ä", "Ä", "ß", "ss", "SSE", "i̇", "İ", "ς", "ΣΥ",
    "\"", "'", "&", "a b", "nightly", "zebra",
];

/// The greatest number that a record may carry.
pub const GREATEST: i64 = (1 << 53) - 1;
pub const SIZES: [i64; 6] = [0, 1, 999, 7_502_820, 4_503_599_627_370_496, GREATEST];
pub const DURATIONS: [i64; 6] = [0, 1, 999, 2_500, 86_400_000, GREATEST];

/// Times that many share, and some around changes of the clock in the zones that timelines are asked for.
pub const MOMENTS: [i64; 16] = [
    1_795_435_200_000, // 2026-11-23 12:00 UTC
    1_795_435_199_999,
    1_795_392_000_000, // midnight UTC
    1_795_391_999_999,
    1_795_388_400_000, // midnight in Warsaw
    1_795_388_399_999,
    1_795_371_300_000, // midnight in Kathmandu, 18:15 UTC
    1_795_348_800_000,
    1_792_890_000_000, // 2026-10-25 01:00 UTC: Warsaw turns back
    1_792_886_400_000, // one hour before
    1_793_512_800_000, // 2026-11-01 06:00 UTC: New York turns back
    1_325_152_800_000, // 2011-12-29 10:00 UTC
    1_325_239_200_000, // 2011-12-30 10:00 UTC: Apia jumps over a day
    1_325_325_600_000,
    0,
    -1,
];
