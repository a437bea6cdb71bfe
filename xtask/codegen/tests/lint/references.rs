//! References and components.

use crate::broken::assert_findings;

#[test]
fn reference() {
    assert_findings(
        "reference",
        &[
            (
                "to nothing",
                "$ref: '#/components/parameters/page'",
                "$ref: '#/components/parameters/pages'",
            ),
            (
                "to a file that is not there",
                "$ref: '#/components/parameters/page'",
                "$ref: 'other.yaml#/components/parameters/page'",
            ),
            (
                "to another kind",
                "$ref: '#/components/parameters/page'",
                "$ref: '#/components/schemas/Genre'",
            ),
            (
                "to a reference",
                "    BookTitle:\n",
                "    Alias: { $ref: '#/components/schemas/BookTitle' }\n    BookTitle:\n",
            ),
            (
                "with siblings",
                "{ allOf: [{ $ref: '#/components/schemas/Genre' }], description: The genre., x-source: vendor }",
                "{ $ref: '#/components/schemas/Genre', nullable: true }",
            ),
        ],
    );
}

#[test]
fn component() {
    assert_findings(
        "component",
        &[
            (
                "unused",
                "    BookTitle:\n",
                "    Unused: { type: string, description: Unused. }\n    BookTitle:\n",
            ),
            (
                "unused security scheme",
                "    session: { type: apiKey",
                "    token: { type: http, scheme: bearer }\n    session: { type: apiKey",
            ),
            (
                "of a kind that is not read",
                "  securitySchemes:\n",
                "  links: { a: { operationId: list_books } }\n  securitySchemes:\n",
            ),
        ],
    );
}

#[test]
fn name_clash() {
    assert_findings(
        "name-clash",
        &[
            (
                "properties",
                "        sequel: {",
                "        Pages: { type: boolean, description: Pages., x-source: chosen }\n        sequel: {",
            ),
            (
                "properties of objects that are included",
                "            pages: { type: integer, format: int64, description: Number of pages., x-source: vendor }",
                "            Title: { type: string, description: Title., x-source: vendor }",
            ),
            (
                "schemas",
                "    BookTitle:\n",
                "    book_title: { type: string, description: Another. }\n    BookTitle:\n",
            ),
            (
                "values",
                "enum: [COMIC, NOVEL]\n      x-case-insensitive: true\n      x-descriptions: { COMIC: Comic, NOVEL: Novel }",
                "enum: [COMIC, a.b, a_b]",
            ),
            (
                "a value that begins with a digit",
                "enum: [COMIC, NOVEL]\n      x-case-insensitive: true\n      x-descriptions: { COMIC: Comic, NOVEL: Novel }",
                "enum: ['1st', COMIC, NOVEL]",
            ),
        ],
    );
}
