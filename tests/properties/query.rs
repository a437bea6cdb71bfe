//! Random queries over the 27 parameters of the list-shaped GETs.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

use crate::fleet::moment;
use crate::model::catalog::Backup;
use crate::model::identity;
use crate::pool::{self, Thing};

/// Parameters in the order in which they are sent.
#[derive(Clone, Default)]
pub struct Query(pub Vec<(&'static str, String)>);

impl Query {
    /// The value of a parameter that is given once.
    pub fn one(&self, name: &str) -> Option<&str> {
        let given = self
            .0
            .iter()
            .find(|(key, value)| *key == name && !value.is_empty());
        given.map(|(_, value)| value.as_str())
    }

    /// The values of a parameter, without the empty ones: those are not given.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, value)| *key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.one(name).map(|text| text.parse().unwrap())
    }

    pub fn guid(&self, name: &str) -> Option<Uuid> {
        self.one(name).map(|text| text.parse().unwrap())
    }

    pub fn is_true(&self, name: &str) -> bool {
        self.one(name) == Some("true")
    }

    /// The same with the guids of backups instead of their places: `@7` is the eighth, counted in a circle, and `^7` is
    /// the same in upper case.
    pub fn among(&self, backups: &[Backup]) -> Self {
        let guid = |place: &str| {
            let place: usize = place.parse().unwrap();
            let found = backups.get(place % backups.len().max(1));
            found.map_or(Uuid::nil(), |backup| match place % 3 {
                // Another guid that finds it.
                0 => backup.derived,
                _ => backup.guid,
            })
        };
        let parameters = self.0.iter().map(|(name, value)| {
            let value = match value.split_at_checked(1) {
                Some(("@", place)) => guid(place).to_string(),
                Some(("^", place)) => guid(place).to_string().to_uppercase(),
                _ => value.clone(),
            };
            (*name, value)
        });
        Self(parameters.collect())
    }

    /// The same without some parameters.
    pub fn without(&self, names: &[&str]) -> Self {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(name));
        Self(kept.cloned().collect())
    }

    /// The same with one more.
    pub fn with(&self, name: &'static str, value: &impl ToString) -> Self {
        let mut all = self.0.clone();
        all.push((name, value.to_string()));
        Self(all)
    }
}

/// The query string with its `?`, or nothing.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (name, value)) in self.0.iter().enumerate() {
            f.write_char(if index == 0 { '?' } else { '&' })?;
            write!(f, "{name}={}", encode(value))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Percent-encoding of everything but letters, digits and dashes.
pub fn encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
        out
    })
}

/// One parameter that selects, or a few of all, or some that only page and order; each given once but for the
/// repeatable ones.
pub fn query() -> impl Strategy<Value = Query> {
    let few = vec(prop_oneof![3 => selecting(), 1 => showing()], 0..=4);
    let paging = vec(showing(), 0..=4);
    let one = vec(selecting(), 1);
    prop_oneof![2 => one, 2 => few, 1 => paging].prop_map(|parameters| {
        let mut known = BTreeSet::new();
        let mut given = Vec::new();
        for (name, value) in parameters {
            let repeatable = name == "status" || name == "backup-policy";
            if repeatable || known.insert(name) {
                given.push((name, value));
            }
        }
        Query(given)
    })
}

/// As [`query`], without what pages, orders or refuses.
pub fn selection() -> impl Strategy<Value = Query> {
    query().prop_map(|query| query.without(&SHOWING))
}

pub const SHOWING: [&str; 5] = [
    "page",
    "size",
    "orderBy",
    "direction",
    "fail-on-non-successful",
];

type Parameter = (&'static str, String);

fn named<T: fmt::Debug + ToString + 'static>(
    name: &'static str,
    value: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Parameter> {
    value
        .prop_map(move |value| (name, value.to_string()))
        .boxed()
}

fn selecting() -> BoxedStrategy<Parameter> {
    let things = |kind: &'static str, things: &[Thing]| {
        guids(
            things
                .iter()
                .map(|thing| identity::thing(kind, *thing))
                .collect(),
        )
    };
    let entities = pool::ENTITIES.iter().map(identity::entity).collect();
    let rules = pool::RULES.iter().flat_map(|rule| {
        let policy = rule.policy.map(|policy| pool::POLICIES[policy]);
        [None, policy].map(|policy| identity::rule(rule.thing, policy))
    });
    let project = guids(
        pool::PROJECTS
            .map(|it| identity::thing("project", it))
            .to_vec(),
    );
    let project = (project, any::<bool>())
        .prop_map(|(guid, dashes)| if dashes { guid } else { guid.replace('-', "") });
    let statuses = || named("status", select(&pool::STATUSES[..]));
    let policies = || named("backup-policy", things("policy", &pool::POLICIES));
    let text = || prop_oneof![9 => select(&pool::NEEDLES[..]), 1 => Just("")];
    prop::strategy::Union::new(vec![
        named("protected-entity", guids(entities)),
        named("protected-entity-type", select(&pool::ENTITY_TYPES[..])),
        named("type", select(&pool::TYPES[..])),
        statuses(),
        statuses(),
        statuses(),
        policies(),
        policies(),
        named("backup-rule", guids(rules.collect())),
        named(
            "backup-destination",
            things("destination", &pool::DESTINATIONS),
        ),
        named("hypervisor", things("hypervisor", &pool::HYPERVISORS)),
        named(
            "hypervisor-manager",
            things("hypervisor-manager", &pool::MANAGERS),
        ),
        named(
            "storage-provider",
            things("storage-provider", &pool::STORAGE_PROVIDERS),
        ),
        named(
            "cloud-service-provider",
            things("cloud-service-provider", &pool::CLOUD_PROVIDERS),
        ),
        named("project-uuid", project),
        named("node", things("node", &pool::NODES)),
        named("parent-backup", backups()),
        named("root-backup", backups()),
        named("from", moment()),
        named("to", moment()),
        named("min-size", select(&pool::SIZES[..])),
        named("nameLike", text()),
        named(
            "filter",
            prop_oneof![4 => text().prop_map(str::to_owned), 1 => backups()],
        ),
        named("root-backup", backups()),
        named("only-mountable", Just(true)),
        named("only-mountable", any::<bool>()),
        named("without-hidden", any::<bool>()),
    ])
    .boxed()
}

fn showing() -> BoxedStrategy<Parameter> {
    let direction = select(vec!["asc", "desc", "ASC", "Desc"]);
    prop_oneof![
        2 => named("page", 0..4_i64),
        2 => named("size", prop_oneof![4 => 1..6_i64, 1 => Just(1_000)]),
        4 => named("orderBy", select(&ORDERS[..])),
        2 => named("direction", direction),
        1 => named("fail-on-non-successful", any::<bool>()),
    ]
    .boxed()
}

/// Known guids, and now and then one that nothing has; in any case.
fn guids(known: Vec<Uuid>) -> BoxedStrategy<String> {
    let unknown = Uuid::from_u128(0xdead);
    (
        prop_oneof![9 => select(known), 1 => Just(unknown)],
        any::<bool>(),
    )
        .prop_map(|(guid, upper)| {
            if upper {
                guid.to_string().to_uppercase()
            } else {
                guid.to_string()
            }
        })
        .boxed()
}

/// One of the backups that there are by its place, `@7`; see [`Query::among`]. Now and then one that is not there.
fn backups() -> BoxedStrategy<String> {
    let known = (0..40_usize, any::<bool>());
    let known =
        known.prop_map(|(place, upper)| format!("{}{place}", if upper { '^' } else { '@' }));
    let unknown = guids(vec![Uuid::from_u128(0xbad)]);
    prop_oneof![9 => known, 1 => unknown].boxed()
}

/// What lists can be sorted by.
pub const ORDERS: [&str; 34] = [
    "archiveExpire",
    "backupPolicy",
    "backupPolicy.name",
    "backupRule",
    "backupRule.name",
    "backupTime",
    "description",
    "effectiveBackupObjectsCount",
    "effectiveBackupSize",
    "guid",
    "hidden",
    "node",
    "node.name",
    "originEntity",
    "originEntity.name",
    "parentBackup",
    "parentBackup.name",
    "protectedEntity",
    "protectedEntity.name",
    "protectedEntity.type",
    "size",
    "snapshotTime",
    "sourceProject",
    "sourceProject.name",
    "status",
    "status.name",
    "statusInfo",
    "taskDurationTime",
    "type",
    "type.name",
    "vmExportImportMode",
    "vmExportImportMode.name",
    "warningsAcknowledged",
    "warningsPresent",
];
