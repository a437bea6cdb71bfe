//! `PUT /backups/{guid}/description`

use serde_json::{Value, json};

use super::target::choose;
use crate::verify::meaning::compare::set;
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

const OPERATION: &str = "update_backup_description";

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let Some(mut target) = choose(run).await? else {
        return Ok(());
    };
    // Letters of several alphabets, a quotation mark and a line end: all of them are text.
    let text = "Verified \"by\" backup-catalog: Zürich, Łódź, 東京\nsecond line";
    let longest = "ü".repeat(4_096);
    for value in [text, longest.as_str(), ""] {
        let Some(edited) = target
            .edit(run, OPERATION, &json!({ "value": value }))
            .await?
        else {
            return Ok(());
        };
        let stored = if value.is_empty() {
            Value::Null
        } else {
            json!(value)
        };
        target.has(run, &edited, &[("description", stored)]).await?;
        if value == text {
            // What is stored can be found.
            let words = "VERIFIED \"BY\" backup-catalog: zÜRICH, łÓDŹ";
            let query = Query::default().with("filter", words).with("size", 10);
            let (ask, answer) = run.list("list_backups", &query).await?;
            let row = crate::verify::model::Backup::new(&json!({ "guid": target.guid }));
            let found = set(&answer.json(), &[&row]);
            let (got, _) = found.clone().unwrap_or_default();
            let sentence = run.operation("list_backups")?.sentence_of("filter");
            run.expect(
                found.is_none(),
                &ask,
                got,
                format!(
                    "backup {}, whose description was just set, alone",
                    target.guid
                ),
                sentence,
            );
        }
    }
    Ok(())
}
