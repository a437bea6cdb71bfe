//! Documents as a whole.

use crate::broken::{LIBRARY, assert_findings, of};
use codegen::Source;

#[test]
fn the_fixture_is_fine() {
    assert_eq!(of(LIBRARY), "nothing is wrong");
}

#[test]
fn yaml() {
    assert_findings(
        "yaml",
        &[
            (
                "a key twice",
                "  version: 1.0.0",
                "  version: 1.0.0\n  version: 1.0.1",
            ),
            ("no mapping", LIBRARY, "- a list"),
            ("no yaml", LIBRARY, "{"),
        ],
    );
}

#[test]
fn version() {
    assert_findings(
        "version",
        &[
            ("3.1", "openapi: 3.0.3", "openapi: 3.1.0"),
            ("none", "openapi: 3.0.3", "swagger: '2.0'"),
        ],
    );
}

#[test]
fn the_trait() {
    assert_findings(
        "trait",
        &[
            ("none", "  x-trait: LibraryApi\n", ""),
            (
                "not in Pascal case",
                "x-trait: LibraryApi",
                "x-trait: library_api",
            ),
        ],
    );
}

#[test]
fn extension() {
    assert_findings(
        "extension",
        &[(
            "misspelt",
            "          x-stream: true",
            "          x-streamed: true",
        )],
    );
}

#[test]
fn findings_are_reported_all_at_once() {
    let text = LIBRARY
        .replacen("openapi: 3.0.3", "openapi: 3.1.0", 1)
        .replacen("operationId: list_books", "operationId: listBooks", 1)
        .replacen("description: A genre.", "description: ''", 1);
    let Err(findings) = codegen::lint(&[Source {
        file: "a.yaml",
        text: &text,
    }]) else {
        panic!("nothing was found");
    };
    let rules: Vec<&str> = findings.0.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["version", "description", "operation-id"]);
}

#[test]
fn two_documents_share_no_path_component_or_trait() {
    let sources = [
        Source {
            file: "a.yaml",
            text: LIBRARY,
        },
        Source {
            file: "b.yaml",
            text: LIBRARY,
        },
    ];
    let Err(findings) = codegen::lint(&sources) else {
        panic!("nothing was found");
    };
    let rule = |rule: &str| findings.0.iter().any(|finding| finding.rule == rule);
    assert!(
        rule("trait") && rule("operation-id-duplicate"),
        "{findings}"
    );
    let Err(findings) = codegen::bundle(&sources) else {
        panic!("nothing was found");
    };
    assert!(
        findings
            .0
            .iter()
            .any(|finding| finding.rule == "duplicate-path")
    );
    assert!(
        findings
            .0
            .iter()
            .any(|finding| finding.rule == "duplicate-component")
    );
}

#[test]
fn a_merge_of_a_merge_is_whole() {
    let text = LIBRARY.replacen(
        "example: { pages: 605 }",
        "example:\n              <<: &one\n                <<: { pages: 605 }",
        1,
    );
    assert_eq!(of(&text), "nothing is wrong");
}
