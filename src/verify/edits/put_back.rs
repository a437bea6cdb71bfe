//! The end of the edits.

use crate::verify::run::{Run, Stop};

pub(in super::super) async fn put_back(run: &mut Run) -> Result<(), Stop> {
    if run.undo.guids().is_empty() {
        run.skip("nothing was edited");
        return Ok(());
    }
    run.undo.restore(&mut run.ledger, &run.client).await;
    Ok(())
}
