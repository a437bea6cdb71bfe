//! Edits that break somebody at run time.

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
        "an operation is gone",
        &[remove(C, "/paths/~1session~1logout")],
        "/paths/~1session~1logout/post",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "an operation has another path",
        &[Everywhere("/session/user:", "/session/me:")],
        "/paths/~1session~1me/get",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "an operation has another method",
        &[Everywhere(
            "/session/logout:\n    post:",
            "/session/logout:\n    put:",
        )],
        "/paths/~1session~1logout/put",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "another base path",
        &[Everywhere("url: /api,", "url: /v2,")],
        "/servers",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "another cookie",
        &[set(
            B,
            "/components/securitySchemes/session/name",
            "JSESSIONID",
        )],
        "/components/securitySchemes/session/name",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a session where none was needed",
        &[
            remove(C, "/paths/~1catalog~1health/get/security"),
            set(C, "/paths/~1catalog~1health/get/x-privilege", "SESSION"),
        ],
        "/paths/~1catalog~1health/get/security",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "another privilege",
        &[set(C, "/paths/~1catalog~1nodes/get/x-privilege", "EDIT")],
        "/paths/~1catalog~1nodes/get/x-privilege",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a parameter is gone",
        &[without(
            B,
            "/paths/~1backups~1timeline~1size-stats~1{type}~1{guid}/get/parameters",
            "tz",
        )],
        "/parameters/tz",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "a parameter has another name",
        &[Everywhere("name: min-size", "name: minSize")],
        "/paths/~1backups/get/parameters/min-size",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a parameter is required",
        &[set(B, "/components/parameters/If-Match/required", "true")],
        "/components/parameters/If-Match",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a lower maximum",
        &[set(B, "/components/parameters/size/schema/maximum", "500")],
        "/components/parameters/size/schema/maximum",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a higher minimum, which is another type in Rust",
        &[set(
            B,
            "/components/parameters/min-size/schema/minimum",
            "1",
        )],
        "/components/parameters/min-size/schema/minimum",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "shorter texts are taken",
        &[set(B, "/components/schemas/SearchText/maxLength", "512")],
        "/components/schemas/SearchText/maxLength",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a text of a request must match",
        &[set(
            C,
            "/components/schemas/LoginRequest/properties/login/pattern",
            "'^[a-z]+$'",
        )],
        "/components/schemas/LoginRequest/properties/login/pattern",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "a list of a query becomes a single value",
        &[
            set(
                B,
                "/components/parameters/status/schema",
                "{ $ref: '#/components/schemas/BackupStatus' }",
            ),
            remove(B, "/components/parameters/status/explode"),
        ],
        "/components/schemas/BackupStatus",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
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
        "a value of an enumeration of requests is gone",
        &[without(B, "/components/schemas/TaskType/enum", "UPLOAD")],
        "/components/schemas/TaskType",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
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
        "a required property of a request is new",
        &[
            set(
                C,
                "/components/schemas/LoginRequest/properties/realm",
                "{ type: string, maxLength: 64, description: Where the login is known., x-source: chosen }",
            ),
            set(
                C,
                "/components/schemas/LoginRequest/required",
                "[login, password, realm]",
            ),
            set(
                C,
                "/paths/~1session~1login/post/requestBody/content/application~1json/example/realm",
                "here",
            ),
        ],
        "/components/schemas/LoginRequest/properties/realm",
        Breaking,
        &[ClientRuntime, HandWritten, Documentation],
    ),
    case(
        "a required property of a request that could be made from nothing",
        &[set(
            B,
            "/components/schemas/TransferRateQueryParameters/required",
            "[from]",
        )],
        "/components/schemas/TransferRateQueryParameters/properties/from",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "a property of a request is gone",
        &[remove(
            B,
            "/components/schemas/WarningAcknowledgementRequest/properties/restoreJobs",
        )],
        "/components/schemas/WarningAcknowledgementRequest/properties/restoreJobs",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
    ),
    case(
        "an alternative of a request is gone",
        &[set(
            B,
            "/components/schemas/WarningAcknowledgementRequest/properties/backups/items",
            "{ type: string, format: uuid }",
        )],
        "/components/schemas/WarningAcknowledgementRequest/properties/backups",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
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
        "another success status",
        &[Everywhere(
            "'200':\n          description: The session.\n          headers:",
            "'201':\n          description: The session.\n          headers:",
        )],
        "/paths/~1session~1login/post/responses/201",
        Breaking,
        &[ClientRuntime, HandWritten, Server],
    ),
    case(
        "one of two success statuses is gone",
        &[remove(
            B,
            "/paths/~1backups~1transfer-rate~1{task-type}/post/responses/201",
        )],
        "/paths/~1backups~1transfer-rate~1{task-type}/post/responses/201",
        Breaking,
        &[Server],
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
        "a media type of a request is gone",
        &[remove(
            C,
            "/paths/~1catalog~1ingest/post/requestBody/content/application~1json",
        )],
        "/paths/~1catalog~1ingest/post/requestBody/content/application~1json",
        Breaking,
        &[ClientRuntime, HandWritten],
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
];
