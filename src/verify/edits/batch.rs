//! `PUT /backups/warnings-acknowledged`: many at once, all or none.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::verify::exchange::Ask;
use crate::verify::meaning::compare::{describe, set};
use crate::verify::model::Backup;
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};
use crate::verify::sample;
use crate::verify::undo::{self, Original};

/// Backups that are acknowledged at once at most: each is put back by itself.
const MOST: usize = 40;
const UNKNOWN: &str = crate::verify::refusals::UNKNOWN;

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    if run.options.read_only {
        run.skip("read-only");
        return Ok(());
    }
    let scopes = run.scopes.clone();
    let rows: Vec<Backup> = scopes
        .iter()
        .flat_map(|scope| scope.rows.iter().take(3))
        .cloned()
        .collect();
    if rows.len() < 2 {
        run.skip("there are fewer than two backups");
        return Ok(());
    }
    let (a, b) = (rows[0].clone(), rows[1].clone());
    let both = json!({ "backups": [a.guid(), { "guid": b.guid(), "name": "ignored" }] });
    if !acknowledge(run, both, vec![a.clone(), b]).await? {
        return Ok(());
    }
    for (name, filter) in [
        ("protectedEntities", "protected-entity"),
        ("backupDestinations", "backup-destination"),
    ] {
        match smallest(run, filter).await? {
            None => run.skip(format!(
                "`{name}`: each of those seen has more than {MOST} backups"
            )),
            Some((guid, members)) => {
                acknowledge(run, json!({ name: [guid] }), members).await?;
            }
        }
    }
    for name in [
        "backups",
        "protectedEntities",
        "backupDestinations",
        "snapshots",
        "restoreJobs",
    ] {
        let mut body = json!({ "backups": [a.guid()] });
        body[name] = if name == "backups" {
            json!([a.guid(), UNKNOWN])
        } else {
            json!([UNKNOWN])
        };
        nothing(run, &body, &a).await?;
    }
    Ok(())
}

/// Acknowledges, and takes it back. Returns whether the user may.
async fn acknowledge(run: &mut Run, body: Value, members: Vec<Backup>) -> Result<bool, Stop> {
    for row in &members {
        if !undo::remember(run, row.guid()).await? {
            run.skip(format!(
                "backup {} cannot be read, so an edit could not be put back",
                row.guid()
            ));
            return Ok(true);
        }
    }
    let operation = run.operation("acknowledge_warnings")?;
    let guids: BTreeSet<&str> = members.iter().map(Backup::guid).collect();
    for value in [None, Some(false), Some(true)] {
        // Only this project's servers can take it back at once.
        if value.is_some() && !run.is_full() {
            continue;
        }
        let mut body = body.clone();
        if let Some(value) = value {
            body["value"] = json!(value);
        }
        let before = everything(run, &guids).await?;
        let ask = Ask::of(&operation).json(&body);
        let answer = run.ask(&ask).await?;
        if answer.status == 403 {
            run.skip("403: the user of this run may not do it");
            return Ok(false);
        }
        let members: Vec<&Backup> = members.iter().collect();
        let found = if answer.is_success() {
            set(&answer.json(), &members).filter(|_| !answer.body.is_empty())
        } else {
            Some((answer.words(), String::new()))
        };
        let (got, _) = found.clone().unwrap_or_default();
        let expected = format!(
            "200 with the {} backups that were acknowledged",
            members.len()
        );
        run.expect(found.is_none(), &ask, got, expected, operation.sentence());
        let wanted = value.unwrap_or(true);
        let after = everything(run, &guids).await?;
        let mut wrong = after.iter().filter(|row| {
            let was = before.iter().find(|it| it.guid() == row.guid());
            let should = if guids.contains(row.guid()) {
                wanted
            } else {
                was.is_some_and(|it| it.flag("/warningsAcknowledged"))
            };
            row.flag("/warningsAcknowledged") != should
        });
        let first = wrong.next();
        // Others that were changed are put back too.
        for row in first.into_iter().chain(wrong) {
            if let Some(was) = before.iter().find(|it| it.guid() == row.guid()) {
                run.undo.keep(row.guid(), Original::of(was));
            }
        }
        let got = first.map(|row| {
            format!(
                "warningsAcknowledged: {} of {}",
                row.flag("/warningsAcknowledged"),
                describe(row)
            )
        });
        let expected = format!(
            "{wanted} of the {} named, and the others as before",
            guids.len()
        );
        run.expect(
            first.is_none(),
            &ask,
            got.unwrap_or_default(),
            expected,
            operation.sentence(),
        );
    }
    Ok(true)
}

/// The members and backups beside them, as they are now.
async fn everything(run: &mut Run, members: &BTreeSet<&str>) -> Result<Vec<Backup>, Stop> {
    let mut rows = Vec::new();
    for scope in run.scopes.clone() {
        let (_, answer) = run.list("list_backups", &scope.narrowed(MOST).base).await?;
        rows.extend(sample::rows(&answer.json()));
    }
    let operation = run.operation("get_backup")?;
    for guid in members {
        if !rows.iter().any(|row: &Backup| row.guid() == *guid) {
            let answer = run.ask(&Ask::of(&operation).at("guid", guid)).await?;
            rows.push(Backup::new(&answer.json()));
        }
    }
    Ok(rows)
}

/// The thing that selects fewest backups, and those.
async fn smallest(run: &mut Run, filter: &str) -> Result<Option<(String, Vec<Backup>)>, Stop> {
    let mut guids = BTreeSet::new();
    for row in run.scopes.iter().flat_map(|scope| &scope.rows) {
        match filter {
            "protected-entity" => drop(guids.insert(row.entity().to_owned())),
            _ => guids.extend(row.locations("/backupDestination/guid").map(str::to_owned)),
        }
    }
    let mut best: Option<(i64, String)> = None;
    for guid in guids.into_iter().take(30) {
        let (_, answer) = run
            .list(
                "list_backups",
                &Query::default().with(filter, &guid).with("size", 1),
            )
            .await?;
        let total = answer.total().unwrap_or(i64::MAX);
        if total > 0 && best.as_ref().is_none_or(|(least, _)| total < *least) {
            best = Some((total, guid));
        }
    }
    let Some((_, guid)) =
        best.filter(|(total, _)| usize::try_from(*total).is_ok_and(|total| total <= MOST))
    else {
        return Ok(None);
    };
    let (_, answer) = run
        .list(
            "list_backups_detailed",
            &Query::default().with(filter, &guid),
        )
        .await?;
    Ok(Some((guid, sample::rows(&answer.json()))))
}

/// Something named is not known: 404, and nothing is acknowledged.
async fn nothing(run: &mut Run, body: &Value, named: &Backup) -> Result<(), Stop> {
    let operation = run.operation("acknowledge_warnings")?;
    let get = Ask::of(&run.operation("get_backup")?).at("guid", named.guid());
    let mut body = body.clone();
    let before = run.ask(&get).await?.json()["warningsAcknowledged"].clone();
    if run.is_full() {
        body["value"] = json!(before != true);
    }
    let ask = Ask::of(&operation).json(&body);
    let answer = run.ask(&ask).await?;
    // A vendor's server has snapshots and restore jobs.
    run.expect(
        answer.status == 404 || !run.is_full(),
        &ask,
        answer.words(),
        "404: what is named is not known",
        operation.sentence(),
    );
    let after = run.ask(&get).await?.json()["warningsAcknowledged"].clone();
    run.expect(
        after == before || !run.is_full(),
        &ask,
        format!("afterwards warningsAcknowledged: {after}"),
        format!("{before}: all or nothing"),
        operation.sentence(),
    );
    Ok(())
}
