//! Schemas: the part of JSON Schema that becomes the Rust type that one would expect.

mod enums;
mod keywords;
mod nullable;
mod numbers;
mod objects;
mod shape;

use crate::document::Documents;
use crate::finding::Report;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for schema in super::walk::schemas(documents) {
        keywords::check(&schema, report);
        shape::check(&schema, report);
        enums::check(&schema, report);
        numbers::check(&schema, report);
        nullable::check(&schema, report);
        objects::check(documents, &schema, report);
    }
}
