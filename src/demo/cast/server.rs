//! Linux servers, by restic.

use super::{GIB, numbered};
use crate::demo::plan::{SERVERS, SERVERS_ALONE, SERVERS_OFFSITE};
use crate::demo::random::Random;
use crate::demo::subject::{Style, Subject, tool};
use crate::domain::record::Entity;
use crate::types::ProtectedEntityType;

/// Host, paths, GiB, new data a day in millionths.
const ROLES: [(&str, &str, i64, i64); 12] = [
    ("web", "/srv/www", 24, 4_000),
    ("mail", "/var/vmail", 420, 6_000),
    ("git", "/srv/git", 85, 9_000),
    ("files", "/srv/share", 1_900, 1_200),
    ("proxy", "/etc", 1, 300),
    ("ci", "/var/lib/ci", 160, 60_000),
    ("dns", "/etc,/var/lib/bind", 1, 900),
    ("home", "/home", 640, 3_500),
    ("wiki", "/var/www/wiki", 12, 2_500),
    ("monitoring", "/var/lib/prometheus", 95, 140_000),
    ("build", "/srv/artifacts", 730, 18_000),
    ("login", "/etc,/home,/root", 38, 2_000),
];

pub(super) fn subject(number: usize, random: &mut Random) -> Subject {
    let ((role, paths, gibibytes, change), nth) = numbered(&ROLES, number);
    let host = format!("{role}-{nth:02}");
    let plan = match number % 10 {
        3 | 8 => &SERVERS_OFFSITE,
        9 => &SERVERS_ALONE,
        _ => &SERVERS,
    };
    let version = random.pick(&["0.17.3", "0.18.0", "0.18.1"]);
    // A destination holds one repository, and an id is 64 digits.
    let repository = blake3::hash(plan.destination.name.as_bytes());
    Subject {
        entity: Entity {
            kind: Some(ProtectedEntityType::OsAgent),
            name: format!("{host}:{paths}"),
            ..Entity::default()
        },
        source: host.clone(),
        repository: Some(repository.to_hex().to_string()),
        node: host,
        tool: tool("restic", version),
        style: Style::Restic,
        plan,
        mode: None,
        mountable: true,
        size: random.about(gibibytes * GIB, 45),
        growth: random.between(50, 2_400),
        change: random.about(change, 40),
        object_size: Some(random.between(9_000, 260_000)),
        export_rate: random.between(55_000, 190_000),
        store_rate: 0,
        failures: 7,
        partials: 9,
    }
}
