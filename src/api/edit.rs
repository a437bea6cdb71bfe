//! Edits and the state that they are based on: `ETag` and `If-Match`.

use uuid::Uuid;

use super::details::unknown;
use crate::app::App;
use crate::domain::backup::BackupDetails;
use crate::http::ApiError;
use crate::store::edit::EditError;

/// The state of a backup's own record as an `ETag`; strong, as `If-Match` compares only strong ones.
pub(super) fn etag(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// The revision that `If-Match` wants; none where any will do.
pub(super) fn expected(header: Option<&str>) -> Result<Option<i64>, ApiError> {
    let Some(text) = header.map(str::trim) else {
        return Ok(None);
    };
    if text == "*" {
        return Ok(None);
    }
    let revision = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok());
    revision.map(Some).ok_or_else(|| {
        ApiError::malformed_parameter(
            "If-Match",
            text,
            "`If-Match` is not an `ETag` of a backup; send the one that came with it, such as \"3\", or *.",
        )
    })
}

impl From<EditError> for ApiError {
    fn from(error: EditError) -> Self {
        match error {
            EditError::Unknown { kind, guid } => {
                Self::not_found(format!("There is no {kind} {guid}. Nothing was changed.")).value(guid.to_string())
            }
            EditError::Changed { expected, current } => Self::precondition_failed(format!(
                "The backup has changed since: its `ETag` is {}. Nothing was changed; read it again and repeat the edit.",
                etag(current)
            ))
            .parameter("If-Match")
            .value(etag(expected)),
            EditError::Store(error) => error.into(),
        }
    }
}

/// A text that the catalog can keep.
pub(super) fn text(value: &str) -> Result<String, ApiError> {
    if value.contains('\0') {
        return Err(ApiError::unprocessable(
            Some("value".to_owned()),
            "`value` has a NUL character, which no text may have. Nothing was changed; leave it out.",
        ));
    }
    Ok(value.to_owned())
}

/// A backup after an edit.
pub(super) async fn edited(app: &App, guid: Uuid) -> Result<BackupDetails, ApiError> {
    app.store.details(guid).await?.ok_or_else(|| unknown(guid))
}
