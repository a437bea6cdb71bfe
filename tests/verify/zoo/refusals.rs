//! What should be refused and is not, or not so.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::asked::Asked;
use crate::defect::{Defect, after, also, before};

const LIST: &str = "refusals/parameters/list_backups";
const DESCRIBE: &str = "refusals/bodies/update_backup_description";

/// Parameters whose value cannot be read are left out.
fn lenient(parameter: &'static str, allowed: fn(&str) -> bool) -> Defect {
    before(
        &format!("{parameter}: a wrong value is ignored"),
        LIST,
        move |asked| {
            asked.keep(|name, value| name != parameter || allowed(value));
        },
    )
}

fn described(asked: &Asked) -> bool {
    asked.edits("description")
}

pub(super) fn defects() -> Vec<Defect> {
    vec![
        lenient("status", |value| value != "NONSENSE"),
        lenient("type", |value| value.to_uppercase() == value),
        lenient("min-size", |value| !value.starts_with('-')),
        lenient("page", |value| value != "2147483648"),
        lenient("size", |value| value != "0" && value != "1001"),
        lenient("only-mountable", |value| value != "yes"),
        lenient("node", |value| value.len() == 36),
        lenient("project-uuid", |value| !value.contains('\n')),
        lenient("nameLike", |value| value.chars().count() <= 1024),
        before(
            "a parameter that is given twice counts once",
            LIST,
            |asked| {
                if let Some(value) = asked.value("hypervisor") {
                    asked.set("hypervisor", &value);
                }
            },
        ),
        before("bytes that are no UTF-8 are taken", LIST, |asked| {
            asked.query = asked.query.replace("%ff", "%3F");
        }),
        after("a refusal names another parameter", LIST, |asked, reply| {
            if asked.has("min-size") && reply.status == StatusCode::BAD_REQUEST {
                reply.change(|body| body["parameter"] = json!("minSize"));
            }
        }),
        after("422 for a parameter", LIST, |asked, reply| {
            if asked.path == "/backups" && reply.status == StatusCode::BAD_REQUEST {
                reply.status = StatusCode::UNPROCESSABLE_ENTITY;
            }
        }),
        after(
            "a guid that is none is a 404",
            "refusals/parameters/get_backup",
            |_, reply| {
                if reply.status == StatusCode::BAD_REQUEST {
                    reply.status = StatusCode::NOT_FOUND;
                }
            },
        ),
        before(
            "an If-Match of any length",
            "refusals/parameters/update_backup_warnings",
            |asked| {
                asked.headers.remove("if-match");
            },
        ),
        before(
            "a range that ends before it begins is empty",
            "refusals/ranges",
            |asked| {
                if asked.value("from").as_deref() == Some("2000") {
                    asked.set("to", "2000");
                }
            },
        ),
        before(
            "a property that is not known is passed over",
            DESCRIBE,
            |asked| {
                let mut body = asked.json();
                if described(asked)
                    && body
                        .as_object_mut()
                        .is_some_and(|it| it.remove("surplus").is_some())
                {
                    asked.set_json(&body);
                }
            },
        ),
        before("a number is taken for a text", DESCRIBE, |asked| {
            if described(asked) && asked.json()["value"] == 17 {
                asked.set_json(&json!({ "value": "17" }));
            }
        }),
        before("a text of any length is cut off", DESCRIBE, |asked| {
            let body = asked.json();
            if described(asked)
                && body["value"]
                    .as_str()
                    .is_some_and(|text| text.chars().count() > 4096)
            {
                asked.set_json(&json!({ "value": "cut" }));
            }
        }),
        before("any media type will do", DESCRIBE, |asked| {
            asked
                .headers
                .insert("content-type", "application/json".parse().unwrap());
        }),
        after("400 for JSON of the wrong shape", DESCRIBE, |_, reply| {
            if reply.status == StatusCode::UNPROCESSABLE_ENTITY {
                reply.status = StatusCode::BAD_REQUEST;
            }
        }),
        after(
            "the property at fault is not named",
            "refusals/bodies/acknowledge_warnings",
            |_, reply| {
                if reply.status == StatusCode::UNPROCESSABLE_ENTITY {
                    reply.change(|body| drop(body.as_object_mut().unwrap().remove("parameter")));
                }
            },
        ),
        also("a refused body is stored", DESCRIBE, |asked| {
            let mut more = asked.clone();
            more.set_json(&json!({ "value": "stored all the same" }));
            (described(asked) && asked.json().get("surplus").is_some()).then_some(more)
        }),
        after(
            "what there is not is an empty object",
            "refusals/unknown",
            |asked, reply| {
                if asked.guid().is_some() && reply.status == StatusCode::NOT_FOUND {
                    reply.status = StatusCode::OK;
                    reply.set_json(&json!({}));
                }
            },
        ),
        after(
            "what there is not is a 400",
            "refusals/unknown",
            |asked, reply| {
                if asked.path.contains("/timeline/") && reply.status == StatusCode::NOT_FOUND {
                    reply.status = StatusCode::BAD_REQUEST;
                }
            },
        ),
        after(
            "a method that is not documented is answered",
            "refusals/methods",
            |asked, reply| {
                if asked.method == Method::DELETE {
                    reply.status = StatusCode::NO_CONTENT;
                    reply.body.clear();
                }
            },
        ),
        before("POST is taken for GET", "refusals/methods", |asked| {
            if asked.is("POST", "/backups") {
                asked.method = Method::GET;
            }
        }),
        after("404 for a method", "refusals/methods", |_, reply| {
            if reply.status == StatusCode::METHOD_NOT_ALLOWED {
                reply.status = StatusCode::NOT_FOUND;
            }
        }),
        after("405 without Allow", "refusals/methods", |_, reply| {
            drop(reply.headers.remove("allow"))
        }),
    ]
}

#[tokio::test]
async fn what_is_not_refused_is_found() {
    super::all_are_found(defects()).await;
}
