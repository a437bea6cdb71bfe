//! The form of every answer: status, media type, headers, body.

use serde_json::{Value, json};

use super::exchange::{Answer, Ask, is_json, shortened};
use super::run::{Run, Stop};

/// Texts that only the inside of a server knows.
const INTERNALS: [&str; 16] = [
    "panicked at",
    "stack backtrace",
    "Traceback (most recent call last)",
    "java.lang.",
    "java.util.",
    "jakarta.",
    "org.hibernate",
    "\tat ",
    "\n   at ",
    ".rs:",
    ".java:",
    ".py\", line",
    "SQLITE_",
    "SQL error",
    "syntax error at or near",
    "no such column",
];

const ERRORS: &str = "responses 4XX and 5XX: an `ErrorBody` in application/json.";

/// Looks at an answer. What is wrong goes to the checks of the form, whichever check asked.
pub(super) fn examine(run: &mut Run, ask: &Ask, answer: &Answer) {
    if answer.broken.is_some() {
        run.find_in(
            "form/answer",
            ask,
            answer.words(),
            "an answer",
            ask_sentence(ask),
        );
        return;
    }
    if answer.status >= 500 {
        let expected = "a success, or a refusal that says what is wrong with the request";
        run.find_in(
            "form/answer",
            ask,
            answer.words(),
            expected,
            ask_sentence(ask),
        );
    } else if let Some(check) = run.ledger.by_id("form/answer") {
        check.held += 1;
    }
    if ask.method == "HEAD" {
        return;
    }
    match answer.status {
        400.. => error(run, ask, answer),
        200..300 => success(run, ask, answer),
        _ => {
            let expected = "a documented status";
            run.find_in(
                "form/status",
                ask,
                answer.words(),
                expected,
                ask_sentence(ask),
            );
        }
    }
}

fn ask_sentence(ask: &Ask) -> String {
    ask.operation
        .as_ref()
        .map_or_else(String::new, |it| it.sentence())
}

fn success(run: &mut Run, ask: &Ask, answer: &Answer) {
    // What the document does not have, the caller judges.
    let Some(operation) = ask.operation.clone() else {
        return;
    };
    let Some(response) = operation.successes.get(&answer.status) else {
        // The vendor's page shows 204 for its edits.
        if !run.is_full() && answer.status == 204 && operation.method == "PUT" {
            return;
        }
        let known: Vec<String> = operation.successes.keys().map(u16::to_string).collect();
        let expected = format!("status {}", known.join(" or "));
        run.find_in(
            "form/status",
            ask,
            answer.words(),
            expected,
            operation.sentence(),
        );
        return;
    };
    held(run, "form/status");
    for (name, schema, words) in &response.headers {
        header(run, ask, answer, (name, schema, words));
    }
    let Some(schema) = &response.schema else {
        if !answer.body.is_empty() {
            run.find_in(
                "form/body",
                ask,
                answer.words(),
                "no body",
                operation.sentence(),
            );
        }
        return;
    };
    if let Some(value) = body(run, ask, answer, "form/body") {
        let faults = run.schemas.faults(&run.document, schema, &value);
        judge(run, "form/body", ask, &faults, &operation.sentence());
    }
}

fn header(run: &mut Run, ask: &Ask, answer: &Answer, (name, schema, words): (&str, &Value, &str)) {
    let sentence = format!("header {name}: {words}");
    match answer.header(name) {
        // The document does not say which headers the vendor's server has.
        None if !run.is_full() => {}
        None => run.find_in(
            "form/headers",
            ask,
            format!("no header {name}"),
            format!("the header {name}"),
            sentence,
        ),
        Some(text) if schema["type"] == "integer" && text.parse::<i64>().is_err() => {
            let got = format!("{name}: {}", shortened(text, 80));
            run.find_in(
                "form/headers",
                ask,
                got,
                format!("{name} is a whole number"),
                sentence,
            );
        }
        Some("") => {
            run.find_in(
                "form/headers",
                ask,
                format!("{name} is empty"),
                format!("{name} has a value"),
                sentence,
            );
        }
        Some(_) => held(run, "form/headers"),
    }
}

fn error(run: &mut Run, ask: &Ask, answer: &Answer) {
    let schema = json!({ "$ref": "#/components/schemas/ErrorBody" });
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    if let Some(inside) = INTERNALS.iter().find(|it| text.contains(**it)) {
        let expected = "a sentence that a person can act on, and nothing of the inside";
        let got = format!("{} with {:?}", answer.words(), inside.trim());
        run.find_in(
            "form/internals",
            ask,
            got,
            expected,
            "ErrorBody.message: A sentence that a person can act on.",
        );
    } else {
        held(run, "form/internals");
    }
    if let Some(value) = body(run, ask, answer, "form/error") {
        let faults = run.schemas.faults(&run.document, &schema, &value);
        judge(run, "form/error", ask, &faults, ERRORS);
    }
}

/// The body as JSON; what is none is a finding.
fn body(run: &mut Run, ask: &Ask, answer: &Answer, check: &str) -> Option<Value> {
    let sentence = if check == "form/error" {
        ERRORS.to_owned()
    } else {
        ask_sentence(ask)
    };
    if is_json(&answer.headers) {
        held(run, "form/media-type");
    } else {
        let kind = answer.header("content-type").unwrap_or("none");
        let got = format!("{} with content type {kind}", answer.status);
        run.find_in(
            "form/media-type",
            ask,
            got,
            "application/json",
            sentence.clone(),
        );
    }
    match serde_json::from_slice(&answer.body) {
        Ok(value) => Some(value),
        Err(error) => {
            let got = format!("{} ({error})", answer.words());
            run.find_in(check, ask, got, "a body in JSON", sentence);
            None
        }
    }
}

fn judge(run: &mut Run, check: &str, ask: &Ask, faults: &[String], sentence: &str) {
    if faults.is_empty() {
        held(run, check);
    }
    if let Some(first) = faults.first() {
        let more = match faults.len() {
            1 => String::new(),
            count => format!(" (and {} more)", count - 1),
        };
        let got = format!("{}{more}", shortened(first, 400));
        let what = if check == "form/error" {
            "ErrorBody"
        } else {
            "the documented schema"
        };
        run.find_in(check, ask, got, format!("{what}, closed"), sentence);
    }
}

fn held(run: &mut Run, check: &str) {
    if let Some(check) = run.ledger.by_id(check) {
        check.held += 1;
    }
}

/// Asks each operation that changes nothing once, with what the sample offers.
pub(super) async fn operations(run: &mut Run) -> Result<(), Stop> {
    for operation in run.document.operations.clone() {
        if !operation.is_get() || (operation.chosen && !run.is_full()) {
            continue;
        }
        let Some(ask) = super::refusals::draft(run, &operation) else {
            run.skip(format!(
                "{} {}: there is no backup to ask for",
                operation.method, operation.path
            ));
            continue;
        };
        // The whole list of a large server is not needed to see its form.
        let ask = if operation.parameters.iter().any(|it| it.name == "size") {
            ask.query(&super::query::Query::default().with("size", 50))
        } else {
            ask
        };
        let answer = run.ask(&ask).await?;
        let privileges = "(403: the user of this run may not do it)";
        if answer.status == 403 {
            run.skip(format!(
                "{} {} {privileges}",
                operation.method, operation.path
            ));
        } else {
            run.expect(
                answer.is_success(),
                &ask,
                answer.words(),
                "a success",
                operation.sentence(),
            );
        }
    }
    Ok(())
}
