//! Filters that select something else.

use axum::http::{HeaderValue, StatusCode};
use serde_json::Value;

use crate::asked::{Asked, Reply};
use crate::defect::{Defect, after, before};

/// The parameters that select.
const SELECTING: [&str; 22] = [
    "backup-destination",
    "backup-policy",
    "backup-rule",
    "cloud-service-provider",
    "filter",
    "from",
    "hypervisor",
    "hypervisor-manager",
    "min-size",
    "nameLike",
    "node",
    "only-mountable",
    "parent-backup",
    "project-uuid",
    "protected-entity",
    "protected-entity-type",
    "root-backup",
    "status",
    "storage-provider",
    "to",
    "type",
    "without-hidden",
];

/// The lists beside the plain one.
const OTHERS: [&str; 6] = [
    "/backups/aggregated-statistics",
    "/backups/detailed",
    "/backups/grouped",
    "/backups/grouped/aggregated-statistics",
    "/backups/size-statistics",
    "/backups/time-statistics",
];

fn check(parameter: &str) -> String {
    format!("meaning/filter/{parameter}")
}

fn ignored(parameter: &'static str) -> Defect {
    // A value that cannot be read is still refused.
    let name = format!("{parameter} is ignored");
    before(&name, &check(parameter), move |asked| {
        asked.remove(parameter)
    })
}

fn ignored_by(path: &'static str) -> Defect {
    before(
        &format!("status is ignored by {path}"),
        "meaning/filter/status",
        move |asked| {
            if asked.path == path {
                asked.remove("status");
            }
        },
    )
}

/// Leaves rows of the plain list out.
fn only(asked: &Asked, reply: &mut Reply, keep: impl Fn(&Value) -> bool) {
    if asked.path == "/backups" && reply.is_success() {
        reply.rows(|rows| rows.retain(keep));
    }
}

fn only_the_first(asked: &mut Asked, parameter: &str) {
    if let Some(first) = asked.value(parameter) {
        asked.set(parameter, &first);
    }
}

pub(super) fn defects() -> Vec<Defect> {
    let mut all: Vec<Defect> = SELECTING.iter().map(|name| ignored(name)).collect();
    all.extend(OTHERS.iter().map(|path| ignored_by(path)));
    all.extend([
        before("from is exclusive", "meaning/filter/from", |asked| {
            asked.add("from", 1)
        }),
        before("to is exclusive", "meaning/filter/to", |asked| {
            asked.add("to", -1)
        }),
        before(
            "min-size is exclusive",
            "meaning/filter/min-size",
            |asked| asked.add("min-size", 1),
        ),
        before("from is in seconds", "meaning/filter/from", |asked| {
            if let Some(ms) = asked
                .value("from")
                .and_then(|value| value.parse::<i64>().ok())
            {
                asked.set("from", &(ms / 1000).to_string());
            }
        }),
        before(
            "only the first status counts",
            "meaning/filter/status",
            |asked| only_the_first(asked, "status"),
        ),
        before(
            "only the first policy counts",
            "meaning/filter/backup-policy",
            |asked| only_the_first(asked, "backup-policy"),
        ),
        before("% is a wildcard", "meaning/filter/nameLike", |asked| {
            asked.keep(|name, value| name != "nameLike" || value != "%");
        }),
        before("_ is a wildcard", "meaning/filter/nameLike", |asked| {
            asked.keep(|name, value| name != "nameLike" || value != "_");
        }),
        after(
            "nameLike minds the case",
            "meaning/filter/nameLike",
            |asked, reply| {
                if let Some(text) = asked.value("nameLike") {
                    only(asked, reply, |row| {
                        row["protectedEntity"]["name"]
                            .as_str()
                            .unwrap()
                            .contains(&text)
                    });
                }
            },
        ),
        after(
            "nameLike minds the case of Ä",
            "meaning/filter/nameLike",
            |asked, reply| {
                if let Some(text) = asked.value("nameLike").filter(|text| !text.is_ascii()) {
                    only(asked, reply, |row| {
                        row["protectedEntity"]["name"]
                            .as_str()
                            .unwrap()
                            .contains(&text)
                    });
                }
            },
        ),
        before(
            "filter looks at names only",
            "meaning/filter/filter",
            |asked| {
                if let Some(text) = asked.value("filter") {
                    asked.set("nameLike", &text);
                }
            },
        ),
        before(
            "root-backup means the direct children",
            "meaning/filter/root-backup",
            |asked| {
                if let Some(guid) = asked.value("root-backup") {
                    asked.remove("root-backup");
                    asked.set("parent-backup", &guid);
                }
            },
        ),
        before(
            "root-backup of an increment selects its whole chain",
            "meaning/filter/root-backup",
            |asked| {
                // In the middle of the fleet's chain of five.
                if asked
                    .value("root-backup")
                    .is_some_and(|guid| guid.ends_with("000000000003"))
                {
                    asked.set("root-backup", "b0000000-0000-4000-8000-000000000001");
                }
            },
        ),
        after(
            "only-mountable shows what failed",
            "meaning/filter/only-mountable",
            |asked, reply| {
                if asked.value("only-mountable").as_deref() == Some("true")
                    && reply.is_success()
                    && asked.path == "/backups"
                {
                    reply.each(|row| {
                        row["status"] =
                            serde_json::json!({ "name": "FAILED", "description": "Failed" })
                    });
                }
            },
        ),
        after(
            "a guid in upper case selects nothing",
            "meaning/filter/protected-entity",
            |asked, reply| {
                let upper = |guid: String| guid != guid.to_lowercase();
                if asked.value("protected-entity").is_some_and(upper) {
                    only(asked, reply, |_| false);
                }
            },
        ),
        after(
            "an unknown guid is a 404",
            "meaning/filter/node",
            |asked, reply| {
                if asked.has("node") && reply.json() == serde_json::json!([]) {
                    reply.status = StatusCode::NOT_FOUND;
                }
            },
        ),
        after(
            "the total of a filter is that of everything",
            "meaning/filter/type",
            |asked, reply| {
                if asked.has("type") && reply.is_success() {
                    reply
                        .headers
                        .insert("x-total-count", HeaderValue::from_static("12"));
                }
            },
        ),
        before(
            "of two filters one is ignored",
            "meaning/filter-together",
            |asked| {
                if asked.has("status") && asked.has("type") {
                    asked.remove("type");
                }
            },
        ),
        before(
            "a failure passes where a page has none",
            "meaning/filter/fail-on-non-successful",
            |asked| {
                if asked.has("size") {
                    asked.remove("fail-on-non-successful");
                }
            },
        ),
        before(
            "fail-on-non-successful is ignored",
            "meaning/filter/fail-on-non-successful",
            |asked| {
                asked.remove("fail-on-non-successful");
            },
        ),
        after(
            "an empty text is a text",
            "meaning/not-given",
            |asked, reply| {
                if asked.value("nameLike").as_deref() == Some("") {
                    only(asked, reply, |_| false);
                }
            },
        ),
        after(
            "an unknown parameter is refused",
            "meaning/not-given",
            |asked, reply| {
                if asked.has("organisation-uuid") {
                    reply.status = StatusCode::BAD_REQUEST;
                }
            },
        ),
    ]);
    all
}

#[tokio::test]
async fn wrong_filters_are_found() {
    super::all_are_found(defects()).await;
}
