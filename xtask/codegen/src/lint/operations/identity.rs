//! The `operationId`, from which every Rust name of an operation is made.

use crate::document::Documents;
use crate::finding::Report;
use crate::name::snake;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    let mut known: Vec<(&str, String)> = Vec::new();
    for operation in documents.operations() {
        let place = &operation.place;
        let Some(id) = place.text("operationId") else {
            report.add(
                place,
                "operation-id",
                "there is no `operationId`",
                "write one in snake case, such as `list_backups`",
            );
            continue;
        };
        if snake(id) != id {
            report.add(
                place,
                "operation-id",
                format!("`{id}` is not a name in snake case"),
                format!("write `{}`", snake(id)),
            );
        }
        if let Some((_, other)) = known.iter().find(|(other, _)| *other == id) {
            report.add(
                place,
                "operation-id-duplicate",
                format!("`{id}` is also the operation at {other}"),
                "give each operation a name of its own",
            );
        }
        known.push((id, format!("{}: {}", place.file(), place.path())));
        let tags = place.get("tags").map(|tags| tags.items().len());
        if tags != Some(1) {
            report.add(
                place,
                "tag",
                "there is not exactly one tag",
                "write `tags: [one]`; the reference and the metrics group by it",
            );
        }
    }
}
