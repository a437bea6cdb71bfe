//! Guids that nothing has.

use super::{Refusal, UNKNOWN, draft, refused};
use crate::verify::exchange::Ask;
use crate::verify::run::{Run, Stop};

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let refusal = Refusal {
        status: 404,
        code: "NOT_FOUND",
        names: "",
    };
    for operation in run.document.operations.clone() {
        let has_guid = operation
            .parameters
            .iter()
            .any(|it| it.place == "path" && it.name == "guid");
        if !has_guid {
            continue;
        }
        if run.options.read_only && !operation.is_get() {
            run.skip(format!(
                "{} {}: read-only",
                operation.method, operation.path
            ));
            continue;
        }
        // Body and the rest of the path are right.
        let Some(filled) = draft(run, &operation) else {
            run.skip("there is no backup whose request could be made wrong");
            continue;
        };
        let mut ask = Ask::of(&operation).at("guid", UNKNOWN).at("type", "VM");
        ask.body = filled.body;
        ask.headers = filled.headers;
        refused(
            run,
            &ask,
            refusal,
            &format!("{} An unknown guid is a 404.", operation.sentence()),
        )
        .await?;
    }
    Ok(())
}
