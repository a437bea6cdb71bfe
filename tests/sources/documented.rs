//! Tools that are not tried here: their importers are made by documented shape, and so are these samples. Nothing here
//! says that the tools print this.

use backup_catalog::domain::record::Record;
use backup_catalog::sources::{
    Inventory, SourceError, aws_backup, kopia, pbs, resticprofile, veeam, velero,
};
use backup_catalog::types::BackupStatus::{
    self, Failed, Inprogress, PartialSuccess, Queued, Success,
};
use backup_catalog::types::{BackupType, ProtectedEntityType};

use crate::{refuses_bytes_that_are_no_text, refuses_each_cut, sample, status};

fn documented(names: &[&str]) -> Vec<u8> {
    let files = names
        .iter()
        .map(|name| sample(&format!("documented/{name}.json")));
    files.collect::<Vec<_>>().concat()
}

fn statuses(inventory: &Inventory) -> Vec<(&str, BackupStatus)> {
    let all = inventory.records.iter();
    all.map(|record| {
        let id = record.id.as_deref().or(record.run.as_deref()).unwrap();
        (id, status(record))
    })
    .collect()
}

/// The record with this id or run.
fn of<'a>(inventory: &'a Inventory, key: &str) -> &'a Record {
    let is_it = |record: &&Record| {
        [&record.id, &record.run]
            .into_iter()
            .any(|id| id.as_deref() == Some(key))
    };
    inventory.records.iter().find(is_it).unwrap()
}

/// With this in place of that, one entry is left out, says why, and nothing is gone.
#[track_caller]
fn leaves_one_out(
    whole: &[u8],
    read: impl Fn(&[u8]) -> Result<Inventory, SourceError>,
    changes: &[(&str, &str, &str)],
) {
    let text = String::from_utf8(whole.to_vec()).unwrap();
    let good = read(whole).unwrap().records.len();
    for (from, to, reason) in changes {
        assert!(text.contains(from), "{from}");
        let read = read(text.replacen(from, to, 1).as_bytes()).unwrap();
        assert!(!read.complete, "{to}");
        assert_eq!(read.records.len(), good - 1, "{to}");
        let given = &read.diagnostics[0].reason;
        assert!(given.contains(reason), "{given}");
    }
}

fn of_kopia(bytes: &[u8]) -> Result<Inventory, SourceError> {
    let options = kopia::Options {
        source: "nas".into(),
        repository: "abc123".into(),
        destination: Some("offsite".into()),
        complete: true,
        ..kopia::Options::default()
    };
    kopia::inventory(bytes, &options)
}

#[test]
fn kopia_lists_what_skipped_files_or_was_broken_off() {
    let whole = documented(&["kopia-snapshot-list"]);
    let inventory = of_kopia(&whole).unwrap();
    assert!(inventory.complete);
    let found: Vec<BackupStatus> = inventory.records.iter().map(status).collect();
    assert_eq!(
        found,
        [Success, PartialSuccess, PartialSuccess, PartialSuccess]
    );
    let first = &inventory.records[0];
    assert_eq!(first.entity.name, "root@nas:/tank/photos");
    assert_eq!(
        (first.size, first.transferred),
        (Some(1_000_000), Some(400_000))
    );
    // 2026-11-21T02:00:00.1Z to 02:10:00.4Z
    assert_eq!(first.started, Some(1_795_226_400_100));
    assert_eq!(first.finished, Some(1_795_227_000_400));
    insta::assert_json_snapshot!("documented-kopia", inventory);
    leaves_one_out(
        &whole,
        of_kopia,
        &[
            (
                r#""startTime": "2026-11-21T02:00:00.1Z""#,
                r#""startTime": "2026-11-21T02:00:00""#,
                "is not a time",
            ),
            (
                r#""userName": "root""#,
                r#""userName": 7"#,
                "`source.userName`",
            ),
            (
                r#""totalSize": 1000000"#,
                r#""totalSize": -1"#,
                "`stats.totalSize`",
            ),
        ],
    );
    refuses_each_cut(&whole, of_kopia);
    refuses_bytes_that_are_no_text(&whole, of_kopia);
    assert!(matches!(of_kopia(b"{}"), Err(SourceError::Shape { .. })));
    let id = kopia::repository(br#"{"configFile":"x","uniqueIDHex":"abc123"}"#);
    assert_eq!(id.as_deref(), Ok("abc123"));
    assert!(kopia::repository(b"{}").is_err());
}

fn of_pbs(bytes: &[u8]) -> Result<Inventory, SourceError> {
    let options = pbs::Options {
        source: "pbs01".into(),
        datastore: "store1".into(),
        complete: true,
        ..pbs::Options::default()
    };
    pbs::inventory(bytes, &options)
}

#[test]
fn proxmox_snapshots_and_tasks_are_one_record() {
    let whole = documented(&["pbs-snapshots", "pbs-tasks"]);
    let inventory = of_pbs(&whole).unwrap();
    let upid = "UPID:pbs:000004D2:00001A2B:00000005:6B02F0A0:backup:store1\\x3avm-102:root@pam:";
    assert_eq!(
        statuses(&inventory),
        [
            (upid, Failed),
            ("vm/101/1795308000", Success),
            ("vm/101/1795394400", PartialSuccess),
            ("ct/200/1795394500", PartialSuccess),
            ("host/web01/1795394600", Inprogress),
        ]
    );
    let first = of(&inventory, "vm/101/1795308000");
    assert_eq!(first.finished, Some(1_795_308_300_000));
    // Both are of the same guest, which is called by its newest name.
    let second = of(&inventory, "vm/101/1795394400");
    assert_eq!(first.entity, second.entity);
    assert_eq!(first.entity.name, "db01-new");
    assert_eq!(
        of(&inventory, "host/web01/1795394600").entity.kind,
        Some(ProtectedEntityType::OsAgent)
    );
    insta::assert_json_snapshot!("documented-pbs", inventory);
    // Snapshots alone do not say what failed, nor that this one has not ended yet.
    let alone = of_pbs(&documented(&["pbs-snapshots"])).unwrap();
    assert_eq!(alone.records.len(), 4);
    leaves_one_out(
        &documented(&["pbs-snapshots", "pbs-tasks"]),
        of_pbs,
        &[(
            r#""backup-time": 1795308000"#,
            r#""backup-time": "soon""#,
            "`backup-time`",
        )],
    );
    let text = String::from_utf8(whole.clone()).unwrap();
    let odd = text.replace(
        r#""worker_id": "store1:vm/102""#,
        r#""worker_id": "store1""#,
    );
    let odd = of_pbs(odd.as_bytes()).unwrap();
    assert!(
        odd.diagnostics[0]
            .reason
            .contains("not such as `store:vm/101`")
    );
    assert!(!odd.complete);
    // Whatever a task ends with that is not known is no success.
    let odd = text.replacen(r#""status": "OK""#, r#""status": "FINE""#, 1);
    assert_eq!(
        status(of(&of_pbs(odd.as_bytes()).unwrap(), "vm/101/1795308000")),
        Failed
    );
    let snapshots = documented(&["pbs-snapshots"]);
    refuses_each_cut(&snapshots, of_pbs);
    refuses_bytes_that_are_no_text(&snapshots, of_pbs);
}

fn of_resticprofile(bytes: &[u8]) -> Result<Inventory, SourceError> {
    let options = resticprofile::Options {
        source: "web01".into(),
        ..resticprofile::Options::default()
    };
    resticprofile::inventory(bytes, &options)
}

#[test]
fn resticprofile_says_how_the_last_run_of_each_profile_went() {
    let whole = documented(&["resticprofile-status"]);
    let inventory = of_resticprofile(&whole).unwrap();
    let found: Vec<_> = inventory
        .records
        .iter()
        .map(|record| (record.entity.name.as_str(), status(record), record.size))
        .collect();
    let mut sorted = found.clone();
    sorted.sort_by_key(|(name, ..)| *name);
    assert_eq!(
        sorted,
        [
            ("web01:home", Success, Some(5_368_709_120)),
            ("web01:mail", PartialSuccess, None),
            ("web01:self", Failed, None),
        ]
    );
    assert!(!inventory.complete, "the last runs are not all");
    insta::assert_json_snapshot!("documented-resticprofile", inventory);
    let failed = resticprofile::Options {
        source: "web01".into(),
        failures_only: true,
        ..resticprofile::Options::default()
    };
    assert_eq!(
        resticprofile::inventory(&whole, &failed)
            .unwrap()
            .records
            .len(),
        1
    );
    leaves_one_out(
        &whole,
        of_resticprofile,
        &[
            (r#""success": true"#, r#""success": "yes""#, "`success`"),
            (
                r#""time": "2026-11-22T01:10:00+01:00""#,
                r#""time": "2026-11-22 01:10""#,
                "is not a time",
            ),
        ],
    );
    refuses_each_cut(&whole, of_resticprofile);
    refuses_bytes_that_are_no_text(&whole, of_resticprofile);
}

fn of_velero(bytes: &[u8]) -> Result<Inventory, SourceError> {
    let options = velero::Options {
        source: "k8s".into(),
        cluster: Some("prod".into()),
        complete: true,
        ..velero::Options::default()
    };
    velero::inventory(bytes, &options)
}

#[test]
fn velero_keeps_what_failed_and_what_runs() {
    let whole = documented(&["velero-backups"]);
    let inventory = of_velero(&whole).unwrap();
    let found: Vec<_> = inventory
        .records
        .iter()
        .map(|record| (record.labels["name"].as_str(), status(record)))
        .collect();
    assert_eq!(
        found,
        [
            ("nightly-20261122010000", Success),
            ("nightly-20261123010000", PartialSuccess),
            ("by-hand", Failed),
            ("wrong", Failed),
            ("next", Queued),
            ("now", Inprogress),
        ]
    );
    assert_eq!(inventory.records[0].entity.name, "prod:nightly");
    assert_eq!(inventory.records[2].entity.name, "prod:shop,cart");
    assert_eq!(inventory.records[3].entity.name, "prod:all namespaces");
    insta::assert_json_snapshot!("documented-velero", inventory);
    // One alone is printed without a list.
    let one: serde_json::Value = serde_json::from_slice(&whole).unwrap();
    let one = of_velero(one["items"][0].to_string().as_bytes()).unwrap();
    assert_eq!(one.records[0], inventory.records[0]);
    leaves_one_out(
        &whole,
        of_velero,
        &[
            (
                r#""phase": "Completed""#,
                r#""phase": "Perfect""#,
                "`phase` is `Perfect`, which is not known",
            ),
            (r#""errors": 1"#, r#""errors": "one""#, "`status.errors`"),
        ],
    );
    refuses_each_cut(&whole, of_velero);
    refuses_bytes_that_are_no_text(&whole, of_velero);
}

fn of_aws(bytes: &[u8]) -> Result<Inventory, SourceError> {
    let options = aws_backup::Options {
        source: "aws".into(),
        complete: true,
        ..aws_backup::Options::default()
    };
    let mut all = aws_backup::inventories(bytes, &options)?;
    assert_eq!(all.len(), 1);
    Ok(all.remove(0))
}

#[test]
fn aws_jobs_say_how_it_went_and_recovery_points_what_is_there() {
    let jobs = documented(&["aws-backup-jobs"]);
    let alone = of_aws(&jobs).unwrap();
    assert_eq!(alone.scope, "aws-backup:Default");
    assert!(!alone.complete, "jobs are history");
    let ami = |n: u8| format!("arn:aws:ec2:eu-central-1::image/ami-000{n}");
    let by_job: Vec<_> = alone
        .records
        .iter()
        .map(|record| (record.run.as_deref().unwrap(), status(record)))
        .collect();
    assert_eq!(
        by_job,
        [
            ("job-1", Success),
            ("job-2", Success),
            ("job-3", PartialSuccess),
            ("job-4", Failed),
            ("job-5", Failed),
            ("job-6", Inprogress),
            ("job-7", Queued),
        ]
    );
    let first = of(&alone, "job-1");
    // 2026-11-22T01:00:00.123+01:00
    assert_eq!(first.started, Some(1_795_305_600_123));
    assert_eq!(first.id.as_deref(), Some(ami(1).as_str()));
    assert_eq!(of(&alone, "job-2").finished, Some(1_795_309_200_500));
    assert_eq!(
        of(&alone, "job-3").size,
        None,
        "0 is what AWS does not know"
    );
    assert_eq!(of(&alone, "job-1").entity, of(&alone, "job-2").entity);
    let both = documented(&["aws-backup-jobs", "aws-recovery-points"]);
    let both = of_aws(&both).unwrap();
    assert!(both.complete);
    let ids: Vec<_> = both
        .records
        .iter()
        .filter_map(|record| record.id.clone())
        .collect();
    assert_eq!(
        ids,
        [ami(9), ami(2), ami(3)],
        "the first is gone, the eighth is going"
    );
    assert_eq!(of(&both, &ami(9)).expires, Some(1_796_083_200_000));
    insta::assert_json_snapshot!("documented-aws-backup", both);
    leaves_one_out(
        &jobs,
        of_aws,
        &[
            (
                r#""State": "COMPLETED""#,
                r#""State": "DONE""#,
                "`State` is `DONE`, which is not known",
            ),
            (
                r#""CreationDate": "2026-11-22T01:00:00.123000+01:00""#,
                r#""CreationDate": "2026-11-22T01:00:00""#,
                "is not a time with an offset",
            ),
        ],
    );
    refuses_each_cut(&jobs, of_aws);
    refuses_bytes_that_are_no_text(&jobs, of_aws);
}

fn of_veeam(bytes: &[u8]) -> Result<Inventory, SourceError> {
    let options = veeam::Options {
        source: "vbr01".into(),
        ..veeam::Options::default()
    };
    veeam::inventory(bytes, &options)
}

#[test]
fn veeam_sessions_without_a_result_are_no_success() {
    let whole = documented(&[
        "veeam-repositories",
        "veeam-sessions",
        "veeam-task-sessions",
    ]);
    let inventory = of_veeam(&whole).unwrap();
    let found: Vec<_> = inventory
        .records
        .iter()
        .map(|record| (record.entity.name.as_str(), status(record), record.kind))
        .collect();
    let (full, increment) = (Some(BackupType::Full), Some(BackupType::Incremental));
    assert_eq!(
        found,
        [
            ("vm1", Success, full),
            ("vm2", PartialSuccess, increment),
            ("vm3", Failed, increment),
            ("vm4", Failed, increment),
            ("vm5", Failed, increment),
            ("vm6", Inprogress, Some(BackupType::Synthetic)),
            ("vm7", Queued, increment),
        ]
    );
    assert_eq!(inventory.records[2].id, None);
    insta::assert_json_snapshot!("documented-veeam", inventory);
    // Without the names it is called by its id.
    let alone = of_veeam(&documented(&["veeam-task-sessions"])).unwrap();
    assert_eq!(alone.records.len(), 7);
    assert_eq!(alone.records[0].policy, None);
    leaves_one_out(
        &whole,
        of_veeam,
        &[
            (
                r#""result": "Success""#,
                r#""result": "Fine""#,
                "`result` is `Fine`, which is not known",
            ),
            (
                r#""state": "Working""#,
                r#""state": "Dreaming""#,
                "`state` is `Dreaming`, which is not known",
            ),
        ],
    );
    let tasks = documented(&["veeam-task-sessions"]);
    refuses_each_cut(&tasks, of_veeam);
    refuses_bytes_that_are_no_text(&tasks, of_veeam);
}
