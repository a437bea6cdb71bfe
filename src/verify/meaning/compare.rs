//! What should be there beside what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::verify::exchange::{Answer, Ask, shortened};
use crate::verify::model::{Backup, groups, has_size};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

/// The seven lists that the 27 parameters select from.
pub(in super::super) const SEVEN: [&str; 7] = [
    "list_backups",
    "list_backups_detailed",
    "list_backups_grouped",
    "get_aggregated_statistics",
    "get_grouped_aggregated_statistics",
    "get_size_statistics",
    "get_time_statistics",
];

/// How an answer speaks of other backups than it should: what came, what was expected.
pub(in super::super) type Difference = (String, String);

/// Asks one of the seven lists and compares which backups it speaks of, whatever it says of them. None: the same.
pub(in super::super) async fn selection(
    run: &mut Run,
    id: &str,
    query: &Query,
    expected: &[&Backup],
) -> Result<(Ask, Option<Difference>), Stop> {
    let (ask, answer) = run.list(id, query).await?;
    if !answer.is_success() {
        let wanted = format!("200 with the {} backups selected", expected.len());
        return Ok((ask, Some((answer.words(), wanted))));
    }
    let body = answer.json();
    let newest: Vec<&Backup> = groups(expected).iter().map(|group| group.newest).collect();
    let with_size: Vec<&Backup> = expected.iter().copied().filter(|it| has_size(it)).collect();
    let difference = match id {
        "get_aggregated_statistics" => cells(&body, expected),
        "get_grouped_aggregated_statistics" => cells(&body, &newest),
        "list_backups_grouped" => set(&body, &newest).or_else(|| total(&answer, newest.len())),
        "get_size_statistics" => set(&body, &with_size).or_else(|| total(&answer, with_size.len())),
        _ => set(&body, expected).or_else(|| total(&answer, expected.len())),
    };
    Ok((ask, difference))
}

/// Compares the guids of rows with those of backups, in any order. Rows that have no guid are not judged.
pub(in super::super) fn set(body: &Value, expected: &[&Backup]) -> Option<Difference> {
    let Some(rows) = body.as_array() else {
        return Some((
            "no list".to_owned(),
            format!("a list of {} rows", expected.len()),
        ));
    };
    if !rows.is_empty() && rows.iter().all(|row| row.get("guid").is_none()) {
        return None;
    }
    let known: BTreeMap<&str, &&Backup> = expected.iter().map(|it| (it.guid(), it)).collect();
    let mut seen = BTreeSet::new();
    let mut surplus = Vec::new();
    for row in rows {
        let guid = row["guid"].as_str().unwrap_or_default();
        if !known.contains_key(guid) || !seen.insert(guid) {
            surplus.push(row.clone());
        }
    }
    let missing: Vec<&&Backup> = expected
        .iter()
        .filter(|it| !seen.contains(it.guid()))
        .collect();
    if surplus.is_empty() && missing.is_empty() {
        return None;
    }
    // Writing to a string does not fail.
    let mut got = format!("{} rows", rows.len());
    if let Some(first) = surplus.first() {
        let again = known.contains_key(first["guid"].as_str().unwrap_or_default());
        let what = if again {
            "a second time"
        } else {
            "that should not be there"
        };
        let _ = write!(
            got,
            "; {} {what}, such as {}",
            surplus.len(),
            describe(&Backup::new(first))
        );
    }
    if let Some(first) = missing.first() {
        let _ = write!(
            got,
            "; {} missing, such as {}",
            missing.len(),
            describe(first)
        );
    }
    Some((
        got,
        format!(
            "the {} that the unfiltered list shows for it",
            expected.len()
        ),
    ))
}

/// Compares counts by status and type with those of backups.
fn cells(body: &Value, expected: &[&Backup]) -> Option<Difference> {
    let rows = body.as_array()?;
    if !rows.is_empty() && rows.iter().all(|row| row.get("count").is_none()) {
        return None;
    }
    let mut found: BTreeMap<(String, String), i64> = BTreeMap::new();
    for row in rows {
        let name = |key: &str| row[key]["name"].as_str().unwrap_or_default().to_owned();
        *found.entry((name("status"), name("type"))).or_default() +=
            row["count"].as_i64().unwrap_or_default();
    }
    let mut wanted: BTreeMap<(String, String), i64> = BTreeMap::new();
    for backup in expected {
        let kind = backup.text("/type/name").unwrap_or_default();
        *wanted
            .entry((backup.status().to_owned(), kind.to_owned()))
            .or_default() += 1;
    }
    let words = |cells: &BTreeMap<(String, String), i64>| {
        let cells = cells
            .iter()
            .map(|((status, kind), count)| format!("{count} {status} {kind}"));
        shortened(&cells.collect::<Vec<_>>().join(", "), 300)
    };
    (found != wanted).then(|| {
        (
            format!("counts: {}", words(&found)),
            format!("counts: {}", words(&wanted)),
        )
    })
}

/// Compares `X-Total-Count`, where there is one.
pub(in super::super) fn total(answer: &Answer, expected: usize) -> Option<Difference> {
    let total = answer.total()?;
    let differs = usize::try_from(total) != Ok(expected);
    differs.then(|| {
        (
            format!("X-Total-Count: {total}"),
            format!("X-Total-Count: {expected}"),
        )
    })
}

/// A backup in a few words.
pub(in super::super) fn describe(backup: &Backup) -> String {
    let mut words = vec![backup.guid().to_owned()];
    words.extend(
        backup
            .text("/protectedEntity/name")
            .map(|name| format!("of {:?}", shortened(name, 40))),
    );
    words.extend(backup.text("/status/name").map(str::to_owned));
    words.extend(backup.text("/type/name").map(str::to_owned));
    words.extend(
        backup
            .number("/snapshotTime")
            .map(|time| format!("at {time}")),
    );
    words.extend(backup.number("/size").map(|size| format!("{size} bytes")));
    words.join(" ")
}

/// The first place where a value is not what it should be. With `partly`, what the answer does not have is not missed.
pub(in super::super) fn difference(
    expected: &Value,
    got: &Value,
    partly: bool,
) -> Option<Difference> {
    at(expected, got, partly, "")
}

fn at(expected: &Value, got: &Value, partly: bool, place: &str) -> Option<Difference> {
    match (expected, got) {
        (Value::Object(wanted), Value::Object(found)) => {
            for (name, value) in wanted {
                let place = format!("{place}/{name}");
                match found.get(name) {
                    Some(other) => {
                        if let Some(difference) = at(value, other, partly, &place) {
                            return Some(difference);
                        }
                    }
                    None if partly => {}
                    None => {
                        return Some((format!("no {place}"), format!("{place}: {}", short(value))));
                    }
                }
            }
            let surplus = found.keys().find(|name| !wanted.contains_key(*name));
            let surplus = surplus.filter(|_| !partly)?;
            Some((
                format!("{place}/{surplus}: {}", short(&found[surplus])),
                format!("no {place}/{surplus}"),
            ))
        }
        (Value::Array(wanted), Value::Array(found)) => {
            let pairs = wanted.iter().zip(found).enumerate();
            for (index, (value, other)) in pairs {
                if let Some(difference) = at(value, other, partly, &format!("{place}/{index}")) {
                    return Some(difference);
                }
            }
            let items = |count: usize| match place {
                "" => format!("{count} rows"),
                place => format!("{place}: {count} items"),
            };
            (found.len() != wanted.len()).then(|| (items(found.len()), items(wanted.len())))
        }
        _ if expected == got => None,
        _ => Some((
            format!("{place}: {}", short(got)),
            format!("{place}: {}", short(expected)),
        )),
    }
}

fn short(value: &Value) -> String {
    shortened(&value.to_string(), 200)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_difference_is_named_with_its_place() {
        let wanted = json!([{ "a": 1, "b": { "c": "x" } }]);
        assert_eq!(difference(&wanted, &wanted, false), None);
        let said = difference(&wanted, &json!([{ "a": 1, "b": { "c": "y" } }]), false);
        assert_eq!(
            said,
            Some(("/0/b/c: \"y\"".to_owned(), "/0/b/c: \"x\"".to_owned()))
        );
        let less = json!([{ "b": { "c": "x" } }]);
        assert_eq!(difference(&wanted, &less, true), None);
        assert_eq!(
            difference(&wanted, &less, false).map(|it| it.0),
            Some("no /0/a".to_owned())
        );
        assert_eq!(
            difference(&less, &wanted, false).map(|it| it.1),
            Some("no /0/a".to_owned())
        );
        assert!(difference(&wanted, &json!([]), false).is_some());
    }

    #[test]
    fn a_row_twice_and_a_row_missing_are_seen() {
        let backup = |guid: &str| Backup::new(&json!({ "guid": guid }));
        let (a, b) = (backup("a"), backup("b"));
        assert_eq!(
            set(&json!([{ "guid": "b" }, { "guid": "a" }]), &[&a, &b]),
            None
        );
        let said = set(&json!([{ "guid": "a" }, { "guid": "a" }]), &[&a, &b]);
        let got = said.map(|it| it.0).unwrap_or_default();
        assert!(
            got.contains("1 a second time, such as a") && got.contains("1 missing, such as b"),
            "{got}"
        );
    }
}
