//! Edits that the lint refuses, because a generator would get them wrong. The comparison has to know them all the same: the
//! lint's rules are about generators, not about promises.

use super::{Case, Step, remove, set};
use crate::openapi::finding::Consumer::{self, ClientRuntime, HandWritten, Server};
use crate::openapi::finding::Verdict::{self, Breaking, Compatible, Decision};

const B: &str = "backups.yaml";
const C: &str = "catalog.yaml";

const fn refused(
    rule: &'static str,
    name: &'static str,
    steps: &'static [Step],
    place: &'static str,
    verdict: Verdict,
    breaks: &'static [Consumer],
) -> Case {
    Case {
        name,
        before: &[],
        steps,
        place,
        verdict,
        breaks,
        refused: Some(rule),
    }
}

pub(super) const CASES: &[Case] = &[
    refused(
        "parameter-style",
        "a list is written with commas",
        &[set(B, "/components/parameters/status/explode", "false")],
        "/components/parameters/status/explode",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    refused(
        "parameter-style",
        "a list is written with spaces",
        &[set(
            B,
            "/components/parameters/backup-policy/style",
            "spaceDelimited",
        )],
        "/components/parameters/backup-policy/style",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    refused(
        "schema-format",
        "smaller numbers are taken",
        &[set(B, "/components/parameters/from/schema/format", "int32")],
        "/components/parameters/from/schema/format",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    refused(
        "schema-format",
        "smaller numbers are answered",
        &[set(
            C,
            "/components/schemas/Health/properties/schemaVersion/format",
            "int32",
        )],
        "/components/schemas/Health/properties/schemaVersion/format",
        Breaking,
        &[Server],
    ),
    refused(
        "schema-default",
        "a value that is taken where none is given",
        &[set(B, "/components/parameters/page/schema/default", "0")],
        "/components/parameters/page/schema/default",
        Decision,
        &[ClientRuntime, HandWritten],
    ),
    refused(
        "schema-keyword",
        "a keyword without a rule",
        &[set(
            B,
            "/components/schemas/SearchText/contentEncoding",
            "base64",
        )],
        "/components/schemas/SearchText/contentEncoding",
        Decision,
        &[],
    ),
    refused(
        "body-closed",
        "unknown properties of a request are ignored",
        &[remove(
            C,
            "/components/schemas/LoginRequest/additionalProperties",
        )],
        "/components/schemas/LoginRequest",
        Compatible,
        &[],
    ),
    refused(
        "response-error",
        "another error body",
        &[set(
            B,
            "/components/responses/ClientError/content/application~1json/schema",
            "{ $ref: '#/components/schemas/NameAndGuid' }",
        )],
        "/components/schemas/NameAndGuid",
        Breaking,
        &[ClientRuntime, HandWritten, Server],
    ),
    refused(
        "response-error",
        "another media type of errors",
        &[
            remove(
                B,
                "/components/responses/ClientError/content/application~1json",
            ),
            set(
                B,
                "/components/responses/ClientError/content/application~1problem+json",
                "{ schema: { $ref: '#/components/schemas/ErrorBody' } }",
            ),
        ],
        "/components/responses/ClientError/content/application~1json",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    refused(
        "enum-order",
        "the values of an enumeration in another order",
        &[set(
            B,
            "/components/schemas/BackupDestinationRole/enum",
            "[SECONDARY, PRIMARY, ARCHIVE]",
        )],
        "",
        Compatible,
        &[],
    ),
];
