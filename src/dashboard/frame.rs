//! What all pages have around them.

use axum::response::{Html, IntoResponse as _, Response};
use maud::{DOCTYPE, Markup, html};

use crate::session::Session;

/// A page with this title and content; without a session there is nothing to go to.
pub(super) fn page(title: &str, session: Option<&Session>, content: &Markup) -> Response {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · backup-catalog" }
                link rel="stylesheet" href="/dashboard.css";
                // Browsers would ask for /favicon.ico.
                link rel="icon" href="data:,";
            }
            body {
                a.skip href="#content" { "Skip to the content" }
                header {
                    a.home href="/" { "backup-catalog" }
                    nav aria-label="Pages" {
                        a href="/" { "Overview" }
                        a href="/docs/" { "API" }
                    }
                    @if let Some(session) = session {
                        form method="post" action="/logout" {
                            button { "Log out " (session.principal.name) }
                        }
                    }
                }
                main id="content" { h1 { (title) } (content) }
            }
        }
    };
    Html(page.into_string()).into_response()
}

/// A time, UTC, to be read by people and by programs.
pub(super) fn time(ms: i64) -> Markup {
    let text = crate::human::time(ms);
    html! { time datetime=(format!("{}Z", text.replace(' ', "T"))) { (text) } }
}

/// A long time in its two largest units, such as `3 d 4 h`.
pub(super) fn span(ms: i64) -> String {
    let hours = ms.max(0) / 3_600_000;
    match hours {
        48.. if hours % 24 == 0 => format!("{} d", hours / 24),
        48.. => format!("{} d {} h", hours / 24, hours % 24),
        _ => format!("{hours}:{:02} h", ms.max(0) / 60_000 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_have_two_units() {
        assert_eq!(span(90 * 60_000), "1:30 h");
        assert_eq!(span(76 * 3_600_000 + 1), "3 d 4 h");
        assert_eq!(span(48 * 3_600_000), "2 d");
        assert_eq!(span(-1), "0:00 h");
    }
}
