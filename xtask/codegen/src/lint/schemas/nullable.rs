//! `null`: this API has none, and the generators lose it in most places.

use crate::finding::Report;
use crate::lint::walk::{Role, Schema};

pub(super) fn check(schema: &Schema, report: &mut Report) {
    let place = &schema.place;
    if !place.flag("nullable") {
        return;
    }
    if schema.role != Role::Property {
        report.add(
            place,
            "nullable",
            "`nullable` outside of a property is not generated",
            "make the property that holds it nullable and required",
        );
    }
}
