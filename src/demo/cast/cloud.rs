//! Mailboxes, sites, teams and groups of an organisation in the cloud.

use super::{GIB, numbered};
use crate::demo::plan::CLOUD;
use crate::demo::random::Random;
use crate::demo::subject::{Style, Subject, named, tool};
use crate::domain::record::Entity;
use crate::types::ProtectedEntityType;

const GIVEN: [&str; 12] = [
    "anna", "piotr", "julia", "tomasz", "sofia", "liam", "emma", "noah", "mia", "oskar", "ida",
    "lucas",
];
const FAMILY: [&str; 11] = [
    "kowalska",
    "nowak",
    "schneider",
    "fischer",
    "jansen",
    "devries",
    "larsen",
    "moreau",
    "rossi",
    "novak",
    "silva",
];
const PARTS: [&str; 7] = [
    "finance",
    "marketing",
    "sales",
    "people",
    "legal",
    "engineering",
    "support",
];

pub(super) fn subject(number: usize, random: &mut Random) -> Subject {
    let turn = number / 8;
    let (part, nth) = numbered(&PARTS, turn);
    let suffix = if nth == 1 {
        String::new()
    } else {
        format!("-{nth}")
    };
    let (kind, name, mebibytes) = match number % 8 {
        3 => (
            ProtectedEntityType::CloudSite,
            format!("https://example.com/sites/{part}{suffix}"),
            46_000,
        ),
        4 => (
            ProtectedEntityType::CloudTeams,
            format!("Team {part}{suffix}"),
            21_000,
        ),
        5 => (
            ProtectedEntityType::CloudGroup,
            format!("{part}{suffix}@example.com"),
            5_400,
        ),
        7 => (
            ProtectedEntityType::Cloud,
            format!("Organisation {}", turn + 1),
            900,
        ),
        place => {
            // Four of eight: at the places 0, 1, 2 and 6.
            let user = turn * 4 + place.min(3);
            (ProtectedEntityType::CloudUser, mailbox(user), 14_000)
        }
    };
    Subject {
        entity: Entity {
            kind: Some(kind),
            name,
            cloud_service_provider: Some(named("Microsoft 365 example.com")),
            ..Entity::default()
        },
        source: "cloud-connector".to_owned(),
        repository: None,
        node: "node-ams-2".to_owned(),
        tool: tool("Storware Backup & Recovery", "7.4.0"),
        style: Style::Server,
        plan: &CLOUD,
        mode: None,
        mountable: false,
        size: random.about(mebibytes * (GIB >> 10), 60),
        growth: random.between(400, 2_900),
        change: random.between(700, 5_000),
        object_size: Some(random.between(60_000, 140_000)),
        export_rate: random.between(6_000, 19_000),
        store_rate: random.between(90_000, 160_000),
        failures: 10,
        partials: 28,
    }
}

/// The mailbox of the `number`-th person; there are more numbers than names.
fn mailbox(number: usize) -> String {
    let (given, family) = (GIVEN[number % GIVEN.len()], FAMILY[number % FAMILY.len()]);
    match number / (GIVEN.len() * FAMILY.len()) {
        0 => format!("{given}.{family}@example.com"),
        more => format!("{given}.{family}{}@example.com", more + 1),
    }
}
