//! Operations: their names, what they need, the query structs that they share, their bodies.

mod bodies;
mod identity;
mod paths;
mod privileges;
mod query_types;

use crate::document::Documents;
use crate::finding::Report;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    paths::check(documents, report);
    identity::check(documents, report);
    privileges::check(documents, report);
    query_types::check(documents, report);
    bodies::check(documents, report);
}
