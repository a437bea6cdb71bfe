//! `PUT /backups/{guid}/warnings`

use serde_json::{Value, json};

use super::target::choose;
use crate::verify::run::{Run, Stop};

const OPERATION: &str = "update_backup_warnings";

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let Some(mut target) = choose(run).await? else {
        return Ok(());
    };
    let list =
        |texts: &[&str]| Value::Array(texts.iter().map(|text| json!({ "value": text })).collect());
    let first = [
        "backup-catalog verify: one disk was skipped",
        "zweite Warnung: größer als erwartet",
    ];
    let second = ["backup-catalog verify: another disk was skipped"];
    let state = |texts: &[&str], acknowledged: bool| {
        [
            ("warnings", json!(texts)),
            ("warningsPresent", json!(!texts.is_empty())),
            ("warningsAcknowledged", json!(acknowledged)),
        ]
    };
    let Some(edited) = target.edit(run, OPERATION, &list(&first)).await? else {
        return Ok(());
    };
    target.has(run, &edited, &state(&first, false)).await?;
    let acknowledge = "acknowledge_backup_warnings";
    match target
        .edit(run, acknowledge, &json!({ "value": true }))
        .await?
    {
        None => {}
        Some(edited) => {
            target.has(run, &edited, &state(&first, true)).await?;
            // The same list again is no change.
            if let Some(edited) = target.edit(run, OPERATION, &list(&first)).await? {
                target.has(run, &edited, &state(&first, true)).await?;
            }
        }
    }
    for texts in [&second[..], &[]] {
        if let Some(edited) = target.edit(run, OPERATION, &list(texts)).await? {
            target.has(run, &edited, &state(texts, false)).await?;
        }
    }
    Ok(())
}
