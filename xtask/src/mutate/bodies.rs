//! Bodies of requests.

use super::loss::{Edit, File, Loss};
use super::{BACKUPS, CATALOG, code, document};

pub(super) const LOSSES: &[Loss] = &[
    code(
        File::Server,
        "a list's length is lost",
        "static UPDATE_BACKUP_WARNINGS_BODY",
        "max_items: Some(1000)",
        "max_items: None",
    ),
    code(
        File::Server,
        "a required property may be missing",
        "static BOOLEAN_DTO_SCHEMA",
        "required: true",
        "required: false",
    ),
    code(
        File::Server,
        "a property of a body is unknown",
        "static WARNING_ACKNOWLEDGEMENT_REQUEST_SCHEMA",
        r#"name: "restoreJobs""#,
        r#"name: "restore-jobs""#,
    ),
    code(
        File::Types,
        "a property of a body is read under another name",
        "pub struct WarningAcknowledgementRequest {",
        "\"protectedEntities\"",
        "\"protected_entities\"",
    ),
    code(
        File::Server,
        "a media type is refused",
        "const INGEST:",
        r#"&["application/x-ndjson", "application/json"]"#,
        r#"&["application/x-ndjson"]"#,
    ),
    document(
        "a list in a body has another length",
        BACKUPS,
        "/components/schemas/WarningAcknowledgementRequest/properties/backups/maxItems",
        Edit::Set("10001"),
    ),
    document(
        "a text in a body has another length",
        CATALOG,
        "/components/schemas/LoginRequest/properties/password/maxLength",
        Edit::Set("1025"),
    ),
    document(
        "a property of an object in a body is gone",
        BACKUPS,
        "/components/schemas/Reference/properties/name",
        Edit::Remove,
    ),
    document(
        "a property of a body is gone",
        BACKUPS,
        "/components/schemas/WarningAcknowledgementRequest/properties/value",
        Edit::Remove,
    ),
    code(
        File::Types,
        "a type of a body is open",
        "#[serde(deny_unknown_fields)]\npub struct StringDto {",
        "#[serde(deny_unknown_fields)]\n",
        "",
    ),
    code(
        File::Server,
        "one of two forms is refused",
        "static GUID_OR_REFERENCE_SCHEMA",
        "&Schema::Scalar(ParameterKind::Uuid), ",
        "",
    ),
];
