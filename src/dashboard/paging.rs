//! Links to the other pages of a list.

use maud::{Markup, html};

use super::query::Query;
use super::words::grouped;

/// Links from page `page` (0-based) of a list of `total` rows, `size` a page.
pub(super) fn links(path: &str, query: &Query, page: i64, size: i64, total: i64) -> Markup {
    let last = (total - 1).max(0) / size.max(1);
    let to = |page: i64| query.with("page", &page.to_string()).at(path);
    html! {
        @if last > 0 || page > 0 {
            nav.pages aria-label="Pages of the list" {
                @if page > 1 { a href=(to(0)) { "First" } }
                @if page > 0 { a rel="prev" href=(to((page - 1).min(last))) { "Previous" } }
                span { "Page " (grouped(page + 1)) " of " (grouped(last + 1)) }
                @if page < last { a rel="next" href=(to(page + 1)) { "Next" } }
                @if page + 1 < last { a href=(to(last)) { "Last" } }
            }
        }
    }
}
