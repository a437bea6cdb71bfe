//! The repository's id: the key of everything in it, since a repository that moves stays itself.

use serde_json::Value;

use crate::sources::{SourceError, output};

/// The command whose output is read.
const CONFIG: &str = "`restic cat config`";

/// The id that the config says, else the one given.
pub(super) fn repository(
    config: Option<&[u8]>,
    given: Option<&str>,
) -> Result<String, SourceError> {
    let given = given.map(check).transpose()?;
    let Some(config) = config else {
        return given.ok_or(SourceError::NoRepository);
    };
    let config = output::json(config, CONFIG)?;
    let id = config
        .get("id")
        .and_then(Value::as_str)
        .ok_or_else(|| SourceError::Shape {
            what: CONFIG,
            reason: "it has no `id`".to_owned(),
        })?;
    let config = check(id)?;
    match given {
        Some(given) if given != config => Err(SourceError::RepositoryMismatch { config, given }),
        _ => Ok(config),
    }
}

fn check(id: &str) -> Result<String, SourceError> {
    if super::snapshot::is_id(id) {
        Ok(id.to_ascii_lowercase())
    } else {
        Err(SourceError::RepositoryId(id.to_owned()))
    }
}
