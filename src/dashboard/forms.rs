//! Forms that change something. Requests of other sites never get this far, see `http/layers/origin.rs`.

use maud::{Markup, html};

/// A button that sends a form without fields.
pub(super) fn button(action: &str, words: &str) -> Markup {
    html! { form method="post" action=(action) { button { (words) } } }
}
