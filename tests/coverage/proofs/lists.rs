//! The 27 parameters of the seven list-shaped GETs.

use crate::ask::Ask;
use crate::catalog::{self, HOUR, guid};
use crate::proof::Proof;
use crate::support::clock::NOON;

/// Operation and path.
const LISTS: [(&str, &str); 7] = [
    ("list_backups", "/backups"),
    ("list_backups_detailed", "/backups/detailed"),
    ("list_backups_grouped", "/backups/grouped"),
    (
        "get_aggregated_statistics",
        "/backups/aggregated-statistics",
    ),
    (
        "get_grouped_aggregated_statistics",
        "/backups/grouped/aggregated-statistics",
    ),
    ("get_size_statistics", "/backups/size-statistics"),
    ("get_time_statistics", "/backups/time-statistics"),
];

/// Parameter, a value that selects or shows something else than without, and one that is not allowed.
fn examples() -> Vec<(&'static str, String, String)> {
    let text = |value: &str| value.to_owned();
    let long = "x".repeat(1_025);
    let mut all: Vec<_> = [
        ("backup-destination", catalog::OFFSITE),
        ("backup-policy", catalog::NIGHTLY),
        ("backup-rule", catalog::DAILY),
        ("cloud-service-provider", catalog::CLOUD),
        ("hypervisor", catalog::HYPERVISOR),
        ("hypervisor-manager", catalog::MANAGER),
        ("node", catalog::NODE),
        ("parent-backup", catalog::FIRST),
        ("project-uuid", catalog::PROJECT),
        ("protected-entity", catalog::ALPHA),
        ("root-backup", catalog::FIRST),
        ("storage-provider", catalog::STORAGE),
    ]
    .into_iter()
    .map(|(name, number)| (name, guid(number), text("no-guid")))
    .collect();
    all.extend([
        ("direction", text("asc"), text("up")),
        ("fail-on-non-successful", text("true"), text("maybe")),
        ("filter", text("NIGHT"), long.clone()),
        ("from", (NOON - 10 * HOUR).to_string(), text("yesterday")),
        ("min-size", text("60"), text("-1")),
        ("nameLike", text("ALP"), long),
        ("only-mountable", text("true"), text("1.5")),
        ("orderBy", text("size"), text("colour")),
        ("page", text("1"), text("-1")),
        ("protected-entity-type", text("VM"), text("TOASTER")),
        ("size", text("1"), text("1001")),
        ("status", text("SUCCESS"), text("DONE")),
        (
            "to",
            (NOON - 30 * HOUR).to_string(),
            text("9223372036854775808"),
        ),
        ("type", text("INCREMENTAL"), text("HALF")),
        ("without-hidden", text("true"), text("ja")),
    ]);
    all
}

pub fn proofs() -> Vec<Proof> {
    let mut all = Vec::new();
    for (operation, path) in LISTS {
        let is_aggregate = path.contains("aggregated");
        for (name, value, refused) in examples() {
            let showing = ["direction", "orderBy", "page", "size"].contains(&name);
            // Failures have no size: without them the sizes are the same.
            let without = match (operation, name) {
                ("get_size_statistics", "status") => Ask::get(format!("{path}?status=FAILED")),
                _ => Ask::get(path),
            };
            let proof = Proof {
                ignored: is_aggregate && showing,
                ..Proof::new(
                    operation,
                    name,
                    without,
                    Ask::get(format!("{path}?{name}={value}")),
                )
            };
            all.push(proof.refusing(Ask::get(format!("{path}?{name}={refused}"))));
        }
    }
    all
}
