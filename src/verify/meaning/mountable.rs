//! `only-mountable`: lists do not show what is mountable, so some backups are asked for one by one.

use std::collections::BTreeSet;

use super::compare::{describe, selection};
use crate::verify::exchange::Ask;
use crate::verify::model::{Backup, Known, selects};
use crate::verify::run::{Run, Stop};
use crate::verify::sample;

/// Backups that are asked for one by one in each part of the catalog.
const ASKED: usize = 40;

pub(super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let sentence = run.operation("list_backups")?.sentence_of("only-mountable");
    for scope in run.scopes.clone() {
        let (ask, answer) = run
            .list("list_backups", &scope.base.with("only-mountable", true))
            .await?;
        let rows = sample::rows(&answer.json());
        let unfit = rows.iter().find(|row| {
            !row.is_successful()
                || !row
                    .locations("/status/name")
                    .any(|status| status == "PRESENT")
        });
        let got = unfit.map_or_else(|| answer.words(), describe);
        run.expect(
            answer.is_success() && unfit.is_none(),
            &ask,
            got,
            "only successful backups with a location that is PRESENT",
            sentence.clone(),
        );
        let narrow = scope.narrowed(ASKED);
        // A stretch may be longer where many backups have one time.
        if narrow.rows.len() > 2 * ASKED {
            run.skip(format!("{}: too many backups of one time", scope.name));
            continue;
        }
        let Some(mountable) = mountable(run, &narrow.rows).await? else {
            run.skip("the details do not say what is mountable");
            continue;
        };
        let known = Known {
            mountable,
            ..Known::default()
        };
        for (id, value) in [
            ("list_backups", "true"),
            ("list_backups_detailed", "true"),
            ("get_time_statistics", "true"),
            ("list_backups", "false"),
        ] {
            let values = [value.to_owned()];
            let fit = narrow
                .rows
                .iter()
                .filter(|row| selects(row, "only-mountable", &values, &known));
            let query = narrow.base.with("only-mountable", value);
            let (ask, found) = selection(run, id, &query, &fit.collect::<Vec<_>>()).await?;
            let (got, expected) = found.clone().unwrap_or_default();
            run.expect(found.is_none(), &ask, got, expected, sentence.clone());
        }
    }
    Ok(())
}

async fn mountable(run: &mut Run, rows: &[Backup]) -> Result<Option<BTreeSet<String>>, Stop> {
    let operation = run.operation("get_backup")?;
    let mut mountable = BTreeSet::new();
    for row in rows.iter().filter(|row| row.is_successful()) {
        let answer = run.ask(&Ask::of(&operation).at("guid", row.guid())).await?;
        match answer.json()["mountable"].as_bool() {
            Some(true) => drop(mountable.insert(row.guid().to_owned())),
            Some(false) => {}
            None => return Ok(None),
        }
    }
    Ok(Some(mountable))
}
