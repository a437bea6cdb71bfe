//! Who may act with a user's cookie.

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, StatusCode};
use backup_catalog::http::HttpSettings;

use crate::server::{Server, settings};

/// The answer to a request with these headers beside a session's cookie.
async fn asked(server: &Server, method: Method, headers: &[(&str, &str)]) -> StatusCode {
    let path = if method == Method::GET {
        "/api/session"
    } else {
        "/api/session/logout"
    };
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "catalog.example:8181")
        .header("cookie", "SESSION=of-a-user");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    if answer.status == StatusCode::FORBIDDEN {
        answer.error(403, "FORBIDDEN");
    }
    answer.status
}

#[tokio::test]
async fn only_our_own_pages_and_programs_change_something_with_a_cookie() {
    let server = Server::new();
    for (headers, is_foreign) in [
        // curl, or the vendor's client.
        (&[][..], false),
        (&[("origin", "http://catalog.example:8181")], false),
        (&[("origin", "https://CATALOG.example:8181")], false),
        (&[("sec-fetch-site", "same-origin")], false),
        // Typed into the address bar.
        (&[("sec-fetch-site", "none")], false),
        (&[("origin", "http://evil.example")], true),
        (&[("origin", "http://catalog.example")], true),
        (
            &[("origin", "http://catalog.example:8181.evil.example")],
            true,
        ),
        // A sandboxed frame.
        (&[("origin", "null")], true),
        (&[("sec-fetch-site", "cross-site")], true),
        (&[("sec-fetch-site", "same-site")], true),
        // What a page can set does not outweigh what the browser says.
        (
            &[
                ("origin", "http://evil.example"),
                ("sec-fetch-site", "same-origin"),
            ],
            true,
        ),
    ] {
        let expected = if is_foreign {
            StatusCode::FORBIDDEN
        } else {
            StatusCode::NO_CONTENT
        };
        assert_eq!(
            asked(&server, Method::POST, headers).await,
            expected,
            "{headers:?}"
        );
        // What changes nothing is answered; the browser keeps the answer from the page.
        let read = asked(&server, Method::GET, headers).await;
        assert_eq!(read, StatusCode::NO_CONTENT, "{headers:?}");
    }
}

#[tokio::test]
async fn a_page_of_an_allowed_origin_may_act() {
    let settings = HttpSettings {
        allowed_origins: vec![HeaderValue::from_static("https://intranet.example")],
        ..settings()
    };
    let server = Server::with(&settings);
    let from = |origin| [("origin", origin), ("sec-fetch-site", "cross-site")];
    let allowed = asked(&server, Method::POST, &from("https://intranet.example")).await;
    assert_eq!(allowed, StatusCode::NO_CONTENT);
    let other = asked(&server, Method::POST, &from("http://intranet.example")).await;
    assert_eq!(other, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn without_a_cookie_there_is_nothing_to_protect() {
    let server = Server::new();
    let request = Request::post("/api/session/logout")
        .header("host", "catalog.example")
        .header("origin", "http://evil.example");
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}
