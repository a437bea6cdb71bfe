//! Pings as Uptime Kuma has them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::Uri;
use serde::Serialize;

use super::{parameter, take as take_ping};
use crate::app::App;
use crate::domain::ping::{Call, Said};
use crate::http::ApiError;

/// What Uptime Kuma answers.
#[derive(Debug, Serialize)]
pub(super) struct Answer {
    ok: bool,
}

/// `status` is `up` (also where it is absent) or `down`. borgmatic says that it begins by `up` with the message `start`.
pub(super) async fn take(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    uri: Uri,
) -> Result<Json<Answer>, ApiError> {
    // `ping`, a number of milliseconds, is for Uptime Kuma itself.
    let message = parameter(&uri, "msg").unwrap_or_default();
    let status = parameter(&uri, "status").unwrap_or_else(|| "up".to_owned());
    let said = match status.as_str() {
        "up" if message == "start" => Said::Start,
        "up" => Said::Success,
        "down" => Said::Failure(None),
        _ => {
            let refused = "`status` has to be up or down.";
            return Err(
                ApiError::malformed_parameter("status", status, refused).allowed(["up", "down"])
            );
        }
    };
    let call = Call {
        said,
        // These words are Uptime Kuma's and borgmatic's own, and say no more than the status.
        log: match message.as_str() {
            "OK" | "start" | "finish" | "fail" => String::new(),
            _ => message,
        },
        run: None,
        time: app.clock.now(),
    };
    take_ping(&app, &token, call).await?;
    Ok(Json(Answer { ok: true }))
}
