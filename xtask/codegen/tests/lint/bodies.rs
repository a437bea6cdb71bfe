//! Request bodies.

use crate::broken::assert_findings;

const CHANGE: &str = "            schema: { $ref: '#/components/schemas/BookChange' }\n            example: { pages: 605 }\n";

#[test]
fn body_presence() {
    assert_findings(
        "body-presence",
        &[
            (
                "optional",
                "      requestBody:\n        required: true\n",
                "      requestBody:\n        required: false\n",
            ),
            ("of a GET", "    put:\n", "    get:\n"),
        ],
    );
}

#[test]
fn body_media_type() {
    let second = format!(
        "{CHANGE}          text/plain: {{ schema: {{ $ref: '#/components/schemas/BookChange' }} }}\n"
    );
    assert_findings(
        "body-media-type",
        &[
            ("two", CHANGE, &second),
            (
                "not JSON",
                "          application/json:\n            schema: { $ref: '#/components/schemas/BookChange' }",
                "          application/xml:\n            schema: { $ref: '#/components/schemas/BookChange' }",
            ),
            (
                "multipart",
                "          application/json:\n            schema: { $ref: '#/components/schemas/BookChange' }",
                "          multipart/form-data:\n            schema: { $ref: '#/components/schemas/BookChange' }",
            ),
            (
                "raw and not binary",
                "application/x-ndjson: { schema: { type: string, format: binary } }",
                "application/x-ndjson: { schema: { $ref: '#/components/schemas/NewBook' } }",
            ),
        ],
    );
}

#[test]
fn body_shape() {
    assert_findings(
        "body-shape",
        &[
            (
                "an object without a name",
                CHANGE,
                "            schema: { type: object, additionalProperties: false, properties: { a: { type: string, description: A., x-source: chosen } } }\n",
            ),
            (
                "a list of something without a name",
                "schema: { type: array, maxItems: 10, items: { $ref: '#/components/schemas/NewBook' } }",
                "schema: { type: array, items: { type: string } }",
            ),
        ],
    );
}

#[test]
fn body_closed() {
    assert_findings(
        "body-closed",
        &[
            (
                "an object of a body",
                "      description: A book to add.\n      additionalProperties: false\n",
                "      description: A book to add.\n",
            ),
            (
                "an object within",
                "      description: What changes.\n      additionalProperties: false\n",
                "      description: What changes.\n",
            ),
        ],
    );
}
