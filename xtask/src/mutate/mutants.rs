//! The losses: what a generator could forget or get wrong.

/// A file of generated code.
#[derive(Debug, Clone, Copy)]
pub(super) enum File {
    Types,
    Server,
}

/// One loss: in `file`, the first `from` after `anchor` becomes `to`.
pub(super) struct Mutant {
    pub(super) name: &'static str,
    pub(super) file: File,
    pub(super) anchor: &'static str,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
}

const fn server(
    name: &'static str,
    anchor: &'static str,
    from: &'static str,
    to: &'static str,
) -> Mutant {
    Mutant {
        name,
        file: File::Server,
        anchor,
        from,
        to,
    }
}

const fn types(
    name: &'static str,
    anchor: &'static str,
    from: &'static str,
    to: &'static str,
) -> Mutant {
    Mutant {
        name,
        file: File::Types,
        anchor,
        from,
        to,
    }
}

const FILTER: &str = "pub struct BackupFilter {";
const TABLE: &str = "const LIST_BACKUPS_PARAMETERS";

pub(super) const MUTANTS: &[Mutant] = &[
    // Query parameters.
    server(
        "a parameter is read under another name",
        FILTER,
        r#"rename = "min-size""#,
        r#"rename = "minimum-size""#,
    ),
    server(
        "a parameter is checked under another name",
        TABLE,
        r#"name: "nameLike""#,
        r#"name: "name-like""#,
    ),
    server(
        "a parameter is not read",
        FILTER,
        r#"rename = "node", default"#,
        r#"rename = "node", skip"#,
    ),
    server(
        "two parameters change places",
        FILTER,
        r#"rename = "hypervisor""#,
        r#"rename = "root-backup""#,
    ),
    server(
        "a number is narrower",
        FILTER,
        "pub min_size: Option<i64>",
        "pub min_size: Option<i32>",
    ),
    server(
        "a list is a single value",
        FILTER,
        "pub status: Vec<types::BackupStatus>",
        "pub status: Option<types::BackupStatus>",
    ),
    server(
        "a repeated parameter is refused",
        "name: \"status\",\n        location",
        "repeated: true",
        "repeated: false",
    ),
    server(
        "a single parameter may be repeated",
        "name: \"from\",\n        location",
        "repeated: false",
        "repeated: true",
    ),
    server(
        "an optional parameter is required",
        "name: \"tz\",\n        location",
        "required: false",
        "required: true",
    ),
    server(
        "a value of an enumeration is refused",
        TABLE,
        "\"QUEUED\",\n",
        "\n",
    ),
    server(
        "another case is refused",
        TABLE,
        "ignore_case: true",
        "ignore_case: false",
    ),
    server(
        "any case is taken",
        "name: \"status\",\n        location",
        "ignore_case: false",
        "ignore_case: true",
    ),
    server(
        "a maximum is lost",
        "name: \"size\",\n        location",
        "maximum: 1000,",
        "maximum: i64::MAX,",
    ),
    server(
        "a maximum is one less",
        "name: \"page\",\n        location",
        "maximum: 2147483647,",
        "maximum: 2147483646,",
    ),
    server(
        "a minimum is lost",
        "name: \"min-size\",\n        location",
        "minimum: 0,",
        "minimum: i64::MIN,",
    ),
    server(
        "a length is lost",
        "name: \"filter\",\n        location",
        "max_length: Some(1024)",
        "max_length: None",
    ),
    server(
        "a pattern is lost",
        TABLE,
        "value.parse::<types::ProjectUuid>().is_ok()",
        "!value.is_empty()",
    ),
    server(
        "a guid is any text",
        TABLE,
        "kind: ParameterKind::Uuid",
        "kind: ParameterKind::Text { min_length: 0, max_length: None, pattern: None }",
    ),
    // Paths and headers.
    server(
        "a path parameter is not checked",
        "const GET_BACKUP_FOR_RESTORE_PARAMETERS",
        "kind: ParameterKind::Uuid",
        "kind: ParameterKind::Text { min_length: 0, max_length: None, pattern: None }",
    ),
    server(
        "a value of a path's enumeration is refused",
        "name: \"task-type\",\n        location",
        "\"EXPORT\",\n",
        "\n",
    ),
    server(
        "a header is not read",
        "pub struct UpdateBackupWarningsHeaders",
        r#"rename = "If-Match", default"#,
        r#"rename = "If-Match", skip"#,
    ),
    server(
        "a header's length is lost",
        "const UPDATE_BACKUP_DESCRIPTION_PARAMETERS",
        "max_length: Some(128)",
        "max_length: None",
    ),
    // Bodies.
    server(
        "the length of a list in a body is lost",
        "static WARNING_ACKNOWLEDGEMENT_REQUEST_SCHEMA",
        "max_items: Some(10000)",
        "max_items: None",
    ),
    server(
        "a list's length is lost",
        "static UPDATE_BACKUP_WARNINGS_BODY",
        "max_items: Some(1000)",
        "max_items: None",
    ),
    server(
        "a required property may be missing",
        "static BOOLEAN_DTO_SCHEMA",
        "required: true",
        "required: false",
    ),
    server(
        "a property of a body is unknown",
        "static WARNING_ACKNOWLEDGEMENT_REQUEST_SCHEMA",
        r#"name: "restoreJobs""#,
        r#"name: "restore-jobs""#,
    ),
    types(
        "a body takes unknown properties",
        "///One yes or no.",
        "#[serde(deny_unknown_fields)]",
        "",
    ),
    types(
        "a property of a body is read under another name",
        "pub struct WarningAcknowledgementRequest {",
        "\"protectedEntities\"",
        "\"protected_entities\"",
    ),
    server(
        "a media type is refused",
        "const INGEST:",
        r#"&["application/x-ndjson", "application/json"]"#,
        r#"&["application/x-ndjson"]"#,
    ),
    // Answers.
    server(
        "a status is another",
        "impl IntoResponse for UpdateBackupDescriptionOk",
        "(200, headers",
        "(201, headers",
    ),
    server(
        "no content is content",
        "impl IntoResponse for LogoutOk",
        "empty(204",
        "empty(200",
    ),
    server(
        "a header is named otherwise",
        "impl IntoResponse for ListBackupsGroupedOk",
        "\"x-total-count\"",
        "\"x-total\"",
    ),
    server(
        "a header is not sent",
        "impl IntoResponse for GetGroupedAggregatedStatisticsOk",
        "headers.text(\"deprecation\", &self.deprecation);",
        "",
    ),
    types(
        "a property is sent under another name",
        "pub struct BackupListRecord {",
        "\"statusInfo\"",
        "\"status_info\"",
    ),
    types(
        "a property is not sent",
        "pub struct BackupLocationListRecord {",
        "pub snapshot_time: i64",
        "#[serde(skip_serializing)] pub snapshot_time: i64",
    ),
    types(
        "a required property may be absent",
        "pub struct SizeBackupStatistics {",
        "pub size: i64",
        "#[serde(default)] pub size: i64",
    ),
    types(
        "an optional property is required",
        "pub struct TimeBackupStatisticsResponseDto {",
        "pub status: BackupStatusDto",
        "pub status: Option<BackupStatusDto>",
    ),
    types(
        "a value of an enumeration is sent otherwise",
        "pub enum BackupStatus {",
        "\"PARTIAL_SUCCESS\"",
        "\"PARTIALSUCCESS\"",
    ),
    types(
        "a description of a value is lost",
        "impl BackupStatus {\n    /// Every value",
        "\"Partial success\"",
        "\"\"",
    ),
    // Operations.
    server(
        "two operations change places",
        "pub fn backups_api_router",
        "routing::get(get_backup_handler::<A>)",
        "routing::get(get_backup_for_restore_handler::<A>)",
    ),
    server(
        "an operation is missing",
        "pub fn backups_api_router",
        "routing::post(get_transfer_rate_handler::<A>)",
        "axum::routing::MethodRouter::new()",
    ),
    server(
        "an operation has another method",
        "pub fn backups_api_router",
        "routing::put(update_backup_description_handler::<A>)",
        "routing::post(update_backup_description_handler::<A>)",
    ),
    server(
        "a trailing slash is refused",
        "pub fn backups_api_router",
        "[\"/backups/detailed\", \"/backups/detailed/\"]",
        "[\"/backups/detailed\", \"/backups/detailed//\"]",
    ),
    server(
        "a privilege is not needed",
        "pub const UPDATE_BACKUP_WARNINGS:",
        "privilege: Privilege::Edit",
        "privilege: Privilege::None",
    ),
    server(
        "a deprecation is lost",
        "pub const GET_GROUPED_AGGREGATED_STATISTICS:",
        "deprecated: true",
        "deprecated: false",
    ),
];
