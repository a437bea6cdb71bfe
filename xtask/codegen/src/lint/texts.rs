//! Descriptions: what is generated is documented by them alone.

use crate::document::{Documents, Place};
use crate::finding::Report;

use super::walk::{Role, schemas, section};

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for operation in documents.operations() {
        one(&operation.place, "summary", "operation", report);
        one(&operation.place, "description", "operation", report);
        for (written, parameter) in operation.parameters(documents) {
            if written.reference().is_none() {
                one(&parameter, "description", "parameter", report);
            }
        }
        let body = operation.place.get("requestBody");
        if let Some(body) = body.filter(|body| body.reference().is_none()) {
            one(&body, "description", "request body", report);
        }
        let responses = operation.place.get("responses");
        for (_, response) in responses.iter().flat_map(Place::entries) {
            of_response(&response, report);
        }
    }
    for document in &documents.0 {
        let top = document.top();
        for (_, parameter) in section(&top, "parameters") {
            one(&parameter, "description", "parameter", report);
        }
        for (_, response) in section(&top, "responses") {
            of_response(&response, report);
        }
        for (_, header) in section(&top, "headers") {
            one(&header, "description", "header", report);
        }
    }
    for schema in schemas(documents) {
        match schema.role {
            Role::Component => one(&schema.place, "description", "schema", report),
            Role::Property => one(&schema.place, "description", "property", report),
            _ => {}
        }
    }
}

fn of_response(response: &Place, report: &mut Report) {
    if response.reference().is_some() {
        return;
    }
    one(response, "description", "response", report);
    for (_, header) in response.get("headers").iter().flat_map(Place::entries) {
        if header.reference().is_none() {
            one(&header, "description", "header", report);
        }
    }
}

fn one(place: &Place, key: &str, what: &str, report: &mut Report) {
    let missing = place.text(key).is_none_or(|text| text.trim().is_empty());
    if missing && place.reference().is_none() {
        report.add(
            place,
            "description",
            format!("the {what} has no `{key}`"),
            "say in a sentence what it is",
        );
    }
}
