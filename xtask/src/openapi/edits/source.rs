//! Edits that change nothing on the wire, and after which code over the generated client does not compile.

use super::Step::Everywhere;
use super::{Case, case, set};
use crate::openapi::finding::Consumer::ClientSource;
use crate::openapi::finding::Verdict::Breaking;

const B: &str = "backups.yaml";
const C: &str = "catalog.yaml";

pub(super) const CASES: &[Case] = &[
    case(
        "an operation has another id",
        &[Everywhere(
            "operationId: get_health",
            "operationId: check_health",
        )],
        "/paths/~1catalog~1health/get/operationId",
        Breaking,
        &[ClientSource],
    ),
    case(
        "a component has another name",
        &[Everywhere("BooleanDTO", "FlagDTO")],
        "client#/BooleanDto",
        Breaking,
        &[ClientSource],
    ),
    case(
        "a path parameter has another name",
        &[
            Everywhere("{kind}", "{family}"),
            Everywhere("name: kind", "name: family"),
        ],
        "/parameters/kind",
        Breaking,
        &[ClientSource],
    ),
    case(
        "an inline schema becomes a component, which is a type of its own in Rust",
        &[
            set(
                B,
                "/components/schemas/NodeGuid",
                "{ type: string, format: uuid, description: A node. }",
            ),
            set(
                B,
                "/components/parameters/node/schema",
                "{ $ref: '#/components/schemas/NodeGuid' }",
            ),
        ],
        "client#/list_backups/node",
        Breaking,
        &[ClientSource],
    ),
    case(
        "a lower minimum that is another type in Rust",
        &[set(B, "/components/parameters/size/schema/minimum", "0")],
        "/components/parameters/size/schema/minimum",
        Breaking,
        &[ClientSource],
    ),
    case(
        "a text of a request may be anything, which is another type in Rust",
        &[set(
            C,
            "/components/schemas/LoginRequest/properties/login",
            "{ type: string, description: The login name., x-source: observed }",
        )],
        "/components/schemas/LoginRequest/properties/login/maxLength",
        Breaking,
        &[ClientSource],
    ),
    case(
        "a property of a request need not be there, which is another type in Rust",
        &[set(
            C,
            "/components/schemas/LoginRequest/required",
            "[login]",
        )],
        "/components/schemas/LoginRequest/properties/password",
        Breaking,
        &[ClientSource],
    ),
    case(
        "another first tag, by which other generators name a class",
        &[set(C, "/paths/~1session~1user/get/tags", "[catalog]")],
        "/paths/~1session~1user/get/tags",
        Breaking,
        &[ClientSource],
    ),
];
