//! Edits that break nobody.

use super::Step::Everywhere;
use super::{Case, case, remove, set, without};
use crate::openapi::finding::Consumer::{ClientRuntime, Documentation, HandWritten, Server};
use crate::openapi::finding::Verdict::{Compatible, Decision};

const B: &str = "backups.yaml";
const C: &str = "catalog.yaml";

pub(super) const CASES: &[Case] = &[
    case(
        "the keys of a schema in another order",
        &[set(
            B,
            "/components/schemas/Network",
            "{ required: [name, guid], properties: { name: { x-source: observed, description: Display name., type: string }, guid: { x-source: observed, format: uuid, type: string, description: Identity. } }, description: A network of the vendor's appliance., type: object }",
        )],
        "",
        Compatible,
        &[],
    ),
    case(
        "the parameters in another order",
        &[set(
            B,
            "/paths/~1backups~1{guid}~1description/put/parameters",
            "[{ $ref: '#/components/parameters/If-Match' }, { $ref: '#/components/parameters/guid' }]",
        )],
        "",
        Compatible,
        &[],
    ),
    case(
        "a comment",
        &[Everywhere("# ---- errors", "# ---- what goes wrong")],
        "",
        Compatible,
        &[],
    ),
    case(
        "a parameter of an operation becomes a component",
        &[
            set(
                C,
                "/components/parameters",
                "{ atomic: { name: atomic, in: query, allowEmptyValue: true, description: 'true: store all records or none.', x-source: chosen, schema: { type: boolean } } }",
            ),
            without(C, "/paths/~1catalog~1ingest/post/parameters", "atomic"),
            set(
                C,
                "/paths/~1catalog~1ingest/post/parameters",
                "[{ $ref: '#/components/parameters/atomic' }, { name: strict, in: query, allowEmptyValue: true, description: 'true: reject records with unknown keys instead of keeping those keys as labels.', x-source: chosen, schema: { type: boolean } }, { name: allow-mass-removal, in: query, allowEmptyValue: true, description: 'true: take an inventory that is empty or removes more than half of the live records.', x-source: chosen, schema: { type: boolean } }]",
            ),
        ],
        "",
        Compatible,
        &[],
    ),
    case(
        "a header of a response becomes a component",
        &[
            set(
                C,
                "/components/headers",
                "{ Set-Cookie: { description: The session cookie., required: true, schema: { type: string } } }",
            ),
            set(
                C,
                "/paths/~1session~1login/post/responses/200/headers",
                "{ Set-Cookie: { $ref: '#/components/headers/Set-Cookie' } }",
            ),
        ],
        "",
        Compatible,
        &[],
    ),
    // The parts are one type in Rust, as before.
    case(
        "a part of a schema becomes a component of its own",
        &[
            set(
                B,
                "/components/schemas/NetworkName",
                "{ type: object, description: A name., required: [name], properties: { name: { type: string, description: Display name., x-source: observed } } }",
            ),
            set(
                B,
                "/components/schemas/Network",
                "{ description: A network of the vendor's appliance., allOf: [{ $ref: '#/components/schemas/NetworkName' }, { type: object, required: [guid], properties: { guid: { type: string, format: uuid, description: Identity., x-source: observed } } }] }",
            ),
        ],
        "",
        Compatible,
        &[],
    ),
    case(
        "a response becomes a component",
        &[
            set(
                C,
                "/components/responses",
                "{ Alive: { description: The session is alive. } }",
            ),
            set(
                C,
                "/paths/~1session/get/responses/204",
                "{ $ref: '#/components/responses/Alive' }",
            ),
        ],
        "",
        Compatible,
        &[],
    ),
    case(
        "the name of a response header in other letters",
        &[
            remove(
                B,
                "/paths/~1backups~1{guid}~1description/put/responses/200/headers/ETag",
            ),
            set(
                B,
                "/paths/~1backups~1{guid}~1description/put/responses/200/headers/etag",
                "{ $ref: '#/components/headers/ETag' }",
            ),
        ],
        "",
        Compatible,
        &[],
    ),
    case(
        "the name of a struct of our own server",
        &[Everywhere(
            "x-query-type: LookupFilter",
            "x-query-type: NameFilter",
        )],
        "",
        Compatible,
        &[],
    ),
    case(
        "what is so without being said is said",
        &[
            set(B, "/components/parameters/status/style", "form"),
            set(B, "/components/parameters/node/required", "false"),
            set(B, "/paths/~1backups/get/deprecated", "false"),
        ],
        "",
        Compatible,
        &[],
    ),
    case(
        "a description",
        &[set(
            B,
            "/components/schemas/NameAndGuid/properties/name/description",
            "What it is called.",
        )],
        "backups.yaml#/components/schemas/NameAndGuid/properties/name/description",
        Compatible,
        &[Documentation],
    ),
    case(
        "an example",
        &[set(
            B,
            "/components/responses/ServerError/content/application~1json/example/message",
            "It is broken.",
        )],
        "/components/responses/ServerError/content/application~1json/example",
        Compatible,
        &[Documentation],
    ),
    case(
        "how sure a part is",
        &[set(B, "/components/parameters/node/x-source", "observed")],
        "/components/parameters/node/x-source",
        Compatible,
        &[Documentation],
    ),
    case(
        "what the base path is good for",
        &[set(
            B,
            "/servers",
            "[{ url: /api, description: Where it is. }]",
        )],
        "/servers",
        Compatible,
        &[Documentation],
    ),
    case(
        "an operation is deprecated",
        &[
            set(C, "/paths/~1catalog~1rules/get/deprecated", "true"),
            set(
                C,
                "/paths/~1catalog~1rules/get/responses/200/headers",
                "{ X-Total-Count: { $ref: 'backups.yaml#/components/headers/X-Total-Count' }, Deprecation: { $ref: 'backups.yaml#/components/headers/Deprecation' } }",
            ),
        ],
        "/paths/~1catalog~1rules/get/deprecated",
        Compatible,
        &[Documentation],
    ),
    // The client has a method for each argument: it has no order.
    case(
        "an optional parameter in the middle",
        &[set(
            C,
            "/paths/~1catalog~1ingest/post/parameters",
            "[{ name: atomic, in: query, allowEmptyValue: true, description: 'true: store all records or none.', x-source: chosen, schema: { type: boolean } }, { name: dry-run, in: query, allowEmptyValue: true, description: 'true: store nothing.', x-source: chosen, schema: { type: boolean } }, { name: strict, in: query, allowEmptyValue: true, description: 'true: reject records with unknown keys instead of keeping those keys as labels.', x-source: chosen, schema: { type: boolean } }, { name: allow-mass-removal, in: query, allowEmptyValue: true, description: 'true: take an inventory that is empty or removes more than half of the live records.', x-source: chosen, schema: { type: boolean } }]",
        )],
        "/paths/~1catalog~1ingest/post/parameters/dry-run",
        Compatible,
        &[],
    ),
    case(
        "an optional property of a response",
        &[set(
            C,
            "/components/schemas/Health/properties/uptime",
            "{ type: integer, format: int64, description: 'Since the start, ms.', x-source: chosen }",
        )],
        "/components/schemas/Health/properties/uptime",
        Compatible,
        &[],
    ),
    case(
        "an optional property of a request",
        &[set(
            C,
            "/components/schemas/LoginRequest/properties/realm",
            "{ type: string, maxLength: 64, description: Where the login is known., x-source: chosen }",
        )],
        "/components/schemas/LoginRequest/properties/realm",
        Compatible,
        &[],
    ),
    case(
        "a value of an enumeration of requests",
        &[set(
            B,
            "/components/schemas/TaskType/enum",
            "[BACKUP_CLEANUP, BACKUP_DESTINATION_INIT, BACKUP_DESTINATION_SYNC, CONNECTIVITY_TEST, DELETE, EJECT_TAPE, EXPORT, IMPORT, IMPORT_TAPE, INVENTORY_SYNC, LIVE_MIGRATION, MOUNT, RESTORE, SCOPED_INVENTORY_SYNC, SNAPSHOT, SNAPSHOT_CLEANUP, SNAPSHOT_REVERSION, STAGING_CLEANUP, STORE, TAPE_MANAGER_INVENTORY_SYNC, UNMOUNT, UPLOAD, VERIFY]",
        )],
        "/components/schemas/TaskType",
        Compatible,
        &[],
    ),
    case(
        "a higher maximum",
        &[set(B, "/components/parameters/size/schema/maximum", "5000")],
        "/components/parameters/size/schema/maximum",
        Compatible,
        &[],
    ),
    case(
        "a lower minimum",
        &[set(B, "/components/parameters/page/schema/minimum", "-1")],
        "/components/parameters/page/schema/minimum",
        Compatible,
        &[],
    ),
    case(
        "longer texts are taken",
        &[set(B, "/components/schemas/SearchText/maxLength", "2048")],
        "/components/schemas/SearchText/maxLength",
        Compatible,
        &[],
    ),
    case(
        "more items are taken",
        &[set(
            B,
            "/components/schemas/WarningAcknowledgementRequest/properties/backups/maxItems",
            "20000",
        )],
        "/components/schemas/WarningAcknowledgementRequest/properties/backups/maxItems",
        Compatible,
        &[],
    ),
    case(
        "a media type of a request",
        &[set(
            C,
            "/paths/~1catalog~1ingest/post/requestBody/content/text~1csv",
            "{ schema: { type: string, format: binary }, example: a }",
        )],
        "/paths/~1catalog~1ingest/post/requestBody/content/text~1csv",
        Compatible,
        &[],
    ),
    case(
        "a response header",
        &[set(
            C,
            "/paths/~1session~1user/get/responses/200/headers",
            "{ ETag: { $ref: 'backups.yaml#/components/headers/ETag' } }",
        )],
        "/paths/~1session~1user/get/responses/200/headers/ETag",
        Compatible,
        &[],
    ),
    case(
        "an operation",
        &[set(
            C,
            "/paths/~1catalog~1ready",
            "{ get: { operationId: get_readiness, summary: Check whether it may be asked, description: As the health., tags: [catalog], x-source: chosen, x-privilege: NONE, security: [], responses: { '204': { description: It may. }, 4XX: { $ref: 'backups.yaml#/components/responses/ClientError' }, 5XX: { $ref: 'backups.yaml#/components/responses/ServerError' } } } }",
        )],
        "/paths/~1catalog~1ready/get",
        Compatible,
        &[],
    ),
    case(
        "an operation is open to everybody",
        &[
            set(C, "/paths/~1session~1user/get/security", "[]"),
            set(C, "/paths/~1session~1user/get/x-privilege", "NONE"),
        ],
        "/paths/~1session~1user/get/security",
        Decision,
        &[Server],
    ),
    case(
        "an operation needs a session and no privilege any more",
        &[set(C, "/paths/~1catalog~1nodes/get/x-privilege", "SESSION")],
        "/paths/~1catalog~1nodes/get/x-privilege",
        Decision,
        &[Server],
    ),
    case(
        "the base path without a word about it",
        &[set(B, "/servers", "[{ url: /api }]")],
        "/servers",
        Compatible,
        &[Documentation],
    ),
    case(
        "the licence has another address",
        &[set(
            B,
            "/info/license/url",
            "https://opensource.org/license/mit",
        )],
        "/info/license",
        Compatible,
        &[Documentation],
    ),
    case(
        "another pattern, of which nobody knows whether it takes more",
        &[set(
            B,
            "/components/schemas/ProjectUuid/pattern",
            "'^[0-9a-fA-F-]{32,36}$'",
        )],
        "/components/schemas/ProjectUuid/pattern",
        Decision,
        &[ClientRuntime, HandWritten],
    ),
];
