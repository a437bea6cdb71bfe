//! Edits of operations that break somebody at run time: paths, methods, statuses, who may call.

use super::Step::Everywhere;
use super::{Case, case, remove, set};
use crate::openapi::finding::Consumer::{ClientRuntime, ClientSource, HandWritten, Server};
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
        "something harmless beside something that breaks",
        &[
            set(B, "/components/parameters/size/schema/maximum", "5000"),
            set(B, "/components/parameters/page/schema/maximum", "1000"),
        ],
        "/components/parameters/page/schema/maximum",
        Breaking,
        &[ClientRuntime, HandWritten],
    ),
];
