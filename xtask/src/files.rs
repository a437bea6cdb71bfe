//! The files of the repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Failure, root};

/// A file and its path from the root, with `/` between the folders.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// The text files that git knows or would take, in order.
pub(crate) fn all() -> Result<Vec<File>, Failure> {
    let listed = command::output(
        Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(root()),
    )?;
    let mut paths: Vec<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
    paths.sort_unstable();
    paths.dedup();
    // A file that is deleted but not committed is listed all the same; one that is not UTF-8 is no text.
    let read = |path: &str| {
        let text = fs::read_to_string(absolute(path)).ok()?;
        Some(File {
            path: path.to_owned(),
            text,
        })
    };
    Ok(paths.into_iter().filter_map(read).collect())
}

/// The name and the text of each document of a folder, such as `openapi`, the vendor's first.
pub(crate) fn documents(folder: &str) -> Result<Vec<(String, String)>, Failure> {
    codegen::read(&absolute(folder)).map_err(|cause| Failure::ByHand(cause.to_string()))
}

/// A path from the root, wherever this runs.
pub(crate) fn absolute(path: impl AsRef<Path>) -> PathBuf {
    root().join(path)
}

impl File {
    /// Whether it is written in Rust.
    pub(crate) fn is_rust(&self) -> bool {
        Path::new(&self.path)
            .extension()
            .is_some_and(|extension| extension == "rs")
    }

    /// Whether it is a script of the shell, by its first line.
    pub(crate) fn is_shell(&self) -> bool {
        let first = self.text.lines().next().unwrap_or_default();
        first.starts_with("#!") && (first.ends_with("/sh") || first.ends_with("bash"))
    }
}
