//! Examples: every success with content has one, and each is what its schema says.

mod conforms;

use crate::document::{Documents, Place};
use crate::finding::Report;

use super::walk::{media, schemas};

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for operation in documents.operations() {
        let responses = operation.place.get("responses");
        for (status, response) in responses.iter().flat_map(Place::entries) {
            if !status.starts_with('2') {
                continue;
            }
            let content = documents
                .follow(&response)
                .and_then(|response| response.get("content"));
            for (_, media) in content.iter().flat_map(Place::entries) {
                if !media.has("example") {
                    report.add(
                        &media,
                        "example-missing",
                        "a success without an example",
                        "write an `example` beside its `schema`",
                    );
                }
            }
        }
    }
    for (_, media) in media(documents) {
        if media.has("examples") {
            report.add(
                &media,
                "example",
                "`examples` are not checked",
                "write one `example`",
            );
        }
        if let (Some(schema), Some(example)) = (media.get("schema"), media.get("example")) {
            compare(documents, &schema, &example, report);
        }
    }
    for schema in schemas(documents) {
        if let Some(example) = schema.place.get("example") {
            compare(documents, &schema.place, &example, report);
        }
    }
}

fn compare(documents: &Documents, schema: &Place, example: &Place, report: &mut Report) {
    for (place, message) in conforms::check(documents, schema, example) {
        report.add(
            &place,
            "example",
            message,
            "write an example that the schema allows",
        );
    }
}
