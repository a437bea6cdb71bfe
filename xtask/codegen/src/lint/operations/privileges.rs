//! What a caller needs for an operation.

use serde_json::Value;

use crate::document::Documents;
use crate::finding::Report;
use crate::server::PRIVILEGES;

pub(super) fn check(documents: &Documents, report: &mut Report) {
    for operation in documents.operations() {
        let place = &operation.place;
        let privilege = place.text("x-privilege");
        if !privilege.is_some_and(|privilege| PRIVILEGES.contains(&privilege)) {
            report.add(
                place,
                "privilege",
                match privilege {
                    Some(other) => format!("`x-privilege: {other}` is not known"),
                    None => "there is no `x-privilege`".to_owned(),
                },
                format!("write one of {}", PRIVILEGES.join(", ")),
            );
        }
        let open = match place.get("security").map(|security| security.value()) {
            None => false,
            Some(Value::Array(list)) if list.is_empty() => true,
            Some(_) => {
                report.add(
                    place,
                    "security",
                    "the operation has a `security` of its own",
                    "leave it out, or write `security: []` with `x-privilege: NONE`",
                );
                continue;
            }
        };
        if open != (privilege == Some("NONE")) {
            report.add(
                place,
                "security",
                "`security: []` and `x-privilege: NONE` do not stand together",
                "write both for an operation that anybody may call, else neither",
            );
        }
    }
}
