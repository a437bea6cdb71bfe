//! `POST /backups/transfer-rate/{task-type}`

use super::rows::rows;
use super::selection::range;
use crate::app::App;
use crate::domain::selection::Selection;
use crate::domain::statistics::Rate;
use crate::generated::server::GetTransferRateOk;
use crate::http::{ApiError, JsonRows};
use crate::store::series::Transfer;
use crate::types;

pub(super) async fn get_transfer_rate(
    app: &App,
    task: types::TaskType,
    body: types::TransferRateQueryParameters,
) -> Result<GetTransferRateOk, ApiError> {
    // In a body, a value that is not allowed is a 422.
    range("from", body.from, body.to)
        .map_err(|error| ApiError::unprocessable(Some("from".to_owned()), error.message()))?;
    let transfer = match task {
        types::TaskType::Export => Transfer::Export,
        types::TaskType::Store => Transfer::Store,
        // No other task moves data.
        _ => {
            return Ok(GetTransferRateOk {
                body: JsonRows::from_vec(Vec::new()),
                x_total_count: 0,
            });
        }
    };
    let selection = Selection {
        entity: body.protected_entity.map(|entity| entity.guid()),
        from: body.from,
        to: body.to,
        ..Selection::default()
    };
    let (body, x_total_count) = rows(app.store.rates(selection, transfer).await?, rate)?;
    Ok(GetTransferRateOk {
        body,
        x_total_count,
    })
}

fn rate(rate: Rate) -> types::BackupTransferRateResponse {
    types::BackupTransferRateResponse {
        backup: rate.backup.into(),
        snapshot_time: rate.snapshot_time,
        transfer_rate: rate.rate,
    }
}
