//! borgmatic's inventories: borg's own objects in a list, one for each repository of its configuration.

use serde_json::Value;

use super::borg::{self, Options};
use super::{Inventory, SourceError, output};

/// The command whose output is read.
const INFO: &str = "`borgmatic info --json --archive '*'` (or `borgmatic repo-list --json`)";

/// Reads the output of `borgmatic info --json` or of `borgmatic repo-list --json`: one inventory for each repository.
///
/// A destination without a name is called by the label of its repository. The rest is as with [`borg::inventory`].
pub fn inventories(output: &[u8], options: &Options) -> Result<Vec<Inventory>, SourceError> {
    let Value::Array(repositories) = output::json(&borg::escapes::paired(output), INFO)? else {
        return Err(SourceError::Shape {
            what: INFO,
            reason: "it is not a list".to_owned(),
        });
    };
    if repositories.is_empty() {
        return Err(SourceError::Bare {
            what: INFO,
            lacks: "repository",
        });
    }
    repositories
        .into_iter()
        .map(|repository| borg::of_repository(repository, INFO, options))
        .collect()
}
