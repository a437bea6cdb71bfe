//! Databases.

use super::{GIB, numbered};
use crate::demo::plan::{DATABASES, DATABASES_TEST};
use crate::demo::random::Random;
use crate::demo::subject::{Style, Subject, tool};
use crate::domain::record::Entity;
use crate::types::ProtectedEntityType;

/// Name, GiB.
const CLUSTERS: [(&str, i64); 8] = [
    ("pg-orders", 310),
    ("pg-billing", 140),
    ("pg-inventory", 60),
    ("pg-sessions", 18),
    ("pg-warehouse", 1_150),
    ("pg-geo", 220),
    ("pg-auth", 4),
    ("pg-tickets", 35),
];

pub(super) fn subject(number: usize, random: &mut Random) -> Subject {
    let ((cluster, gibibytes), nth) = numbered(&CLUSTERS, number);
    let test = number % 6 == 5;
    let name = match (nth, test) {
        (1, false) => cluster.to_owned(),
        (1, true) => format!("{cluster}-test"),
        (_, false) => format!("{cluster}-{nth}"),
        (_, true) => format!("{cluster}-test-{nth}"),
    };
    Subject {
        source: format!("{name}.db.example.com"),
        // pgBackRest knows a database by its system id.
        repository: Some((7_400_000_000_000_000_000 + random.between(0, 1 << 53)).to_string()),
        node: format!("{name}.db.example.com"),
        entity: Entity {
            kind: Some(ProtectedEntityType::App),
            name,
            ..Entity::default()
        },
        tool: tool("pgbackrest", random.pick(&["2.54.2", "2.55.1"])),
        style: Style::PgBackRest,
        plan: if test { &DATABASES_TEST } else { &DATABASES },
        mode: None,
        mountable: false,
        size: random.about(gibibytes * GIB, 30),
        growth: random.between(300, 3_200),
        change: random.between(2_000, 22_000),
        object_size: None,
        export_rate: random.between(110_000, 260_000),
        store_rate: 0,
        failures: 5,
        partials: 1,
    }
}
