//! Schemas.

use crate::broken::assert_findings;

const ENUM: &str = "enum: [COMIC, NOVEL]\n      x-case-insensitive: true\n      x-descriptions: { COMIC: Comic, NOVEL: Novel }";
const MESSAGE: &str = "message: { type: string, ";

#[test]
fn enumeration() {
    assert_findings(
        "enum",
        &[
            ("not sorted", ENUM, "enum: [NOVEL, COMIC]"),
            ("a value twice", ENUM, "enum: [COMIC, COMIC, NOVEL]"),
            (
                "of integers",
                "type: string\n      description: A genre.\n      enum: [COMIC, NOVEL]\n      x-case-insensitive: true\n      x-descriptions: { COMIC: Comic, NOVEL: Novel }",
                "type: integer\n      format: int64\n      description: A genre.\n      enum: [1, 2]",
            ),
            ("a boolean among the values", ENUM, "enum: [true, COMIC]"),
            (
                "a value that is not described",
                ENUM,
                "enum: [COMIC, NOVEL]\n      x-descriptions: { COMIC: Comic }",
            ),
            (
                "a description of no value",
                ENUM,
                "enum: [COMIC]\n      x-descriptions: { COMIC: Comic, NOVEL: Novel }",
            ),
            (
                "values that differ in case",
                ENUM,
                "enum: [COMIC, NOVEL, comic]\n      x-case-insensitive: true",
            ),
            (
                "descriptions without values",
                "      pattern: '^[a-z]+$'",
                "      x-descriptions: { A: a }",
            ),
            (
                "without a name",
                MESSAGE,
                "message: { type: string, enum: [A, B], ",
            ),
        ],
    );
}

#[test]
fn inline() {
    assert_findings(
        "schema-inline",
        &[
            (
                "an object as a property",
                MESSAGE,
                "message: { type: object, properties: { a: { type: string, description: A., x-source: chosen } }, ",
            ),
            (
                "a choice as a property",
                MESSAGE,
                "message: { oneOf: [{ type: string }, { type: boolean }], ",
            ),
            (
                "a composition as a property",
                MESSAGE,
                "message: { allOf: [{ $ref: '#/components/schemas/Book' }, { $ref: '#/components/schemas/BookTitle' }], ",
            ),
        ],
    );
}

#[test]
fn kinds() {
    assert_findings(
        "schema-type",
        &[
            ("none", MESSAGE, "message: { "),
            ("number", MESSAGE, "message: { type: number, "),
            ("a list without items", MESSAGE, "message: { type: array, "),
            (
                "an object of anything",
                MESSAGE,
                "message: { type: object, ",
            ),
            (
                "an object of anything, said so",
                MESSAGE,
                "message: { type: object, additionalProperties: true, ",
            ),
            (
                "a component that is a number",
                "    BookTitle:\n",
                "    Number: { type: integer, format: int64, description: A number. }\n    BookTitle:\n",
            ),
        ],
    );
}

#[test]
fn keywords() {
    assert_findings(
        "schema-keyword",
        &[
            ("default", MESSAGE, "message: { type: string, default: x, "),
            (
                "anyOf",
                MESSAGE,
                "message: { type: string, anyOf: [{ type: string }], ",
            ),
            (
                "readOnly",
                MESSAGE,
                "message: { type: string, readOnly: true, ",
            ),
            (
                "uniqueItems",
                "maxItems: 10,",
                "maxItems: 10, uniqueItems: true,",
            ),
            (
                "format: date",
                MESSAGE,
                "message: { type: string, format: date, ",
            ),
            (
                "format: date-time",
                MESSAGE,
                "message: { type: string, format: date-time, ",
            ),
        ],
    );
}

#[test]
fn numbers() {
    assert_findings(
        "integer-format",
        &[
            (
                "no format",
                "schema: { type: integer, format: int64, minimum: 0, maximum: 99 }",
                "schema: { type: integer, minimum: 0, maximum: 99 }",
            ),
            (
                "int32",
                MESSAGE,
                "message: { type: integer, format: int32, ",
            ),
        ],
    );
}

#[test]
fn bounds() {
    assert_findings(
        "bounds",
        &[
            (
                "of a response",
                "pages: { type: integer, format: int64, description",
                "pages: { type: integer, format: int64, minimum: 0, description",
            ),
            (
                "of a response's list",
                MESSAGE,
                "message: { type: array, maxItems: 3, items: { type: string }, ",
            ),
            (
                "of a header",
                "schema: { type: integer, format: int64 }",
                "schema: { type: integer, format: int64, minimum: 0 }",
            ),
            (
                "of the items of a body",
                "labels: { type: object, additionalProperties: { type: string }",
                "labels: { type: array, items: { type: integer, format: int64, maximum: 3 }",
            ),
            (
                "that do not fit the type",
                MESSAGE,
                "message: { type: boolean, maxLength: 3, ",
            ),
            (
                "that contradict each other",
                "minimum: 0, maximum: 99",
                "minimum: 100, maximum: 99",
            ),
            (
                "that are no whole numbers",
                "minimum: 0, maximum: 99",
                "minimum: 0.5, maximum: 99",
            ),
            (
                "that change the type",
                "minimum: 0, nullable",
                "minimum: 1, nullable",
            ),
        ],
    );
}

#[test]
fn null() {
    assert_findings(
        "nullable",
        &[
            ("and optional", "      required: [pages]\n", ""),
            (
                "a parameter",
                "schema: { type: boolean }",
                "schema: { type: boolean, nullable: true }",
            ),
            (
                "a component",
                "      description: A genre.\n",
                "      description: A genre.\n      nullable: true\n",
            ),
        ],
    );
}

#[test]
fn required() {
    assert_findings(
        "required",
        &[(
            "of a property that is not there",
            "required: [message]",
            "required: [message, code]",
        )],
    );
}
