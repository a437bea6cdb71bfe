//! A file that is whole or not there.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::StoreError;

/// A new file under another name, which it loses when it is finished. It is removed if it never is.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    file: PathBuf,
}

impl Unfinished {
    /// Makes it, readable by its owner only: it will hold the hashes of passwords.
    pub(super) fn create(file: &Path) -> Result<Self, StoreError> {
        // A log of writes that was left behind would be taken for this file's.
        for there in [
            file.to_owned(),
            beside(file, "-wal"),
            beside(file, "-journal"),
        ] {
            if there.exists() {
                return Err(StoreError::Exists { file: there });
            }
        }
        let path = beside(file, ".unfinished");
        // One of a run that was killed.
        let cleared = Self {
            path: path.clone(),
            file: file.to_owned(),
        };
        drop(cleared);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path).map_err(|cause| failed(&path, &cause))?;
        Ok(Self {
            path,
            file: file.to_owned(),
        })
    }

    /// Where it is for now.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Copies another file into it.
    pub(super) fn fill(&self, from: &Path) -> Result<(), StoreError> {
        let fill = || -> io::Result<()> {
            let mut into = OpenOptions::new().write(true).open(&self.path)?;
            io::copy(&mut File::open(from)?, &mut into).map(|_| ())
        };
        fill().map_err(|cause| failed(&self.path, &cause))
    }

    /// Puts it on disk under its name; its bytes.
    pub(super) fn finish(self) -> Result<u64, StoreError> {
        let finish = || -> io::Result<u64> {
            let file = File::open(&self.path)?;
            file.sync_all()?;
            let bytes = file.metadata()?.len();
            fs::rename(&self.path, &self.file)?;
            // The name is on disk when its folder is.
            #[cfg(unix)]
            if let Some(folder) = self.file.parent().filter(|it| !it.as_os_str().is_empty()) {
                File::open(folder)?.sync_all()?;
            }
            Ok(bytes)
        };
        finish().map_err(|cause| failed(&self.file, &cause))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            // What was finished has another name by now.
            drop(fs::remove_file(beside(&self.path, ending)));
        }
    }
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn failed(file: &Path, cause: &io::Error) -> StoreError {
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge => {
            StoreError::Full(format!("{}: {cause}", file.display()))
        }
        _ => StoreError::File {
            file: file.to_owned(),
            reason: cause.to_string(),
        },
    }
}
