//! Statistics, groups, timelines, rates.

use serde_json::{Value, json};

use crate::asked::{Asked, Reply};
use crate::defect::{Defect, after, before};

fn on(
    path: &'static str,
    name: &str,
    check: &str,
    change: impl Fn(&mut Value) + Send + Sync + 'static,
) -> Defect {
    after(name, check, move |asked, reply| {
        if asked.path == path && reply.is_success() {
            reply.each(&change);
        }
    })
}

fn more(row: &mut Value, name: &str, more: i64) {
    row[name] = json!(row[name].as_i64().unwrap() + more);
}

fn timeline(asked: &Asked, reply: &mut Reply, kind: &str, change: impl FnOnce(&mut Vec<Value>)) {
    if asked.path.contains(kind) && reply.is_success() {
        reply.change(|body| change(body["points"].as_array_mut().unwrap()));
    }
}

pub(super) fn defects() -> Vec<Defect> {
    let aggregated = "/backups/aggregated-statistics";
    let deprecated = "/backups/grouped/aggregated-statistics";
    vec![
        on(
            aggregated,
            "a sum is off by one",
            "meaning/statistics/aggregated",
            |row| more(row, "size", 1),
        ),
        on(
            aggregated,
            "the exact sum is not",
            "meaning/statistics/aggregated",
            |row| row["exactSize"] = json!("0"),
        ),
        on(
            aggregated,
            "an average is rounded up",
            "meaning/statistics/aggregated",
            |row| more(row, "averageSize", 1),
        ),
        on(
            aggregated,
            "a count is off by one",
            "meaning/agreement",
            |row| more(row, "count", -1),
        ),
        on(
            aggregated,
            "first and last are exchanged",
            "meaning/statistics/aggregated",
            |row| {
                let first = row["firstSnapshotTime"].take();
                row["firstSnapshotTime"] = row["lastSnapshotTime"].take();
                row["lastSnapshotTime"] = first;
            },
        ),
        after(
            "aggregates are not ordered",
            "meaning/statistics/aggregated",
            move |asked, reply| {
                if asked.path == aggregated {
                    reply.rows(|rows| rows.reverse());
                }
            },
        ),
        after(
            "aggregates are paged",
            "meaning/statistics/aggregated",
            move |asked, reply| {
                if asked.path == aggregated && asked.has("page") {
                    reply.rows(|rows| rows.truncate(1));
                }
            },
        ),
        on(
            deprecated,
            "the deprecated statistics differ",
            "meaning/statistics/grouped",
            |row| more(row, "duration", 7),
        ),
        before(
            "the deprecated statistics count all backups",
            "meaning/statistics/grouped",
            move |asked| {
                if asked.path == deprecated {
                    asked.path = aggregated.into();
                }
            },
        ),
        after(
            "sizes miss a backup",
            "meaning/statistics/sizes",
            |asked, reply| {
                if asked.path == "/backups/size-statistics" {
                    reply.rows(|rows| drop(rows.pop()));
                }
            },
        ),
        on(
            "/backups/size-statistics",
            "a size is rounded to KiB",
            "meaning/statistics/sizes",
            |row| {
                row["size"] = json!(row["size"].as_i64().unwrap() / 1024 * 1024);
            },
        ),
        on(
            "/backups/time-statistics",
            "a duration leaves the queue out",
            "meaning/statistics/times",
            |row| {
                let waited = row["queuedExportTime"].as_i64().unwrap()
                    + row["queuedStoreTime"].as_i64().unwrap();
                more(row, "taskDurationTime", -waited);
            },
        ),
        after("a group is missing", "meaning/grouped", |asked, reply| {
            if asked.path == "/backups/grouped" {
                reply.rows(|rows| drop(rows.pop()));
            }
        }),
        on(
            "/backups/grouped",
            "attempts leave the newest out",
            "meaning/grouped",
            |row| more(row, "attempts", -1),
        ),
        on(
            "/backups/grouped",
            "failures before a success count",
            "meaning/grouped",
            |row| {
                if row["failedAttempts"] == 0 && row["attempts"] != 1 {
                    more(row, "failedAttempts", 1);
                }
            },
        ),
        after(
            "timeline days are shifted",
            "meaning/timeline/sizes",
            |asked, reply| {
                timeline(asked, reply, "size-stats", |points| {
                    let dates: Vec<Value> =
                        points.iter().map(|point| point["date"].clone()).collect();
                    for (point, date) in points.iter_mut().skip(1).zip(dates) {
                        point["date"] = date;
                    }
                });
            },
        ),
        after(
            "days without a backup have no point",
            "meaning/timeline/sizes",
            |asked, reply| {
                timeline(asked, reply, "size-stats", |points| {
                    points.retain(|point| point["count"] != 0)
                });
            },
        ),
        before(
            "days are those of UTC in every zone",
            "meaning/timeline/times",
            |asked| {
                if asked.path.contains("/timeline/")
                    && asked.value("tz").as_deref() != Some("Mars/Olympus")
                {
                    asked.remove("tz");
                }
            },
        ),
        before(
            "the first day is cut off",
            "meaning/timeline/times",
            |asked| {
                if asked.path.contains("/timeline/") && !asked.has("tz") {
                    asked.add("from", 86_400_000);
                }
            },
        ),
        after(
            "a timeline counts twice by status",
            "meaning/timeline/times",
            |asked, reply| {
                timeline(asked, reply, "time-stats", |points| {
                    for status in points
                        .iter_mut()
                        .flat_map(|point| point["byStatus"].as_array_mut().unwrap())
                    {
                        more(status, "count", 1);
                    }
                });
            },
        ),
        after(
            "a timeline of another type",
            "meaning/timeline/sizes",
            |asked, reply| {
                if asked.path.contains("/size-stats/") && reply.status == 404 {
                    reply.status = axum::http::StatusCode::OK;
                }
            },
        ),
        after("a rate in bits", "meaning/rates", |asked, reply| {
            if asked.path.contains("/transfer-rate/") && reply.is_success() {
                reply.each(|row| {
                    row["transferRate"] = json!(row["transferRate"].as_i64().unwrap() * 8)
                });
            }
        }),
        after(
            "rates begin with the newest",
            "meaning/rates",
            |asked, reply| {
                if asked.path.contains("/transfer-rate/") && reply.is_success() {
                    reply.rows(|rows| rows.reverse());
                }
            },
        ),
        before("rates of all entities", "meaning/rates", |asked| {
            if asked.path.contains("/transfer-rate/")
                && asked.json().get("protectedEntity").is_some()
            {
                asked.set_json(&json!({}));
            }
        }),
        before("any task moves data", "meaning/rates", |asked| {
            if asked.path == "/backups/transfer-rate/MOUNT" {
                asked.path = "/backups/transfer-rate/EXPORT".into();
            }
        }),
    ]
}

#[tokio::test]
async fn wrong_sums_are_found() {
    super::all_are_found(defects()).await;
}
