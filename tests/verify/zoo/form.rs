//! Wrong form.

use axum::http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::asked::{Asked, Reply};
use crate::defect::{Defect, after};

/// Changes each row of the lists that have whole backups.
fn rows(asked: &Asked, reply: &mut Reply, change: impl Fn(&mut Value)) {
    if ["/backups", "/backups/detailed", "/backups/grouped"].contains(&asked.path.as_str())
        && reply.is_success()
    {
        reply.each(change);
    }
}

fn body(name: &str, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Defect {
    after(name, "form/body", move |asked, reply| {
        rows(asked, reply, &change)
    })
    .with(&["form/operations"])
}

fn remove(row: &mut Value, name: &str) {
    row.as_object_mut().unwrap().remove(name);
}

pub(super) fn defects() -> Vec<Defect> {
    let asks = &["form/operations"][..];
    let refuses = &["refusals/unknown", "refusals/parameters/get_size_timeline"][..];
    vec![
        body("a required property is missing", |row| {
            remove(row, "hidden")
        }),
        body("a number is text", |row| {
            row["size"] = json!(row["size"].to_string())
        }),
        body("a number has a fraction", |row| {
            row["snapshotTime"] = json!(1.5)
        }),
        body("null instead of absent", |row| {
            row["description"] = Value::Null
        }),
        body("a property that is not written down", |row| {
            row["internalId"] = json!(7)
        }),
        body("a status in other words", |row| {
            row["status"]["description"] = json!("Done")
        }),
        body("a status that there is not", |row| {
            row["status"] = json!({ "name": "DONE", "description": "Done" })
        }),
        body("an enumeration as a bare name", |row| {
            row["type"] = json!("FULL")
        }),
        body("a guid in upper case", |row| {
            row["guid"] = json!(row["guid"].as_str().unwrap().to_uppercase())
        }),
        body("a guid that is none", |row| {
            row["protectedEntity"]["guid"] = json!("17")
        }),
        body("an empty collection is absent", |row| {
            if row["warnings"] == json!([]) {
                remove(row, "warnings");
            }
        }),
        body("a property is missing deep inside", |row| {
            for location in row["backupLocations"].as_array_mut().unwrap() {
                remove(location, "status");
            }
        }),
        after("an object around the list", "form/body", |asked, reply| {
            if asked.path == "/backups/size-statistics" && reply.is_success() {
                reply.change(|body| *body = json!({ "items": body.take() }));
            }
        })
        .with(asks),
        after("a body that is no JSON", "form/body", |asked, reply| {
            if asked.path == "/catalog/health" {
                reply.body = b"ok".to_vec();
            }
        })
        .with(asks),
        after("a list as text/html", "form/media-type", |asked, reply| {
            if asked.path == "/backups/detailed" {
                reply
                    .headers
                    .insert("content-type", HeaderValue::from_static("text/html"));
            }
        })
        .with(asks),
        after("an error as text/plain", "form/media-type", |_, reply| {
            if reply.status == StatusCode::NOT_FOUND {
                reply
                    .headers
                    .insert("content-type", HeaderValue::from_static("text/plain"));
            }
        })
        .with(refuses),
        after("201 for a list", "form/status", |asked, reply| {
            if asked.is("GET", "/backups") && reply.is_success() {
                reply.status = StatusCode::CREATED;
            }
        })
        .with(asks),
        after("204 for an edit", "form/status", |asked, reply| {
            if asked.edits("description") && reply.is_success() {
                reply.status = StatusCode::NO_CONTENT;
                reply.body.clear();
            }
        })
        .with(&["edits/description"]),
        after("no X-Total-Count", "form/headers", |asked, reply| {
            if asked.path == "/backups/time-statistics" {
                reply.headers.remove("x-total-count");
            }
        })
        .with(asks),
        after(
            "X-Total-Count is no number",
            "form/headers",
            |asked, reply| {
                if asked.path == "/backups/time-statistics" {
                    reply
                        .headers
                        .insert("x-total-count", HeaderValue::from_static("many"));
                }
            },
        )
        .with(asks),
        after("no ETag", "form/headers", |asked, reply| {
            if asked.guid().is_some() {
                reply.headers.remove("etag");
            }
        })
        .with(asks),
        after(
            "what is deprecated does not say so",
            "form/headers",
            |asked, reply| {
                if asked.path == "/backups/grouped/aggregated-statistics" {
                    reply.headers.remove("deprecation");
                }
            },
        )
        .with(asks),
        after("an error without a request id", "form/error", |_, reply| {
            if reply.status.is_client_error() {
                reply.change(|body| remove(body, "requestId"));
            }
        })
        .with(refuses),
        after(
            "an error whose code is not listed",
            "form/error",
            |_, reply| {
                if reply.status == StatusCode::NOT_FOUND {
                    reply.change(|body| body["code"] = json!("E404"));
                }
            },
        )
        .with(refuses),
        after("500 for an unlucky text", "form/answer", |asked, reply| {
            if asked.value("nameLike").as_deref() == Some("%") {
                reply.status = StatusCode::INTERNAL_SERVER_ERROR;
            }
        })
        .with(&["meaning/filter/nameLike"]),
        after(
            "the connection breaks within an answer",
            "form/answer",
            |asked, reply| {
                reply.broken = asked.value("orderBy").as_deref() == Some("node");
            },
        )
        .with(&["meaning/order/node"]),
    ]
}

#[tokio::test]
async fn wrong_form_is_found() {
    super::all_are_found(defects()).await;
}
