//! Whether the server works.

use crate::app::App;
use crate::generated::server::GetHealthOk;
use crate::http::ApiError;
use crate::types;

pub(super) async fn get_health(app: &App) -> Result<GetHealthOk, ApiError> {
    let schema_version = app.store.schema_version().await.map_err(|error| {
        tracing::error!(%error, "the database cannot be read");
        ApiError::unavailable("The database cannot be read; the server's log says why.", 5)
    })?;
    Ok(GetHealthOk {
        body: types::Health {
            status: "ok".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            database: app.store.engine().to_owned(),
            schema_version,
        },
    })
}
