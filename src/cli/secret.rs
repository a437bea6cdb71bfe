//! Secrets in files.

use std::fs;
use std::path::Path;

use super::failure::Failure;

/// The first line of a file.
pub(super) fn first_line(file: &Path, what: &str) -> Result<String, Failure> {
    let text = fs::read_to_string(file).map_err(|error| {
        Failure::usage(format!(
            "cannot read the {what} file {}: {error}",
            file.display()
        ))
    })?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}

/// A token. It opens the door by itself, so its file must not be open to others.
pub(super) fn token(file: &Path) -> Result<String, Failure> {
    let token = first_line(file, "token")?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(file).map_or(0, |file| file.permissions().mode());
        if mode & 0o077 != 0 {
            return Err(Failure::usage(format!(
                "others may read the token in {path}: chmod 600 {path}",
                path = file.display()
            )));
        }
    }
    if token.is_empty() {
        return Err(Failure::usage(format!(
            "there is no token on the first line of {}",
            file.display()
        )));
    }
    Ok(token)
}
