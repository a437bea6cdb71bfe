//! The judge is judged: small catalogs whose answers are known by heart.

use serde_json::{Value, json};

use super::aggregate::aggregate;
use super::catalog::Catalog;
use super::edit::{Acknowledgement, Edit};
use super::fold::{contains, fold};
use super::identity;
use super::page::page;
use super::timeline::{Carried, Range};
use super::transfer_rate::Wanted;
use crate::pool;
use crate::query::Query;
use crate::report::{Report, Warning};

/// 2026-11-23 12:00 UTC.
const NOON: i64 = 1_795_435_200_000;
const HOUR: i64 = 3_600_000;

/// A successful backup of the first entity, finished `hours` before noon.
fn report(number: usize, hours: i64) -> Report {
    Report {
        repository: 0,
        number,
        run: false,
        own_guid: false,
        entity: 0,
        surroundings: false,
        policy: None,
        rule: None,
        node: None,
        origin: None,
        status: status("SUCCESS"),
        status_info: None,
        kind: None,
        parent: None,
        started: None,
        finished: Some(NOON - hours * HOUR),
        snapshot_time: None,
        dates: false,
        size: None,
        transferred: None,
        objects: None,
        times: None,
        warnings: None,
        destination: None,
        copies: None,
        hidden: None,
        mountable: None,
        iscsi_mountable: None,
        description: None,
        mode: None,
        archive_expire: None,
        labels: false,
        tool: false,
    }
}

fn status(name: &str) -> usize {
    pool::STATUSES.iter().position(|it| *it == name).unwrap()
}

fn ordered(catalog: &Catalog, query: &Query) -> Vec<String> {
    let mut backups = catalog.select(query);
    catalog.sort(&mut backups, query);
    backups.iter().map(|it| it.native_id.clone()).collect()
}

fn query(parameters: &[(&'static str, &str)]) -> Query {
    Query(
        parameters
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect(),
    )
}

#[test]
fn guids_follow_from_names_by_uuid_v5() {
    // Computed by hand: python3 -c 'import uuid; …uuid5(uuid5(NAMESPACE_DNS, "backup-catalog"), "web01\n\ns1")'.
    assert_eq!(
        identity::backup("web01", "", "s1").to_string(),
        "4b5744a1-f699-5176-bd09-ebed23494b91"
    );
    assert_eq!(
        identity::rule(pool::RULES[0].thing, Some(pool::POLICIES[0])).to_string(),
        "14200ced-f39a-58d8-b9ab-582857cc9574"
    );
    assert_eq!(
        identity::entity(&pool::ENTITIES[0]).to_string(),
        "d96120b2-9846-5eb2-8ed7-fc9dc1f7d7b0"
    );
}

#[test]
fn case_folds_beyond_ascii() {
    assert_eq!(fold("Straße İ Σς"), "strasse i̇ σσ");
    assert!(contains("ÄRGER", "ärg") && !contains("a_b", "%"));
}

#[test]
fn the_newest_comes_first_and_what_is_absent_last_both_ways() {
    let mut sized = report(1, 5);
    sized.transferred = Some(7);
    let catalog = Catalog::learn(&[report(0, 3), sized, report(2, 1)], NOON);
    assert_eq!(ordered(&catalog, &query(&[])), ["s2", "s0", "s1"]);
    assert_eq!(
        ordered(&catalog, &query(&[("direction", "ASC")])),
        ["s1", "s0", "s2"]
    );
    for direction in ["asc", "desc"] {
        let by = query(&[("orderBy", "effectiveBackupSize"), ("direction", direction)]);
        assert_eq!(ordered(&catalog, &by)[0], "s1");
    }
}

#[test]
fn ties_are_broken_by_guid_whatever_the_direction() {
    let catalog = Catalog::learn(&[report(0, 1), report(1, 1), report(2, 1)], NOON);
    let mut guids: Vec<_> = catalog
        .backups
        .iter()
        .map(|it| (it.guid, it.native_id.clone()))
        .collect();
    guids.sort();
    let expected: Vec<_> = guids.into_iter().map(|(_, id)| id).collect();
    assert_eq!(ordered(&catalog, &query(&[])), expected);
    assert_eq!(ordered(&catalog, &query(&[("direction", "asc")])), expected);
}

#[test]
fn a_chain_begins_anywhere_and_a_lost_parent_leaves_a_root() {
    let mut reports = [report(0, 4), report(1, 3), report(2, 2), report(3, 1)];
    reports[1].parent = Some(0);
    reports[2].parent = Some(1);
    reports[3].parent = Some(9);
    let catalog = Catalog::learn(&reports, NOON);
    let below = catalog.backups[1].guid.to_string();
    assert_eq!(
        ordered(&catalog, &query(&[("root-backup", &below)])),
        ["s2", "s1"]
    );
    assert_eq!(
        ordered(&catalog, &query(&[("parent-backup", &below)])),
        ["s2"]
    );
    let lost = catalog.extended(&catalog.backups[3]);
    assert_eq!(
        (&lost["chainPosition"], &lost["type"]["name"]),
        (&json!(0), &json!("INCREMENTAL"))
    );
    assert_eq!(lost.get("parentBackup"), None);
    let last = catalog.extended(&catalog.backups[2]);
    assert_eq!(
        last["rootBackup"]["name"],
        "web01:/srv/data - 2026-11-23 08:00:00"
    );
    assert_eq!(last["parents"][0]["guid"], json!(catalog.backups[1].guid));
}

#[test]
fn a_rule_gives_its_policy_to_backups_that_name_none() {
    let mut reports = [report(0, 2), report(1, 1)];
    for report in &mut reports {
        report.rule = Some(2);
    }
    reports[0].policy = Some(1);
    let catalog = Catalog::learn(&reports, NOON);
    assert_eq!(catalog.backups[1].policy, catalog.backups[0].policy);
    assert_eq!(catalog.backups[1].policy.as_ref().unwrap().name, "Weekly_%");
}

#[test]
fn failed_attempts_are_those_since_the_last_success() {
    let mut reports: Vec<Report> = (0..5)
        .map(|hours| report(usize::try_from(hours).unwrap(), hours))
        .collect();
    for (index, name) in [
        (0, "FAILED"),
        (1, "FAILED"),
        (2, "SUCCESS_REMOVED"),
        (3, "FAILED"),
        (4, "QUEUED"),
    ] {
        reports[index].status = status(name);
    }
    let catalog = Catalog::learn(&reports, NOON);
    let groups = catalog.groups(&Query::default());
    assert_eq!(groups.len(), 1);
    assert_eq!((groups[0].attempts, groups[0].failed_attempts), (5, 2));
    assert_eq!(groups[0].newest.native_id, "s0");
}

#[test]
fn sums_are_exact_and_averages_rounded_down() {
    let mut reports = [report(0, 1), report(1, 2)];
    reports[0].size = Some(pool::GREATEST);
    reports[1].size = Some(2);
    let catalog = Catalog::learn(&reports, NOON);
    let rows = aggregate(&catalog.backups.iter().collect::<Vec<_>>());
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["exactSize"], "9007199254740993");
    assert_eq!(rows[0]["averageSize"], json!(4_503_599_627_370_496_i64));
    assert_eq!(rows[0]["firstSnapshotTime"], json!(NOON - 2 * HOUR));
}

#[test]
fn days_begin_where_the_clock_of_the_zone_says() {
    let catalog = Catalog::learn(&[report(0, 0)], NOON);
    let entity = identity::entity(&pool::ENTITIES[0]);
    let timeline = |from, to, zone| {
        let range = Range {
            from: Some(from),
            to: Some(to),
            zone: Some(zone),
        };
        catalog.timeline(entity, &range, NOON, Carried::Sizes)
    };
    let dates = |value: &Value| -> Vec<String> {
        let points = value["points"].as_array().unwrap().iter();
        points
            .map(|point| point["date"].as_str().unwrap().to_owned())
            .collect()
    };
    // 2026-10-25 has 25 hours in Warsaw.
    let autumn = timeline(1_792_890_000_000, 1_792_890_000_000, "Europe/Warsaw");
    assert_eq!(dates(&autumn), ["2026-10-25"]);
    assert_eq!(
        autumn["to"].as_i64().unwrap() + 1 - autumn["from"].as_i64().unwrap(),
        25 * HOUR
    );
    // Kathmandu is 5:45 ahead.
    let nepal = timeline(NOON, NOON, "Asia/Kathmandu");
    assert_eq!(nepal["from"], json!(1_795_371_300_000_i64));
    assert_eq!(nepal["points"][0]["count"], 1);
    // Apia had no 2011-12-30.
    let apia = timeline(1_325_152_800_000, 1_325_300_000_000, "Pacific/Apia");
    assert_eq!(dates(&apia), ["2011-12-29", "2011-12-31"]);
    let month = catalog.timeline(
        entity,
        &Range {
            from: None,
            to: None,
            zone: None,
        },
        NOON,
        Carried::Times,
    );
    assert_eq!(
        (dates(&month).len(), dates(&month)[29].as_str()),
        (30, "2026-11-23")
    );
}

#[test]
fn a_rate_is_what_was_transferred_else_the_size_per_second() {
    let mut reports = [report(0, 2), report(1, 1), report(2, 3)];
    for report in &mut reports[..2] {
        report.times = Some([9, 2_500, 9, 0]);
        report.size = Some(10_001);
    }
    reports[1].transferred = Some(7);
    let catalog = Catalog::learn(&reports, NOON);
    let all = Wanted {
        from: None,
        to: None,
        entity: None,
    };
    let rates: Vec<Value> = catalog
        .transfer_rates("EXPORT", &all)
        .iter()
        .map(|row| row["transferRate"].clone())
        .collect();
    assert_eq!(rates, [json!(4_000), json!(2)]);
    assert!(catalog.transfer_rates("STORE", &all).is_empty());
}

#[test]
fn edits_change_one_thing_and_other_warnings_are_not_acknowledged() {
    let mut first = report(0, 1);
    first.warnings = Some(vec![Warning::Parts {
        code: Some("READ_ERROR"),
        path: Some("/etc"),
        message: "denied",
    }]);
    let mut catalog = Catalog::learn(&[first, report(1, 2)], NOON);
    let guid = catalog.backups[0].guid;
    assert_eq!(catalog.backups[0].warnings, ["READ_ERROR: denied (/etc)"]);
    assert!(catalog.edit(guid, &Edit::Acknowledged(true)));
    let same = Edit::Warnings(catalog.backups[0].warnings.clone());
    catalog.edit(guid, &same);
    assert!(catalog.backups[0].acknowledged);
    catalog.edit(guid, &Edit::Warnings(Vec::new()));
    assert!(!catalog.backups[0].acknowledged && !catalog.backups[1].acknowledged);
    let entity = identity::entity(&pool::ENTITIES[0]);
    let all = Acknowledgement {
        entities: vec![entity],
        ..Acknowledgement::default()
    };
    assert_eq!(catalog.acknowledge(&all).unwrap().len(), 2);
    let half = Acknowledgement {
        backups: vec![guid, entity],
        value: Some(false),
        ..Acknowledgement::default()
    };
    assert_eq!(catalog.acknowledge(&half), None);
    assert!(catalog.backups[0].acknowledged);
}

#[test]
fn pages_have_twenty_rows_unless_they_say_otherwise() {
    let rows: Vec<usize> = (0..45).collect();
    assert_eq!(page(&rows, &query(&[])).len(), 45);
    assert_eq!(page(&rows, &query(&[("page", "2")])), [40, 41, 42, 43, 44]);
    assert_eq!(page(&rows, &query(&[("size", "2")])), [0, 1]);
    assert!(page(&rows, &query(&[("size", "9"), ("page", "5")])).is_empty());
}
