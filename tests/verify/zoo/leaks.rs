//! What nobody should see.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::asked::{Asked, Reply};
use crate::defect::{Defect, after, before};

/// The request gets the session that somebody else has.
fn lend(asked: &mut Asked) {
    if let Some(session) = asked.session.clone() {
        asked.headers.insert("cookie", session);
    }
}

fn said(name: &str, text: &'static str) -> Defect {
    let change = move |_: &Asked, reply: &mut Reply| {
        if reply.status == StatusCode::NOT_FOUND {
            reply.change(|body| body["message"] = json!(text));
        }
    };
    after(name, "form/internals", change).with(&["refusals/unknown"])
}

pub(super) fn defects() -> Vec<Defect> {
    let check = "refusals/session";
    vec![
        before("answers without a session", check, |asked| {
            if !asked.headers.contains_key("cookie") && asked.path != "/session/login" {
                lend(asked);
            }
        }),
        before("statistics without a session", check, |asked| {
            if !asked.headers.contains_key("cookie")
                && asked.path == "/backups/aggregated-statistics"
            {
                lend(asked);
            }
        }),
        before("edits without a session", check, |asked| {
            if asked.method == Method::PUT {
                lend(asked);
            }
        }),
        before("any cookie will do", check, |asked| {
            if asked.headers.contains_key("cookie") {
                lend(asked);
            }
        }),
        before("a log-out ends nothing", check, |asked| {
            if asked.is("POST", "/session/logout") {
                asked.method = Method::GET;
                asked.path = "/session".into();
            }
        }),
        after("403 without a session", check, |_, reply| {
            if reply.status == StatusCode::UNAUTHORIZED {
                reply.status = StatusCode::FORBIDDEN;
            }
        }),
        after("a cookie for a wrong password", check, |asked, reply| {
            if asked.path == "/session/login" && reply.status == StatusCode::UNAUTHORIZED {
                reply
                    .headers
                    .insert("set-cookie", "SESSION=abc".parse().unwrap());
            }
        }),
        said(
            "a panic in an error",
            "thread 'main' panicked at src/store/list.rs:17:5",
        ),
        said("SQL in an error", "no such column: backups.guid"),
        said(
            "a stack trace of another language",
            "java.lang.NullPointerException\n\tat com.example.Backups.get",
        ),
    ]
}

#[tokio::test]
async fn leaks_are_found() {
    super::all_are_found(defects()).await;
}
