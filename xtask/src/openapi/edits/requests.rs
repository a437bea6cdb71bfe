//! Edits of what clients send that break somebody at run time.

use super::Step::Everywhere;
use super::{Case, case, remove, set, without};
use crate::openapi::finding::Consumer::{ClientRuntime, ClientSource, Documentation, HandWritten};
use crate::openapi::finding::Verdict::Breaking;

const B: &str = "backups.yaml";
const C: &str = "catalog.yaml";

pub(super) const CASES: &[Case] = &[
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
        "a value of an enumeration of requests is gone",
        &[without(B, "/components/schemas/TaskType/enum", "UPLOAD")],
        "/components/schemas/TaskType",
        Breaking,
        &[ClientSource, ClientRuntime, HandWritten],
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
        "fewer items of a list in a body",
        &[set(
            B,
            "/paths/~1backups~1{guid}~1warnings/put/requestBody/content/application~1json/schema/maxItems",
            "100",
        )],
        "/requestBody/content/application~1json/schema/maxItems",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
    case(
        "values are taken in one case only",
        &[remove(
            B,
            "/components/schemas/SortDirection/x-case-insensitive",
        )],
        "/components/schemas/SortDirection/x-case-insensitive",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
];
