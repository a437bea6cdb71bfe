//! A request of each operation that is right in every part, to be made wrong in one.

use std::sync::Arc;

use serde_json::json;

use super::UNKNOWN;
use crate::verify::document::Operation;
use crate::verify::exchange::Ask;
use crate::verify::run::Run;

/// The operation with its path filled from the backups that were read. None without a backup.
pub(in super::super) fn draft(run: &Run, operation: &Arc<Operation>) -> Option<Ask> {
    let mut ask = Ask::of(operation);
    let row = run.scopes.iter().find_map(|scope| scope.rows.first());
    for parameter in operation.parameters.iter().filter(|it| it.place == "path") {
        let of_entity = operation
            .parameters
            .iter()
            .any(|it| it.place == "path" && it.name == "type");
        let value = match parameter.name.as_str() {
            "guid" if of_entity => row?.entity().to_owned(),
            "guid" => row?.guid().to_owned(),
            "type" => row?.text("/protectedEntity/type/name")?.to_owned(),
            // Any value of an enumeration will do.
            _ => parameter.schema["enum"].get(0)?.as_str()?.to_owned(),
        };
        ask = ask.at(&parameter.name, &value);
    }
    let guid = row.map_or(UNKNOWN, |row| row.guid());
    let acknowledged = row.is_some_and(|row| row.flag("/warningsAcknowledged"));
    let body = match operation.id.as_str() {
        "acknowledge_warnings" => json!({ "backups": [guid], "value": acknowledged }),
        "update_backup_description" => json!({ "value": "backup-catalog verify" }),
        "update_backup_warnings" => json!([{ "value": "backup-catalog verify" }]),
        "acknowledge_backup_warnings" => json!({ "value": true }),
        "get_transfer_rate" => json!({ "from": 0, "to": 1, "protectedEntity": UNKNOWN }),
        "login" => json!({ "login": "nobody-of-backup-catalog-verify", "password": "wrong" }),
        _ => {
            return Some(match &operation.body {
                // A body that is read by the operation itself: an empty one reports nothing.
                Some(body) => ask.text(&body.media_type, ""),
                None => ask,
            });
        }
    };
    Some(ask.json(&body))
}
