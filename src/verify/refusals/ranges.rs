//! Ranges that end before they begin.

use serde_json::json;

use super::{Refusal, UNKNOWN, draft, refused};
use crate::verify::exchange::Ask;
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    // A server that takes it should not send everything.
    let query = Query::default()
        .with("from", 2_000)
        .with("to", 1_999)
        .with("size", 1);
    let refusal = Refusal {
        status: 400,
        code: "MALFORMED_PARAMETER",
        names: "from",
    };
    for operation in run.document.operations.clone() {
        let has_range = operation.parameters.iter().any(|it| it.name == "from");
        if !has_range {
            continue;
        }
        if let Some(ask) = draft(run, &operation) {
            refused(
                run,
                &ask.query(&query),
                refusal,
                &operation.sentence_of("from"),
            )
            .await?;
        }
    }
    if run.options.read_only {
        run.skip("POST /backups/transfer-rate: read-only");
        return Ok(());
    }
    let operation = run.operation("get_transfer_rate")?;
    let body = json!({ "from": 2_000, "to": 1_999, "protectedEntity": UNKNOWN });
    let ask = Ask::of(&operation).at("task-type", "EXPORT").json(&body);
    let answer = run.ask(&ask).await?;
    let holds = [400, 422].contains(&answer.status) || !run.is_full();
    run.expect(
        holds,
        &ask,
        answer.words(),
        "a refusal, 400 or 422",
        "`from`: Earliest `snapshotTime`. Later than `to` is refused.",
    );
    Ok(())
}
