//! What has to be refused, and how: the classes of wrong values are made from the document.

pub(super) mod bodies;
mod draft;
pub(super) mod methods;
pub(super) mod parameters;
pub(super) mod ranges;
pub(super) mod session;
pub(super) mod unknown;
mod values;

use std::fmt::Write as _;

use serde_json::Value;

use super::exchange::{Answer, Ask};
use super::run::{Run, Stop};

pub(super) use draft::draft;

/// A guid that nothing has.
pub(super) const UNKNOWN: &str = "00000000-0000-4000-8000-0000000000ff";

/// What a refusal has to be.
#[derive(Debug, Clone, Copy)]
struct Refusal<'a> {
    status: u16,
    code: &'a str,
    /// The parameter or property that it has to name; empty: none.
    names: &'a str,
}

/// Sends what must be refused and judges the refusal. Of a vendor's server only that it refuses is known.
async fn refused(
    run: &mut Run,
    ask: &Ask,
    refusal: Refusal<'_>,
    sentence: &str,
) -> Result<Answer, Stop> {
    let answer = run.ask(ask).await?;
    if !run.is_full() {
        let holds = (400..500).contains(&answer.status);
        run.expect(holds, ask, answer.words(), "a refusal, 4xx", sentence);
        return Ok(answer);
    }
    let body = answer.json();
    let holds = answer.status == refusal.status
        && body["code"] == refusal.code
        && (refusal.names.is_empty() || names(&body, refusal.names));
    let mut expected = format!("{} {}", refusal.status, refusal.code);
    if !refusal.names.is_empty() {
        // Writing to a string does not fail.
        let _ = write!(expected, " that names `{}`", refusal.names);
    }
    run.expect(holds, ask, answer.words(), expected, sentence);
    Ok(answer)
}

/// Whether an error names a parameter or property, at whatever depth, also in its sentence.
fn names(body: &Value, name: &str) -> bool {
    let place = body["parameter"].as_str().unwrap_or_default();
    let mut parts = place
        .split(['.', '['])
        .map(|part| part.trim_end_matches(']'));
    let message = body["message"].as_str().unwrap_or_default();
    (place == name || parts.any(|part| part == name)) && message.contains(name)
}
