//! Parameters.

use crate::broken::assert_findings;

const ATOMIC: &str = "          schema: { type: boolean }\n";
const GENRE: &str = "      explode: true\n";

#[test]
fn parameter_name() {
    assert_findings(
        "parameter-name",
        &[
            ("of the client", "- name: atomic", "- name: client"),
            ("of the builder", "- name: atomic", "- name: value"),
            ("of the handler", "- name: atomic", "- name: body"),
            (
                "twice in one operation",
                "        - name: If-Match",
                "        - name: genre",
            ),
            (
                "the same in Rust",
                "        - name: If-Match",
                "        - name: Genre",
            ),
        ],
    );
}

#[test]
fn parameter_location() {
    assert_findings(
        "parameter-location",
        &[
            (
                "a cookie",
                "          in: header\n",
                "          in: cookie\n",
            ),
            (
                "a header that OpenAPI ignores",
                "        - name: If-Match",
                "        - name: Content-Type",
            ),
            (
                "a path parameter that is not required",
                "          required: true\n          description: Its genre.",
                "          description: Its genre.",
            ),
        ],
    );
}

#[test]
fn parameter_style() {
    assert_findings(
        "parameter-style",
        &[
            ("explode: false", GENRE, "      explode: false\n"),
            ("deepObject", GENRE, "      style: deepObject\n"),
            ("pipeDelimited", GENRE, "      style: pipeDelimited\n"),
            ("allowReserved", GENRE, "      allowReserved: true\n"),
            (
                "content",
                ATOMIC,
                "          content: { application/json: { schema: { type: boolean } } }\n",
            ),
        ],
    );
}

#[test]
fn parameter_empty() {
    let optional = "          in: query\n          allowEmptyValue: true\n";
    assert_findings(
        "parameter-empty",
        &[
            ("absent", optional, "          in: query\n"),
            (
                "false",
                optional,
                "          in: query\n          allowEmptyValue: false\n",
            ),
            (
                "a parameter that must be given",
                "          in: query\n",
                "          in: query\n          required: true\n",
            ),
            (
                "in a path",
                "          in: path\n",
                "          in: path\n          allowEmptyValue: true\n",
            ),
        ],
    );
}

#[test]
fn parameter_schema() {
    assert_findings(
        "parameter-schema",
        &[
            ("none", ATOMIC, ""),
            (
                "an object",
                ATOMIC,
                "          schema: { $ref: '#/components/schemas/ErrorBody' }\n",
            ),
            (
                "a list in a header",
                "schema: { type: string, maxLength: 128 }",
                "schema: { type: array, items: { type: string } }",
            ),
            (
                "bounds of a list",
                "schema: { type: array, items: { $ref: '#/components/schemas/Genre' } }",
                "schema: { type: array, maxItems: 3, items: { $ref: '#/components/schemas/Genre' } }",
            ),
            (
                "a pattern of its own",
                ATOMIC,
                "          schema: { type: string, pattern: '^a' }\n",
            ),
            (
                "an enumeration without a name",
                ATOMIC,
                "          schema: { type: string, enum: [A, B] }\n",
            ),
            ("a number", ATOMIC, "          schema: { type: number }\n"),
        ],
    );
}
