//! Examples.

use crate::broken::assert_findings;

const EXAMPLE: &str = "example: [{ guid: 1c9d8a4e-61d4-5d0c-8a1a-2f3c4b5a6978, title: Dune, genre: NOVEL, pages: 604 }]";

#[test]
fn missing() {
    assert_findings(
        "example-missing",
        &[
            ("of a success", EXAMPLE, ""),
            ("several", EXAMPLE, "examples: { one: { value: [] } }"),
        ],
    );
}

#[test]
fn wrong() {
    let with = |old: &str, new: &str| EXAMPLE.replacen(old, new, 1);
    let cases = [
        (
            "a property that is not there",
            with("pages: 604", "author: Herbert"),
        ),
        ("a property that is missing", with("title: Dune, ", "")),
        ("not of the enumeration", with("NOVEL", "POEM")),
        ("not in lower case", with("1c9d8a4e", "1C9D8A4E")),
        (
            "no guid",
            with("1c9d8a4e-61d4-5d0c-8a1a-2f3c4b5a6978", "dune"),
        ),
        ("a text for a number", with("604", "'604'")),
        ("a number for a text", with("title: Dune", "title: 1965")),
        ("null", with("604", "null")),
        ("no list", "example: {}".to_owned()),
        ("no object", "example: [Dune]".to_owned()),
    ];
    let cases: Vec<_> = cases
        .iter()
        .map(|(name, new)| (*name, EXAMPLE, new.as_str()))
        .collect();
    assert_findings("example-response", &cases);
}

#[test]
fn wrong_in_requests() {
    let change = "example: { pages: 605 }";
    assert_findings(
        "example-request",
        &[
            ("below the minimum", change, "example: { pages: -1 }"),
            ("null where it may be", change, "example: { pages: null }"),
            (
                "a choice",
                change,
                "example: { pages: 1, sequel: 1c9d8a4e-61d4-5d0c-8a1a-2f3c4b5a6978 }",
            ),
            (
                "the other choice",
                change,
                "example: { pages: 1, sequel: { pages: 2 } }",
            ),
            (
                "neither choice",
                change,
                "example: { pages: 1, sequel: Dune Messiah }",
            ),
            ("a map", change, "example: { pages: 1, labels: { a: b } }"),
            (
                "a map of something else",
                change,
                "example: { pages: 1, labels: { a: 1 } }",
            ),
            (
                "a list that is too long",
                "schema: { type: array, maxItems: 10, items: { $ref: '#/components/schemas/NewBook' } }",
                "schema: { type: array, maxItems: 1, items: { $ref: '#/components/schemas/NewBook' } }\n            example: [{ title: a }, { title: b }]",
            ),
            (
                "a pattern",
                "      pattern: '^[a-z]+$'",
                "      pattern: '^[a-z]+$'\n      example: Dune",
            ),
        ],
    );
}
