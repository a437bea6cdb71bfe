//! `GET /backups`

use super::record::list_record;
use super::rows::rows;
use super::selection::Wanted;
use crate::app::App;
use crate::generated::server::{BackupFilter, ListBackupsOk};
use crate::http::ApiError;

pub(super) async fn list_backups(
    app: &App,
    filter: BackupFilter,
) -> Result<ListBackupsOk, ApiError> {
    let Wanted { query, page } = Wanted::read(app, filter).await?;
    let (body, x_total_count) = rows(app.store.backups(query, page).await?, list_record)?;
    Ok(ListBackupsOk {
        body,
        x_total_count,
    })
}
