//! What all pages have around them.

use axum::http::HeaderName;
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::response::{Html, IntoResponse as _, Response};
use maud::{DOCTYPE, Markup, html};

use super::assets::{ICON, SCRIPT, STYLE};
use crate::session::Session;

/// Stricter than what all pages of the server have: no style stands in the markup.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Where a page stands among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    None,
    Overview,
    Backups,
    Policies,
    Destinations,
    Sources,
}

const PLACES: [(Place, &str, &str); 5] = [
    (Place::Overview, "/", "Overview"),
    (Place::Backups, "/backups", "Backups"),
    (Place::Policies, "/policies", "Policies"),
    (Place::Destinations, "/destinations", "Destinations"),
    (Place::Sources, "/sources", "Sources"),
];

/// The headers of a page. Without `Referrer-Policy: same-origin` browsers send the forms of the page with `Origin: null`,
/// which could be anybody's.
const HEADERS: [(HeaderName, &str); 2] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (REFERRER_POLICY, "same-origin"),
];

/// The answer with this page; without a session there is nothing to go to.
pub(super) fn page(
    title: &str,
    place: Place,
    session: Option<&Session>,
    content: &Markup,
) -> Response {
    let page = markup(title, place, session, content).into_string();
    (HEADERS, Html(page)).into_response()
}

/// The page itself.
pub(super) fn markup(
    title: &str,
    place: Place,
    session: Option<&Session>,
    content: &Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · backup-catalog" }
                link rel="stylesheet" href=(STYLE.address());
                link rel="icon" type="image/svg+xml" href=(ICON.address());
                script src=(SCRIPT.address()) defer {}
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header {
                    a.home href="/" { img src=(ICON.address()) alt="" width="24" height="24"; "backup-catalog" }
                    @if let Some(session) = session {
                        nav aria-label="Pages" {
                            @for (of, address, name) in PLACES {
                                a href=(address) aria-current=[(of == place).then_some("page")] { (name) }
                            }
                            a href="/docs/" { "API" }
                        }
                        form.user method="post" action="/logout" {
                            button.plain { "Log out " (session.principal.name) }
                        }
                    }
                }
                main id="content" {
                    h1 { (title) }
                    p.stale #stale role="status" hidden { "The server does not answer. This page is not up to date." }
                    (content)
                }
            }
        }
    }
}
