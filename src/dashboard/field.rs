//! Fields of forms, with what is wrong with them beside them.

use maud::{Markup, html};

use crate::http::ApiError;

/// What a field's control has to carry.
pub(super) struct Attributes {
    pub(super) id: String,
    /// The id of what is wrong with it.
    pub(super) described: Option<String>,
    pub(super) invalid: Option<&'static str>,
}

/// A control with its label; `faults` are shown beside it if they are of this parameter.
pub(super) fn labelled<'a>(
    name: &str,
    label: &str,
    faults: impl IntoIterator<Item = &'a ApiError>,
    control: impl FnOnce(Attributes) -> Markup,
) -> Markup {
    let fault = faults
        .into_iter()
        .find(|fault| fault.at_fault() == Some(name));
    let id = format!("f-{name}");
    let described = fault.map(|_| format!("{id}-fault"));
    html! {
        div.field {
            label for=(id) { (label) }
            (control(Attributes {
                id: id.clone(),
                described: described.clone(),
                invalid: fault.map(|_| "true"),
            }))
            @if let (Some(fault), Some(id)) = (fault, described) { p.fault id=(id) { (fault.message()) } }
        }
    }
}
