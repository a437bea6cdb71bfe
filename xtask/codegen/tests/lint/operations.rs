//! Operations and paths.

use crate::broken::assert_findings;

#[test]
fn operation_id() {
    assert_findings(
        "operation-id",
        &[
            ("none", "      operationId: list_books\n", ""),
            (
                "not in snake case",
                "operationId: list_books",
                "operationId: listBooks",
            ),
            (
                "twice",
                "operationId: change_book",
                "operationId: list_books",
            ),
        ],
    );
}

#[test]
fn tag() {
    assert_findings(
        "tag",
        &[
            ("none", "      tags: [books]\n", ""),
            (
                "two",
                "      tags: [books]\n",
                "      tags: [books, more]\n",
            ),
        ],
    );
}

#[test]
fn path() {
    assert_findings(
        "path",
        &[
            (
                "a reference",
                "  /import:\n",
                "  /other: { $ref: '#/components/responses/ClientError' }\n  /import:\n",
            ),
            (
                "a method that is not generated",
                "    put:\n",
                "    trace:\n",
            ),
            ("ends with a slash", "  /import:\n", "  /import/:\n"),
            (
                "a parameter that is not declared",
                "  /books/{guid}/{genre}:",
                "  /books/{guid}/{genre}/{more}:",
            ),
            (
                "a parameter that is not in the path",
                "  /books/{guid}/{genre}:",
                "  /books/{guid}:",
            ),
            (
                "a parameter twice",
                "  /books/{guid}/{genre}:",
                "  /books/{guid}/{genre}/{guid}:",
            ),
            (
                "a parameter and text in a segment",
                "  /books/{guid}/{genre}:",
                "  /books/{guid}/{genre}.json:",
            ),
        ],
    );
}

#[test]
fn privilege() {
    assert_findings(
        "privilege",
        &[
            ("none", "      x-privilege: VIEW\n", ""),
            ("unknown", "x-privilege: VIEW", "x-privilege: READ"),
            (
                "NONE without security",
                "x-privilege: VIEW",
                "x-privilege: NONE",
            ),
            (
                "security without NONE",
                "      x-privilege: VIEW\n",
                "      x-privilege: VIEW\n      security: []\n",
            ),
            (
                "another security",
                "      security: []\n",
                "      security: [{ session: [] }]\n",
            ),
        ],
    );
}

#[test]
fn query_type() {
    let second = "      operationId: import_books\n      x-query-type: BookFilter\n";
    assert_findings(
        "query-type",
        &[
            (
                "with other parameters",
                "      operationId: import_books\n",
                second,
            ),
            (
                "without parameters",
                "      operationId: add_books\n",
                "      operationId: add_books\n      x-query-type: NewBooks\n",
            ),
            (
                "not in Pascal case",
                "x-query-type: BookFilter",
                "x-query-type: book_filter",
            ),
            (
                "another operation's own",
                "x-query-type: BookFilter",
                "x-query-type: ImportBooksQuery",
            ),
        ],
    );
}

#[test]
fn source() {
    assert_findings(
        "source",
        &[
            ("none on an operation", "      x-source: vendor\n", ""),
            (
                "none on a parameter",
                "          description: All or none.\n          x-source: chosen\n",
                "          description: All or none.\n",
            ),
            (
                "none on a property",
                "description: What and why., x-source: chosen",
                "description: What and why.",
            ),
            (
                "unknown",
                "      x-source: vendor\n",
                "      x-source: guessed\n",
            ),
        ],
    );
}

#[test]
fn description() {
    assert_findings(
        "description",
        &[
            (
                "operation",
                "      description: The books that the parameters select.\n",
                "",
            ),
            ("summary", "      summary: List books\n", ""),
            ("parameter", "          description: All or none.\n", ""),
            ("shared parameter", "      description: Page number.\n", ""),
            ("request body", "        description: What changes.\n", ""),
            (
                "response",
                "          description: The books selected.\n",
                "",
            ),
            (
                "header",
                "      description: Number of rows before paging.\n",
                "",
            ),
            ("schema", "      description: A genre.\n", ""),
            ("property", "description: What and why., ", ""),
        ],
    );
}
