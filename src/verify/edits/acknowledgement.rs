//! `PUT /backups/{guid}/warnings-acknowledged`

use serde_json::json;

use super::target::choose;
use crate::verify::run::{Run, Stop};

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let Some(mut target) = choose(run).await? else {
        return Ok(());
    };
    // Twice: an acknowledgement of what is acknowledged changes nothing.
    for value in [true, true, false] {
        let body = json!({ "value": value });
        let Some(edited) = target
            .edit(run, "acknowledge_backup_warnings", &body)
            .await?
        else {
            return Ok(());
        };
        target
            .has(run, &edited, &[("warningsAcknowledged", json!(value))])
            .await?;
    }
    Ok(())
}
