//! Edits of what servers answer that break somebody at run time.

use super::Step::Everywhere;
use super::{Case, case, remove, set, without};
use crate::openapi::finding::Consumer::{
    ClientRuntime, ClientSource, Documentation, HandWritten, Server,
};
use crate::openapi::finding::Verdict::Breaking;

const B: &str = "backups.yaml";
const C: &str = "catalog.yaml";

pub(super) const CASES: &[Case] = &[
    case(
        "a value of an enumeration of responses is new",
        &[
            set(
                B,
                "/components/schemas/BackupLocationStatus/enum",
                "[FAILED, IN_PROGRESS, LOCKED, PRESENT, REMOVED]",
            ),
            set(
                B,
                "/components/schemas/BackupLocationStatus/x-descriptions",
                "{ FAILED: Failed, IN_PROGRESS: In progress, LOCKED: Locked, PRESENT: Present, REMOVED: Removed }",
            ),
        ],
        "/components/schemas/BackupLocationStatus",
        Breaking,
        &[ClientRuntime, HandWritten, Documentation],
    ),
    case(
        "a value of an enumeration of responses is gone",
        &[without(
            B,
            "/components/schemas/ErrorCode/enum",
            "URI_TOO_LONG",
        )],
        "/components/schemas/ErrorCode",
        Breaking,
        &[ClientSource, Server],
    ),
    case(
        "an optional property of a response is gone",
        &[remove(
            B,
            "/components/schemas/BackupListRecord/properties/archiveExpire",
        )],
        "/components/schemas/BackupListRecord/properties/archiveExpire",
        Breaking,
        &[ClientSource, HandWritten],
    ),
    case(
        "a property of a response that was always there is gone",
        &[
            remove(C, "/components/schemas/Health/properties/database"),
            without(C, "/components/schemas/Health/required", "database"),
            remove(
                C,
                "/paths/~1catalog~1health/get/responses/200/content/application~1json/example/database",
            ),
        ],
        "/components/schemas/Health/properties/database",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten, Documentation],
    ),
    case(
        "a property of a response may be absent",
        &[without(
            C,
            "/components/schemas/Health/required",
            "schemaVersion",
        )],
        "/components/schemas/Health/properties/schemaVersion",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "a list of a response may be absent, which is no other type in Rust",
        &[without(
            B,
            "/components/schemas/BackupListRecord/required",
            "warnings",
        )],
        "/components/schemas/BackupListRecord/properties/warnings",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a property of a response is always there",
        &[set(
            C,
            "/components/schemas/RejectedRecord/required",
            "[line, reason, field]",
        )],
        "/components/schemas/RejectedRecord/properties/field",
        Breaking,
        &[ClientSource, Server],
    ),
    case(
        "a required property of a response is new",
        &[
            set(
                C,
                "/components/schemas/RuleRecord/properties/order",
                "{ type: integer, format: int64, description: Where it stands., x-source: chosen }",
            ),
            set(
                C,
                "/components/schemas/RuleRecord/required",
                "[guid, name, order]",
            ),
            set(
                C,
                "/paths/~1catalog~1rules/get/responses/200/content/application~1json/example",
                "[{ guid: 2b7b58f4-4b2a-5a06-8d61-3f0d5a0c9a44, name: daily, order: 1 }]",
            ),
        ],
        "/components/schemas/RuleRecord/properties/order",
        Breaking,
        &[Server, Documentation],
    ),
    case(
        "a property of a response has another type",
        &[
            set(
                C,
                "/components/schemas/Health/properties/version",
                "{ type: integer, format: int64, description: Version of the server., x-source: chosen }",
            ),
            set(
                C,
                "/paths/~1catalog~1health/get/responses/200/content/application~1json/example/version",
                "1",
            ),
        ],
        "/components/schemas/Health/properties/version",
        Breaking,
        &[
            ClientSource,
            ClientRuntime,
            HandWritten,
            Server,
            Documentation,
        ],
    ),
    case(
        "a property of a response has another format",
        &[set(
            C,
            "/components/schemas/RuleRecord/properties/guid",
            "{ type: string, description: Identity., x-source: chosen }",
        )],
        "/components/schemas/RuleRecord/properties/guid",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "a property of the error body may be absent",
        &[without(
            B,
            "/components/schemas/ErrorBody/required",
            "requestId",
        )],
        "/components/schemas/ErrorBody/properties/requestId",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "a response header is gone",
        &[remove(
            B,
            "/paths/~1backups~1{guid}~1description/put/responses/200/headers",
        )],
        "/paths/~1backups~1{guid}~1description/put/responses/200/headers/ETag",
        Breaking,
        &[HandWritten],
    ),
    case(
        "an empty list is written out",
        &[remove(
            B,
            "/components/schemas/ErrorBody/properties/allowed/x-omit-empty",
        )],
        "/components/schemas/ErrorBody/properties/allowed/x-omit-empty",
        Breaking,
        &[HandWritten],
    ),
    case(
        "a property of a response may be null",
        &[set(
            C,
            "/components/schemas/Health/properties/status/nullable",
            "true",
        )],
        "/components/schemas/Health/properties/status/nullable",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    Case {
        before: &[set(
            C,
            "/components/schemas/Health/properties/status/nullable",
            "true",
        )],
        ..case(
            "a property of a response may no longer be null",
            &[remove(
                C,
                "/components/schemas/Health/properties/status/nullable",
            )],
            "/components/schemas/Health/properties/status/nullable",
            Breaking,
            &[ClientSource, Server],
        )
    },
    case(
        "unknown properties of a response are denied",
        &[set(
            C,
            "/components/schemas/Health/additionalProperties",
            "false",
        )],
        "/components/schemas/Health",
        Breaking,
        &[Server],
    ),
    Case {
        before: &[set(
            C,
            "/components/schemas/Health/additionalProperties",
            "false",
        )],
        ..case(
            "a property of a response is new where the client denies unknown ones",
            &[set(
                C,
                "/components/schemas/Health/properties/uptime",
                "{ type: integer, format: int64, description: 'Since the start, ms.', x-source: chosen }",
            )],
            "/components/schemas/Health/properties/uptime",
            Breaking,
            &[ClientRuntime, HandWritten],
        )
    },
    case(
        "the values of a map have another type",
        &[
            set(
                B,
                "/components/schemas/BackupExtendedDetails/allOf/1/properties/labels/additionalProperties",
                "{ type: integer, format: int64 }",
            ),
            Everywhere(
                "labels:\n                  tool: restic 0.14.0",
                "labels: {}",
            ),
        ],
        "/properties/labels/additionalProperties",
        Breaking,
        &[
            ClientSource,
            ClientRuntime,
            HandWritten,
            Server,
            Documentation,
        ],
    ),
    case(
        "a response header has another type",
        &[set(
            B,
            "/components/headers/X-Total-Count/schema",
            "{ type: string }",
        )],
        "/components/headers/X-Total-Count/schema",
        Breaking,
        &[HandWritten],
    ),
    case(
        "a property of a response has another name",
        &[
            remove(C, "/components/schemas/RejectedRecord/properties/field"),
            set(
                C,
                "/components/schemas/RejectedRecord/properties/property",
                "{ type: string, description: The property at fault., x-source: chosen }",
            ),
            remove(
                C,
                "/paths/~1catalog~1ingest/post/responses/200/content/application~1json/example/rejected",
            ),
            set(
                C,
                "/paths/~1catalog~1ingest/post/responses/200/content/application~1json/example/rejected",
                "[]",
            ),
        ],
        "/components/schemas/RejectedRecord/properties/field",
        Breaking,
        &[ClientSource, HandWritten, Documentation],
    ),
];
