//! Pings: `/ping/TOKEN` as healthchecks.io has them, and `/api/push/TOKEN` as Uptime Kuma has them, so that what pings those
//! today needs another URL and nothing else.

mod body;
mod push;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Uri;
use axum::routing::{MethodRouter, get};
use uuid::Uuid;

use crate::app::App;
use crate::domain::ping::{Call, Said};
use crate::http::ApiError;
use crate::session::Shown;
use crate::store::ingest::TakeError;

/// `/ping/TOKEN`, with `/start`, `/fail`, `/log` or an exit status behind it, and `/api/push/TOKEN`; HEAD, GET and POST.
pub fn router<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new()
        .route("/ping/{token}", any_way(success))
        .route("/ping/{token}/{said}", any_way(said))
        .route("/api/push/{token}", any_way(push::take))
        .with_state(app)
}

/// HEAD comes with GET.
fn any_way<H, T>(handler: H) -> MethodRouter<Arc<App>>
where
    H: axum::handler::Handler<T, Arc<App>>,
    T: 'static,
{
    get(handler.clone()).post(handler)
}

/// What stands behind the question mark under a name, the first of several.
fn parameter(uri: &Uri, name: &str) -> Option<String> {
    let query = uri.query().unwrap_or_default().as_bytes();
    let mut found = form_urlencoded::parse(query).filter(|(key, _)| key == name);
    found.next().map(|(_, value)| value.into_owned())
}

async fn success(
    State(app): State<Arc<App>>,
    Path(token): Path<String>,
    uri: Uri,
    body: Body,
) -> Result<&'static str, ApiError> {
    let call = call(&app, Said::Success, &uri, body).await?;
    take(&app, &token, call).await?;
    Ok("OK")
}

async fn said(
    State(app): State<Arc<App>>,
    Path((token, word)): Path<(String, String)>,
    uri: Uri,
    body: Body,
) -> Result<&'static str, ApiError> {
    let said = match word.as_str() {
        "start" => Said::Start,
        "fail" => Said::Failure(None),
        "log" => Said::Log,
        word => match word.parse::<u8>() {
            Ok(0) => Said::Success,
            Ok(code) => Said::Failure(Some(i64::from(code))),
            Err(_) => {
                return Err(ApiError::not_found(
                    "A ping ends in nothing, /start, /fail, /log or an exit status from 0 to 255.",
                ));
            }
        },
    };
    let call = call(&app, said, &uri, body).await?;
    take(&app, &token, call).await?;
    Ok("OK")
}

async fn call(app: &App, said: Said, uri: &Uri, body: Body) -> Result<Call, ApiError> {
    // It tells runs apart that overlap. Others, such as `create`, are for healthchecks.io itself.
    let run =
        match parameter(uri, "rid") {
            None => None,
            Some(rid) => Some(rid.parse::<Uuid>().map_err(|_| {
                ApiError::malformed_parameter("rid", rid, "`rid` has to be a UUID.")
            })?),
        };
    Ok(Call {
        said,
        log: body::words(body).await?,
        run,
        time: app.clock.now(),
    })
}

/// Takes a ping. Whether a token is unknown, revoked or over is not said.
async fn take(app: &App, token: &str, call: Call) -> Result<(), ApiError> {
    let unknown = || ApiError::not_found("There is no such ping, or it has ended.");
    let Some(Shown::Bearer(token)) = Shown::bearer(token) else {
        return Err(unknown());
    };
    let report = app.store.take_ping(token.hash(), call).await;
    let report = report.map_err(|error| match error {
        TakeError::Store(error) => error.into(),
        error => ApiError::internal(error),
    })?;
    match report {
        None => Err(unknown()),
        Some(report) => match report.rejected.first() {
            None => Ok(()),
            // The names were checked when the token was made.
            Some(rejected) => Err(ApiError::unprocessable(
                None,
                rejected.refusal.reason.clone(),
            )),
        },
    }
}
