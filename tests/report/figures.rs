//! The figures, of the small fleet of `support/catalog.rs` and of entities made for them.

use std::collections::BTreeSet;

use backup_catalog::domain::scope::{Named, Scope};
use serde_json::{Value, json};

use crate::support::catalog::{self, november, policy};
use crate::support::clock::NOON;
use crate::support::server::TestServer;

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

async fn report(server: &TestServer, query: &str) -> Value {
    let answer = server.get(&format!("/report?format=json&{query}")).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    answer.json()
}

fn entity<'a>(report: &'a Value, name: &str) -> &'a Value {
    let policies = report["policies"].as_array().unwrap().iter();
    let mut entities = policies.flat_map(|policy| policy["entities"].as_array().unwrap());
    let found = entities.find(|entity| entity["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {report}"))
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value}"))
}

#[tokio::test]
async fn what_ran_is_counted_per_policy_and_entity() {
    let server = catalog::start().await;
    let report = report(&server, "from=2026-11-01&to=2026-11-05").await;
    let names: Vec<_> = (report["policies"].as_array().unwrap().iter())
        .map(|policy| policy["name"].as_str().unwrap_or("-"))
        .collect();
    assert_eq!(names, ["archive", "nightly"], "no backup of the others yet");
    let nightly = &report["policies"][1]["sums"];
    assert_eq!(
        (
            &nightly["runs"],
            &nightly["success"],
            &nightly["partial"],
            &nightly["failed"]
        ),
        (&7.into(), &4.into(), &1.into(), &2.into())
    );
    let web01 = entity(&report, "web01:/srv");
    assert_eq!((number(&web01["runs"]), number(&web01["size"])), (5, 3300));
    assert_eq!(web01["successRate"], 0.4);
    let gap = &web01["longestGap"];
    // From the partial success to the end of the 5th.
    assert_eq!(number(&gap["from"]), november(3, 1));
    assert_eq!(number(&gap["to"]), november(6, 0));
    // db01 is backed up once in the period; the one before is a week older.
    let gap = &entity(&report, "db01")["longestGap"];
    assert_eq!(
        (number(&gap["from"]), number(&gap["to"])),
        (november(-6, 3), november(2, 1))
    );
    let total = &report["total"];
    assert_eq!((number(&total["runs"]), number(&total["entities"])), (8, 4));
}

/// An entity that was backed up each day at noon but for the days that are left out.
async fn daily(server: &TestServer, name: &str, days: i64, without: &[i64]) {
    let backup = |days: i64| {
        json!({
            "v": 1, "source": "s", "id": format!("{name} {days}"), "entity": {"name": name}, "status": "SUCCESS",
            "finished": NOON - days * DAY, "size": 10,
        })
    };
    let all = (0..days).filter(|day| !without.contains(day));
    let records: Vec<Value> = all.map(backup).collect();
    server.report(&records).await;
}

#[tokio::test]
async fn the_objective_is_missed_while_the_last_success_is_too_old() {
    let server = TestServer::start().await;
    daily(&server, "good", 20, &[]).await;
    // Two days without one: of the 72 hours from one to the next 42 are more than a day and its quarter.
    daily(&server, "gap", 20, &[13, 14]).await;
    let from = NOON - 18 * DAY;
    let report = report(&server, &format!("from={from}&to={}", NOON - 1)).await;
    let good = entity(&report, "good");
    assert_eq!(good["rpo"]["objective"], DAY + DAY / 4);
    assert_eq!(
        (&good["rpo"]["met"], &good["rpo"]["compliance"]),
        (&true.into(), &1.0.into())
    );
    assert_eq!(good["rpo"]["source"], "LEARNED");
    let gap = entity(&report, "gap");
    assert_eq!(
        (&gap["rpo"]["met"], &gap["rpo"]["misses"]),
        (&false.into(), &1.into())
    );
    assert_eq!(gap["rpo"]["missed"], 42 * HOUR);
    let compliance = gap["rpo"]["compliance"].as_f64().unwrap();
    assert!(
        (compliance - (1.0 - 42.0 / (18.0 * 24.0))).abs() < 1e-9,
        "{compliance}"
    );
    assert_eq!(gap["longestGap"]["length"], 3 * DAY);
    assert_eq!(
        (&report["total"]["rpoMet"], &report["total"]["rpoMissed"]),
        (&1.into(), &1.into())
    );
}

#[tokio::test]
async fn a_scope_sees_its_part_only() {
    let server = catalog::start().await;
    let scope = Scope::Only(Named {
        policies: BTreeSet::from([policy(2).parse().unwrap()]),
        ..Named::default()
    });
    let cookie = server.enter(2, &["VIEWER"], scope).await;
    let server = server.with_cookie(&cookie);
    let report = report(&server, "from=2026-10-01&to=2026-11-30").await;
    let names: Vec<_> = (report["policies"].as_array().unwrap().iter())
        .map(|policy| policy["name"].as_str())
        .collect();
    assert_eq!(names, [Some("archive")]);
    assert_eq!(report["total"]["entities"], 1);
}

#[tokio::test]
async fn who_may_not_see_backups_gets_none() {
    let server = catalog::start().await;
    let cookie = server.enter(2, &["REPORTER"], Scope::Everything).await;
    let server = server.with_cookie(&cookie);
    assert_eq!(server.get("/report").await.status.as_u16(), 403);
    let server = server.with_cookie("SESSION=none");
    assert_eq!(server.get("/report").await.status.as_u16(), 401);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_by_name() {
    let server = catalog::start().await;
    for (query, field, why) in [
        ("from=yesterday", "from", "is no time; write 2026-11-23"),
        ("format=pdf", "format", "html, csv and json are"),
        (
            "from=2026-11-05&to=2026-11-01",
            "from",
            "ends before it begins",
        ),
        ("from=2027-01-01", "from", "begins in the future"),
        ("policy=x", "policy", "there are from, to and format"),
    ] {
        let answer = server.get(&format!("/report?{query}")).await;
        assert_eq!(answer.status.as_u16(), 400, "{query}: {}", answer.text);
        let body = answer.json();
        assert_eq!(body["parameter"], field, "{body}");
        assert!(body["message"].as_str().unwrap().contains(why), "{body}");
    }
}

#[tokio::test]
async fn the_page_needs_nothing_beside_it() {
    let server = catalog::start().await;
    let answer = server.get("/report?from=2026-11-01&to=2026-11-05").await;
    assert!(answer.header("content-type").starts_with("text/html"));
    assert_eq!(
        answer.header("content-disposition"),
        "inline; filename=\"backups-2026-11-01-2026-11-05.html\""
    );
    for absent in ["<script", "src=", "http://", "https://", "url(", "@import"] {
        assert!(!answer.text.contains(absent), "{absent}");
    }
    for part in [
        "Policy nightly",
        "web01:/srv",
        "40.0 %",
        "2026-11-03 01:00:00 to 2026-11-06 00:00:00",
    ] {
        assert!(answer.text.contains(part), "{part} in {}", answer.text);
    }
}

#[tokio::test]
async fn csv_has_a_line_an_entity_and_no_formulas() {
    let server = TestServer::start().await;
    daily(&server, "=1+1", 5, &[]).await;
    let from = NOON - 3 * DAY;
    let answer = server.get(&format!("/report?format=csv&from={from}")).await;
    let lines: Vec<&str> = answer.text.lines().collect();
    assert_eq!(lines.len(), 2, "{}", answer.text);
    assert!(lines[0].starts_with("policy,entity,type,guid,state,runs,success,"));
    assert!(lines[1].starts_with(",'=1+1,"), "{}", lines[1]);
    let ends =
        ",108000.000,LEARNED,true,0,0.000,86400.000,2026-11-19T12:00:00Z,2026-11-20T12:00:00Z";
    assert!(lines[1].ends_with(ends), "{}", lines[1]);
    assert!(
        lines[1].contains(",ON_TIME,3,3,0,0,1.0000,30,0.000,"),
        "{}",
        lines[1]
    );
}
