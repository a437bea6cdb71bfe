//! Timelines.

use crate::ask::Ask;
use crate::catalog::{ALPHA, BETA, HOUR, guid};
use crate::proof::Proof;
use crate::support::clock::NOON;

pub fn proofs() -> Vec<Proof> {
    let operations = [("get_size_timeline", "size"), ("get_time_timeline", "time")];
    operations
        .into_iter()
        .flat_map(|(operation, what)| of(operation, what))
        .collect()
}

fn of(operation: &'static str, what: &str) -> Vec<Proof> {
    let folder = format!("/backups/timeline/{what}-stats");
    let path = |kind: &str, guid: &str| format!("{folder}/{kind}/{guid}");
    let alpha = path("VM", &guid(ALPHA));
    let asked = |query: String| Ask::get(format!("{alpha}?{query}"));
    let query = |name: &str, value: String, refused: &str| {
        Proof::new(
            operation,
            name,
            Ask::get(&*alpha),
            asked(format!("{name}={value}")),
        )
        .refusing(asked(format!("{name}={refused}")))
    };
    vec![
        query("from", (NOON - 10 * HOUR).to_string(), "1e3"),
        query("to", (NOON - 30 * HOUR).to_string(), "tomorrow"),
        query("tz", "Asia/Kathmandu".to_owned(), "Middle-earth/Shire"),
        // Alpha is no OS agent: 404.
        Proof::new(
            operation,
            "type",
            Ask::get(&*alpha),
            Ask::get(path("OS_AGENT", &guid(ALPHA))),
        )
        .refusing(Ask::get(path("TOASTER", &guid(ALPHA)))),
        Proof::new(
            operation,
            "guid",
            Ask::get(path("OS_AGENT", &guid(ALPHA))),
            Ask::get(path("OS_AGENT", &guid(BETA))),
        )
        .refusing(Ask::get(path("VM", "no-guid"))),
    ]
}
