//! The default name of a destination: the repository's address, without what must stay secret.

use std::env;
use std::fs;

use crate::sources::without_credentials;

/// What restic's environment says of the repository. None where it says nothing: restic itself will complain.
pub(super) fn of_environment() -> Option<String> {
    let address = env::var("RESTIC_REPOSITORY").ok().or_else(|| {
        let file = env::var_os("RESTIC_REPOSITORY_FILE")?;
        fs::read_to_string(file).ok()
    })?;
    let address = without_credentials(address.trim());
    (!address.is_empty()).then_some(address)
}
