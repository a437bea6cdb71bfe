//! Where two values differ, a line each.

use std::collections::BTreeSet;

use serde_json::Value;

/// Fails with every place where the compiled code differs from the document.
pub(crate) fn assert_same(document: &Value, compiled: &Value) {
    let mut lines = Vec::new();
    compare("", document, compiled, &mut lines);
    assert!(
        lines.is_empty(),
        "{} differences\n{}",
        lines.len(),
        lines.join("\n")
    );
}

fn compare(place: &str, document: &Value, compiled: &Value, lines: &mut Vec<String>) {
    if let (Value::Object(left), Value::Object(right)) = (document, compiled) {
        for key in left.keys().chain(right.keys()).collect::<BTreeSet<_>>() {
            let place = format!("{place}/{key}");
            match (left.get(key), right.get(key)) {
                (Some(left), Some(right)) => compare(&place, left, right, lines),
                (Some(left), None) => lines.push(format!(
                    "{place}: the document has {left}, the code has nothing"
                )),
                (None, Some(right)) => lines.push(format!(
                    "{place}: the document has nothing, the code has {right}"
                )),
                (None, None) => {}
            }
        }
    } else if document != compiled {
        lines.push(format!(
            "{place}: the document has {document}, the code has {compiled}"
        ));
    }
}

#[test]
fn a_difference_is_found_and_named() {
    use serde_json::json;
    let mut lines = Vec::new();
    compare(
        "",
        &json!({"a": {"b": 1, "c": 2}, "d": [1]}),
        &json!({"a": {"b": 2}, "d": [1], "e": 3}),
        &mut lines,
    );
    assert_eq!(
        lines,
        [
            "/a/b: the document has 1, the code has 2",
            "/a/c: the document has 2, the code has nothing",
            "/e: the document has nothing, the code has 3",
        ]
    );
}
