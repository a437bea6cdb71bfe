//! Answers.

use super::loss::{Edit, File, Loss};
use super::{BACKUPS, code, document};

pub(super) const LOSSES: &[Loss] = &[
    code(
        File::Server,
        "a status is another",
        "impl IntoResponse for UpdateBackupDescriptionOk",
        "(200, headers",
        "(201, headers",
    ),
    code(
        File::Server,
        "no content is content",
        "impl IntoResponse for LogoutOk",
        "empty(204",
        "empty(200",
    ),
    code(
        File::Server,
        "a header is named otherwise",
        "impl IntoResponse for ListBackupsGroupedOk",
        "\"x-total-count\"",
        "\"x-total\"",
    ),
    code(
        File::Server,
        "a header is not sent",
        "impl IntoResponse for GetGroupedAggregatedStatisticsOk",
        "headers.text(\"deprecation\", &self.deprecation);",
        "",
    ),
    code(
        File::Types,
        "a property is sent under another name",
        "pub struct BackupListRecord {",
        "\"statusInfo\"",
        "\"status_info\"",
    ),
    code(
        File::Types,
        "a property is not sent",
        "pub struct BackupLocationListRecord {",
        "pub snapshot_time: i64",
        "#[serde(skip_serializing)] pub snapshot_time: i64",
    ),
    code(
        File::Types,
        "a required property may be absent",
        "pub struct SizeBackupStatistics {",
        "pub size: i64",
        "#[serde(default)] pub size: i64",
    ),
    code(
        File::Types,
        "a value of an enumeration is sent otherwise",
        "pub enum BackupStatus {",
        "\"PARTIAL_SUCCESS\"",
        "\"PARTIALSUCCESS\"",
    ),
    code(
        File::Types,
        "a description of a value is lost",
        "impl BackupStatus {\n    /// Every value",
        "\"Partial success\"",
        "\"\"",
    ),
    document(
        "a property is gone",
        BACKUPS,
        "/components/schemas/NetworkInterfaceCard/properties/uuid",
        Edit::Remove,
    ),
    document(
        "a required property is optional",
        BACKUPS,
        "/components/schemas/NetworkInterfaceCard/required",
        Edit::Remove,
    ),
    document(
        "an optional property is a must",
        BACKUPS,
        "/components/schemas/NetworkInterfaceCard/required",
        Edit::Set("[guid, network]"),
    ),
    document(
        "a guid is a text",
        BACKUPS,
        "/components/schemas/Network/properties/guid/format",
        Edit::Remove,
    ),
    document(
        "a list is one value",
        BACKUPS,
        "/components/schemas/NetworkInterfaceCard/properties/backups",
        Edit::Set(
            "{ allOf: [{ $ref: '#/components/schemas/NameAndGuid' }], description: Backups that hold it., x-source: observed }",
        ),
    ),
    document(
        "an empty list that is to be left out is sent",
        BACKUPS,
        "/components/schemas/BackupExtendedDetails/allOf/1/properties/networkInterfaceCards/x-omit-empty",
        Edit::Remove,
    ),
    document(
        "an empty list is left out",
        BACKUPS,
        "/components/schemas/BackupExtendedDetails/allOf/1/properties/children/x-omit-empty",
        Edit::Set("true"),
    ),
    document(
        "a header of an answer is gone",
        BACKUPS,
        "/paths/~1backups~1for-restore~1{guid}/get/responses/200/headers",
        Edit::Remove,
    ),
    document(
        "rows are not streamed",
        BACKUPS,
        "/paths/~1backups~1time-statistics/get/responses/200/x-stream",
        Edit::Remove,
    ),
];
