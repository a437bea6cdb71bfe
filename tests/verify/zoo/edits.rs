//! Writes that are lost, or that do something else.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::defect::{Defect, after, also, before};

const FIRST: &str = "/backups/b0000000-0000-4000-8000-000000000001";

/// The edit is only read; the answer says what it would have said.
fn pretended(name: &str, check: &str, part: &'static str, property: &'static str) -> Defect {
    before(name, check, move |asked| {
        if asked.edits(part) {
            let guid = asked.guid().unwrap().to_owned();
            asked.method = Method::GET;
            asked.path = format!("/backups/{guid}");
        }
    })
    .and_after(move |asked, reply| {
        if asked.edits(part) && reply.is_success() {
            let value = asked.json()["value"].clone();
            reply.change(|body| body[property] = value);
        }
    })
}

/// The same edit of another backup.
fn elsewhere(asked: &Asked) -> Option<Asked> {
    let guid = asked.guid()?;
    let mut other = asked.clone();
    other.path = asked.path.replace(guid, FIRST.rsplit('/').next()?);
    other.headers.remove("if-match");
    (asked.method == Method::PUT).then_some(other)
}

fn acknowledged(asked: &Asked, value: bool) -> Asked {
    let mut more = asked.clone();
    more.path = format!("/backups/{}/warnings-acknowledged", asked.guid().unwrap());
    more.set_json(&json!({ "value": value }));
    more
}

fn is_batch(asked: &Asked) -> bool {
    asked.is("PUT", "/backups/warnings-acknowledged")
}

fn change_body(asked: &mut Asked, change: impl FnOnce(&mut Value)) {
    let mut body = asked.json();
    change(&mut body);
    asked.set_json(&body);
}

pub(super) fn defects() -> Vec<Defect> {
    vec![
        pretended(
            "a description is not stored",
            "edits/description",
            "description",
            "description",
        ),
        pretended(
            "an acknowledgement is not stored",
            "edits/acknowledgement",
            "warnings-acknowledged",
            "warningsAcknowledged",
        ),
        also(
            "a description is stored of another backup too",
            "edits/description",
            |asked| asked.edits("description").then(|| elsewhere(asked))?,
        ),
        also(
            "an acknowledgement is of another backup too",
            "edits/acknowledgement",
            |asked| {
                asked
                    .edits("warnings-acknowledged")
                    .then(|| elsewhere(asked))?
            },
        ),
        before("a description is cut off", "edits/description", |asked| {
            if asked.edits("description") {
                change_body(asked, |body| {
                    let short: String = body["value"].as_str().unwrap().chars().take(255).collect();
                    body["value"] = json!(short);
                });
            }
        }),
        before(
            "a description loses its line ends",
            "edits/description",
            |asked| {
                if asked.edits("description") {
                    change_body(asked, |body| {
                        body["value"] = json!(body["value"].as_str().unwrap().replace('\n', " "))
                    });
                }
            },
        ),
        after(
            "a list does not show the description",
            "edits/description",
            |asked, reply| {
                if asked.path == "/backups/detailed" && reply.is_success() {
                    reply.each(|row| drop(row.as_object_mut().unwrap().remove("description")));
                }
            },
        ),
        also(
            "an edit takes the acknowledgement away",
            "edits/description",
            |asked| {
                asked
                    .edits("description")
                    .then(|| acknowledged(asked, true))
            },
        ),
        also(
            "an acknowledgement survives other warnings",
            "edits/warnings",
            |asked| asked.edits("warnings").then(|| acknowledged(asked, true)),
        ),
        also(
            "the same warnings are unacknowledged",
            "edits/warnings",
            |asked| asked.edits("warnings").then(|| acknowledged(asked, false)),
        ),
        before("warnings lose their order", "edits/warnings", |asked| {
            if asked.edits("warnings") {
                change_body(asked, |body| body.as_array_mut().unwrap().reverse());
            }
        }),
        before("warnings cannot be taken away", "edits/warnings", |asked| {
            if asked.edits("warnings") && asked.json() == json!([]) {
                asked.method = Method::GET;
                asked.path = format!("/backups/{}", asked.guid().unwrap());
            }
        }),
        before(
            "an acknowledgement cannot be taken back",
            "edits/acknowledgement",
            |asked| {
                if asked.edits("warnings-acknowledged") {
                    asked.set_json(&json!({ "value": true }));
                }
            },
        ),
        before(
            "of many only the first is acknowledged",
            "edits/batch",
            |asked| {
                if is_batch(asked) {
                    change_body(asked, |body| {
                        if let Some(list) = body["backups"].as_array_mut() {
                            list.truncate(1);
                        }
                    });
                }
            },
        ),
        before("what is not known is passed over", "edits/batch", |asked| {
            if is_batch(asked) {
                let text = String::from_utf8(asked.body.clone()).unwrap();
                asked.body = text
                    .replace(",\"00000000-0000-4000-8000-0000000000ff\"", "")
                    .into_bytes();
            }
        }),
        before("a batch takes nothing back", "edits/batch", |asked| {
            if is_batch(asked) {
                change_body(asked, |body| {
                    drop(body.as_object_mut().unwrap().remove("value"))
                });
            }
        }),
        also("a batch acknowledges one more", "edits/batch", |asked| {
            let mut more = asked.clone();
            more.set_json(&json!({ "backups": ["b0000000-0000-4000-8000-000000000004"] }));
            is_batch(asked).then_some(more)
        }),
        after(
            "a batch does not say what it did",
            "edits/batch",
            |asked, reply| {
                if is_batch(asked) && reply.is_success() {
                    reply.rows(Vec::clear);
                }
            },
        ),
        before("If-Match is ignored", "edits/if-match", |asked| {
            drop(asked.headers.remove("if-match"))
        }),
        before(
            "If-Match counts for descriptions only",
            "edits/if-match",
            |asked| {
                if !asked.edits("description") {
                    asked.headers.remove("if-match");
                }
            },
        ),
        after(
            "an ETag that never changes",
            "edits/if-match",
            |asked, reply| {
                if asked.guid().is_some() && reply.headers.contains_key("etag") {
                    reply.headers.insert("etag", "\"1\"".parse().unwrap());
                }
            },
        ),
        also(
            "a refused edit is stored all the same",
            "edits/if-match",
            |asked| {
                let mut again = asked.clone();
                again.headers.remove("if-match");
                (asked.edits("description") && asked.headers.contains_key("if-match"))
                    .then_some(again)
            },
        ),
        before(
            "a description cannot be cleared",
            "edits/put-back",
            |asked| {
                if asked.edits("description") && asked.json()["value"] == "" {
                    asked.method = Method::GET;
                    asked.path = format!("/backups/{}", asked.guid().unwrap());
                }
            },
        )
        .with(&["edits/description"]),
        after(
            "an edit is refused after it was made",
            "edits/acknowledgement",
            |asked, reply| {
                if asked.edits("warnings-acknowledged") && reply.is_success() {
                    reply.status = StatusCode::CONFLICT;
                }
            },
        ),
    ]
}

#[tokio::test]
async fn wrong_edits_are_found() {
    super::all_are_found(defects()).await;
}
