//! Statistics are folds over the list with the same parameters. Here the server is held to itself: nothing but its own
//! `GET /backups` says what the sums must be.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::fleet::fleet;
use crate::query::{Query, selection};
use crate::sides::{Sides, Verdict, check, same, same_rows};
use crate::support::server::TestServer;

#[test]
fn statistics_are_folds_over_the_list() {
    check(24, (fleet(), selection()), async |(fleet, query)| {
        let sides = Sides::told(&fleet).await;
        let (server, query) = (sides.server, query.among(&sides.model.backups));
        let query = query.without(&["from"]);
        let list = rows(&server, "", &query).await;
        let groups = rows(&server, "/grouped", &query).await;
        agrees(&server, "/aggregated-statistics", &query, &sums(&list)).await?;
        agrees(
            &server,
            "/grouped/aggregated-statistics",
            &query,
            &sums(&groups),
        )
        .await?;
        let done = |row: &&Value| {
            ["SUCCESS", "SUCCESS_REMOVED", "PARTIAL_SUCCESS"].contains(&name(row, "status"))
        };
        let properties = [
            "guid",
            "snapshotTime",
            "backupTime",
            "protectedEntity",
            "type",
            "size",
            "effectiveBackupSize",
        ];
        let sizes: Vec<Value> = list
            .iter()
            .filter(done)
            .map(|row| only(row, &properties))
            .collect();
        agrees(&server, "/size-statistics", &query, &sizes).await?;
        let properties = [
            "guid",
            "snapshotTime",
            "protectedEntity",
            "status",
            "taskDurationTime",
        ];
        let times: Vec<Value> = list
            .iter()
            .map(|row| {
                let mut times = only(row, &properties);
                let parts = row["taskTimeStats"].as_object().unwrap().clone();
                times.as_object_mut().unwrap().extend(parts);
                times
            })
            .collect();
        agrees(&server, "/time-statistics", &query, &times).await?;
        let attempts: i64 = groups
            .iter()
            .map(|row| row["attempts"].as_i64().unwrap())
            .sum();
        same(
            "attempts of all groups",
            &json!(attempts),
            &json!(list.len()),
        )?;
        let timed = |task: &'static str| {
            list.iter()
                .filter(move |row| number(&row["taskTimeStats"], task) > 0)
        };
        for (task, time) in [("EXPORT", "exportTime"), ("STORE", "storeTime")] {
            if query.0.is_empty() {
                let answer = server
                    .post(&format!("/api/backups/transfer-rate/{task}"), &json!({}))
                    .await;
                same(
                    task,
                    &json!(answer.rows().len()),
                    &json!(timed(time).count()),
                )?;
            }
        }
        Ok(())
    });
}

/// A timeline counts what the list shows of its entity between its ends.
#[test]
fn timelines_are_folds_over_the_list() {
    let zones = vec!["UTC", "Europe/Warsaw", "America/New_York", "Asia/Kathmandu"];
    let zone = proptest::sample::select(zones);
    check(16, (fleet(), zone), async |(fleet, zone)| {
        let server = Sides::told(&fleet).await.server;
        let mut entities: BTreeMap<String, Value> = BTreeMap::new();
        for row in rows(&server, "", &Query::default()).await {
            let entity = row["protectedEntity"].clone();
            entities.insert(entity["guid"].to_string(), entity);
        }
        for entity in entities.values() {
            let (kind, guid) = (name(entity, "type"), entity["guid"].as_str().unwrap());
            let path = format!(
                "/api/backups/timeline/size-stats/{kind}/{guid}?tz={}",
                zone.replace('/', "%2F")
            );
            let timeline = server.get(&path).await.json();
            let query = Query::default()
                .with("protected-entity", &guid)
                .with("from", &timeline["from"])
                .with("to", &timeline["to"]);
            let list = rows(&server, "", &query).await;
            let points = timeline["points"].as_array().unwrap();
            let counted: i64 = points.iter().map(|point| number(point, "count")).sum();
            same(&path, &json!(counted), &json!(list.len()))?;
            let bytes: i64 = points.iter().map(|point| number(point, "size")).sum();
            let listed: i64 = list.iter().map(|row| number(row, "size")).sum();
            same(&path, &json!(bytes), &json!(listed))?;
        }
        Ok(())
    });
}

async fn rows(server: &TestServer, list: &str, query: &Query) -> Vec<Value> {
    server
        .get(&format!("/api/backups{list}{query}"))
        .await
        .rows()
}

async fn agrees(server: &TestServer, list: &str, query: &Query, expected: &[Value]) -> Verdict {
    let path = format!("/api/backups{list}{query}");
    let answer = server.get(&path).await;
    same_rows(&path, &answer, expected, expected.len())
}

fn number(row: &Value, name: &str) -> i64 {
    row[name].as_i64().unwrap()
}

/// The name of an enumeration.
fn name<'a>(row: &'a Value, property: &str) -> &'a str {
    row[property]["name"].as_str().unwrap()
}

fn only(row: &Value, properties: &[&str]) -> Value {
    let row = row.as_object().unwrap().iter();
    let kept = row.filter(|(name, _)| properties.contains(&name.as_str()));
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

/// Rows of a list counted and summed by status and type.
fn sums(rows: &[Value]) -> Vec<Value> {
    let mut cells: BTreeMap<(&str, &str), Vec<&Value>> = BTreeMap::new();
    for row in rows {
        cells
            .entry((name(row, "status"), name(row, "type")))
            .or_default()
            .push(row);
    }
    let cell = |rows: Vec<&Value>| {
        let sum = |name: &str| -> i64 { rows.iter().map(|row| number(row, name)).sum() };
        let times = || rows.iter().map(|row| number(row, "snapshotTime"));
        let count = i64::try_from(rows.len()).unwrap();
        json!({
            "status": rows[0]["status"],
            "type": rows[0]["type"],
            "count": count,
            "size": sum("size"),
            "exactSize": sum("size").to_string(),
            "averageSize": sum("size") / count,
            "duration": sum("taskDurationTime"),
            "firstSnapshotTime": times().min(),
            "lastSnapshotTime": times().max(),
        })
    };
    cells.into_values().map(cell).collect()
}
