//! What became of the backups of a period, per policy and entity: to be printed, kept, or calculated with.

mod page;
mod read;
mod rows;
mod table;

use std::sync::Arc;

use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::HeaderName;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::routing::get;
use form_urlencoded::parse;

use crate::app::App;
use crate::http::{ApiError, Reader};
use crate::moment;

/// A period that nobody has named: so many days up to now (chosen).
const DAYS: i64 = 30;

const DAY: i64 = 86_400_000;

/// What a report looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Html,
    Csv,
    Json,
}

/// From when to when, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Wanted {
    /// Epoch ms.
    from: i64,
    /// Epoch ms, excluded.
    to: i64,
    format: Format,
}

/// `GET /report?from=&to=&format=`: html, csv or json, with the rights of the session or API token.
pub fn router<S: Clone + Send + Sync + 'static>(app: Arc<App>) -> Router<S> {
    Router::new().route("/report", get(show)).with_state(app)
}

type Answer = ([(HeaderName, String); 2], String);

async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Result<Answer, ApiError> {
    reader.viewer()?;
    let now = app.clock.now();
    let wanted = Wanted::read(query.as_deref().unwrap_or_default(), now)?;
    let report = read::read(&app, wanted.from, wanted.to.min(now), now).await?;
    let (kind, ending, written) = match wanted.format {
        Format::Html => (
            "text/html; charset=utf-8",
            "html",
            page::page(&report).into_string(),
        ),
        Format::Csv => (
            "text/csv; charset=utf-8",
            "csv",
            table::csv(&report).map_err(ApiError::internal)?,
        ),
        Format::Json => (
            "application/json",
            "json",
            serde_json::to_string_pretty(&report).map_err(ApiError::internal)?,
        ),
    };
    let day = |ms| crate::human::time(ms).chars().take(10).collect::<String>();
    let name = format!(
        "inline; filename=\"backups-{}-{}.{ending}\"",
        day(wanted.from),
        day(wanted.to - 1)
    );
    Ok((
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, name)],
        written,
    ))
}

impl Wanted {
    fn read(query: &str, now: i64) -> Result<Self, ApiError> {
        let (mut from, mut to, mut format) = (None, None, Format::Html);
        for (name, value) in parse(query.as_bytes()) {
            let refuse = |why: &str| refused(&name, &value, why);
            match &*name {
                "from" => from = Some(moment::earliest(&value).map_err(|why| refuse(&why))?),
                "to" => {
                    // The last millisecond of a day is one of it.
                    let last = moment::latest(&value).map_err(|why| refuse(&why))?;
                    to = Some(last.saturating_add(1));
                }
                "format" => {
                    format = match &*value {
                        "html" => Format::Html,
                        "csv" => Format::Csv,
                        "json" => Format::Json,
                        _ => {
                            let error = refuse("this is no format; html, csv and json are");
                            return Err(error.allowed(["html", "csv", "json"]));
                        }
                    }
                }
                _ => {
                    let error = refuse("there is no such parameter; there are from, to and format");
                    return Err(error.allowed(["from", "to", "format"]));
                }
            }
        }
        let to = to.unwrap_or(now);
        let from = from.unwrap_or_else(|| to.min(now).saturating_sub(DAYS * DAY));
        if from >= to.min(now) {
            let why = "the period ends before it begins, or begins in the future";
            return Err(refused("from", &from.to_string(), why));
        }
        Ok(Self { from, to, format })
    }
}

fn refused(parameter: &str, value: &str, why: &str) -> ApiError {
    ApiError::malformed_parameter(parameter, value, format!("`{parameter}`: {why}."))
}
