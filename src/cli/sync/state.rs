//! How far a mirror has come: a small file, written anew after each page.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::cli::failure::Failure;

/// How far a mirror has come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct State {
    /// Version of this form.
    v: u8,
    /// The server that is mirrored.
    pub(super) server: String,
    /// The source as which its backups are reported.
    pub(super) source: String,
    /// The point in time of the last backup that was taken over, epoch ms.
    pub(super) newest: Option<i64>,
    /// The last pass came to its end.
    pub(super) finished: bool,
    /// Backups that were under way, as they were reported.
    pub(super) open: BTreeMap<Uuid, Value>,
}

impl State {
    /// Of a mirror that has not begun.
    pub(super) fn new(server: String, source: String) -> Self {
        Self {
            v: 1,
            server,
            source,
            newest: None,
            finished: false,
            open: BTreeMap::new(),
        }
    }

    /// Reads a file; none: there is none yet.
    pub(super) fn read(file: &Path) -> Result<Option<Self>, Failure> {
        let text = match fs::read(file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("read", file, &error)),
        };
        let read = serde_json::from_slice::<Self>(&text).ok();
        read.filter(|state| state.v == 1).map(Some).ok_or_else(|| {
            Failure::usage(format!(
                "{} is no state of a mirror; name another file with --state, or remove it to begin anew",
                file.display()
            ))
        })
    }

    /// Writes the file: it is the old one or the new one whatever happens.
    pub(super) fn write(&self, file: &Path) -> Result<(), Failure> {
        self.try_write(file)
            .map_err(|error| failed("write", file, &error))
    }

    fn try_write(&self, file: &Path) -> io::Result<()> {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(&serde_json::to_vec(self)?)?;
        new.as_file().sync_all()?;
        new.persist(file)?;
        Ok(())
    }

    /// Where the state of a source is kept unless a file is named.
    pub(super) fn place(source: &str) -> Option<PathBuf> {
        use etcetera::BaseStrategy as _;
        let folders = etcetera::choose_base_strategy().ok()?;
        let folder = folders.state_dir().unwrap_or_else(|| folders.data_dir());
        let name: String = source
            .chars()
            .map(|letter| {
                let plain = letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
                if plain { letter } else { '_' }
            })
            .collect();
        Some(
            folder
                .join("backup-catalog")
                .join(format!("sync-{name}.json")),
        )
    }
}

fn failed(what: &str, file: &Path, error: &io::Error) -> Failure {
    Failure::usage(format!("cannot {what} {}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::State;

    #[test]
    fn it_is_what_was_written_last() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/b.json");
        assert_eq!(State::read(&file).unwrap(), None);
        let mut state = State::new("https://a".into(), "a".into());
        state.write(&file).unwrap();
        state.newest = Some(7);
        state.write(&file).unwrap();
        assert_eq!(State::read(&file).unwrap(), Some(state));
        std::fs::write(&file, "{}").unwrap();
        assert!(State::read(&file).unwrap_err().message.contains("--state"));
    }
}
