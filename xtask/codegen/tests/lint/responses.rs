//! Responses.

use crate::broken::assert_findings;

const ERRORS: &str = "        4XX: { $ref: '#/components/responses/ClientError' }\n";
const EMPTY: &str = "        '204': { description: They are in. }\n";
const TWO: &str = "        '201': *added\n";
const COUNT: &str =
    "          headers: { X-Total-Count: { $ref: '#/components/headers/X-Total-Count' } }\n";

#[test]
fn response_error() {
    let not_found =
        format!("{ERRORS}        '404': {{ $ref: '#/components/responses/ClientError' }}\n");
    assert_findings(
        "response-error",
        &[
            (
                "default",
                ERRORS,
                "        default: { $ref: '#/components/responses/ClientError' }\n",
            ),
            ("no 4XX", ERRORS, ""),
            ("one status", ERRORS, &not_found),
            (
                "another schema",
                "      description: Refused.\n      content: { application/json: { schema: { $ref: '#/components/schemas/ErrorBody' } } }",
                "      description: Refused.\n      content: { application/json: { schema: { $ref: '#/components/schemas/Book' } } }",
            ),
            (
                "another media type",
                "      description: Refused.\n      content: { application/json:",
                "      description: Refused.\n      content: { application/problem+json:",
            ),
            (
                "no content",
                "      description: Refused.\n      content: { application/json: { schema: { $ref: '#/components/schemas/ErrorBody' } } }\n",
                "      description: Refused.\n",
            ),
        ],
    );
}

#[test]
fn response_success() {
    assert_findings(
        "response-success",
        &[
            ("none", EMPTY, ""),
            (
                "200 and 204",
                TWO,
                "        '204': { description: Nothing. }\n",
            ),
            (
                "200 and another 201",
                TWO,
                "        '201':\n          description: Other.\n          content:\n            application/json:\n              schema: { $ref: '#/components/schemas/BookTitle' }\n              example: { title: Dune }\n",
            ),
            ("a range", "        '200': &added", "        2XX: &added"),
        ],
    );
}

#[test]
fn response_body() {
    assert_findings(
        "response-body",
        &[
            (
                "204 with content",
                EMPTY,
                "        '204':\n          description: Done.\n          content: { application/json: { schema: { $ref: '#/components/schemas/Book' }, example: { guid: 1c9d8a4e-61d4-5d0c-8a1a-2f3c4b5a6978, title: Dune, genre: NOVEL } } }\n",
            ),
            (
                "200 without content",
                EMPTY,
                "        '200': { description: Done. }\n",
            ),
            (
                "another media type",
                EMPTY,
                "        '200': { description: Done., content: { text/csv: { schema: { type: string }, example: a } } }\n",
            ),
            (
                "an object without a name",
                EMPTY,
                "        '200': { description: Done., content: { application/json: { schema: { type: object, properties: { a: { type: string, description: A., x-source: chosen } } }, example: { a: b } } } }\n",
            ),
        ],
    );
}

#[test]
fn response_header() {
    assert_findings(
        "response-header",
        &[
            (
                "optional",
                "      description: The state.\n      required: true\n",
                "      description: The state.\n",
            ),
            (
                "not typed",
                "      description: The state.\n      required: true\n      schema: { type: string }",
                "      description: The state.\n      required: true\n      schema: { type: boolean }",
            ),
        ],
    );
}

#[test]
fn list() {
    assert_findings(
        "list",
        &[
            ("without a count", COUNT, ""),
            (
                "x-stream on one object",
                "        '200': &added\n",
                "        '200': &added\n          x-stream: true\n",
            ),
        ],
    );
}
