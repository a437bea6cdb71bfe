//! Reports on disk, until a server has taken them.
//!
//! One file a run, written beside and moved into place, for its owner only. Whoever runs holds a lock on the file as long
//! as the run lasts: a file of a run that nobody holds was left by a program that was killed.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Files that are kept (chosen: a year of hourly runs); beyond that the oldest goes.
const MOST: usize = 10_000;

/// The longest file that is read, bytes (chosen: a run with many backups and all of its warnings).
const LONGEST: u64 = 16 * 1024 * 1024;

/// The ending of a report that waits.
const WAITING: &str = "json";
/// The ending of one that a server has refused.
const REFUSED: &str = "refused";

/// A folder of reports.
#[derive(Debug)]
pub(in crate::cli) struct Spool(PathBuf);

/// What a file says.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::cli) struct Entry {
    /// The run has ended, and its records say how. Otherwise they are what was known when it began.
    pub(in crate::cli) ended: bool,
    /// Records of format v1.
    pub(in crate::cli) records: Vec<Value>,
    /// Why a server has refused them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::cli) refused: Option<String>,
}

/// A file, and the lock on it.
#[derive(Debug)]
pub(in crate::cli) struct Held {
    folder: PathBuf,
    path: PathBuf,
    /// The lock ends with it.
    lock: File,
}

impl Spool {
    /// The folder, made where it is not there.
    pub(in crate::cli) fn open(folder: PathBuf) -> io::Result<Self> {
        fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        Ok(Self(folder))
    }

    /// Keeps a report under a name that sorts by time.
    pub(in crate::cli) fn keep(&self, name: &str, entry: &Entry) -> io::Result<Held> {
        self.make_room()?;
        let path = self.0.join(format!("{name}.{WAITING}"));
        let lock = write(&self.0, &path, entry)?;
        Ok(Held {
            folder: self.0.clone(),
            path,
            lock,
        })
    }

    /// The reports that wait and that nobody holds, the oldest first. A file that is none is set aside, and named.
    pub(in crate::cli) fn left(&self, most: usize) -> io::Result<Vec<(Held, Entry)>> {
        let mut left = Vec::new();
        for path in self.files(WAITING)? {
            if left.len() == most {
                break;
            }
            let Some(lock) = lock(&path)? else { continue };
            let held = Held {
                folder: self.0.clone(),
                path,
                lock,
            };
            match held.read() {
                Ok(entry) => left.push((held, entry)),
                Err(error) => {
                    eprintln!(
                        "backup-catalog: {} is no report ({error}); it is set aside",
                        held.path.display()
                    );
                    held.set_aside()?;
                }
            }
        }
        Ok(left)
    }

    /// The reports that a server has refused.
    pub(in crate::cli) fn refused(&self) -> io::Result<Vec<PathBuf>> {
        self.files(REFUSED)
    }

    /// Lets the refused reports wait again. How many there are.
    pub(in crate::cli) fn retry_refused(&self) -> io::Result<usize> {
        let refused = self.refused()?;
        for path in &refused {
            fs::rename(path, path.with_extension(WAITING))?;
        }
        Ok(refused.len())
    }

    fn files(&self, ending: &str) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            let path = entry?.path();
            if path.extension().is_some_and(|it| it == ending) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Removes the oldest ones where there are too many, and what a program that was killed had begun to write.
    fn make_room(&self) -> io::Result<()> {
        for path in self.files("part")? {
            if lock(&path)?.is_some() && fs::metadata(&path).is_ok_and(|it| is_old(&it)) {
                fs::remove_file(&path)?;
            }
        }
        let mut files = self.files(WAITING)?;
        files.extend(self.files(REFUSED)?);
        files.sort();
        let too_many = (files.len() + 1).saturating_sub(MOST);
        for path in &files[..too_many] {
            eprintln!(
                "backup-catalog: {MOST} reports wait in {}; the oldest, {}, is dropped",
                self.0.display(),
                path.display()
            );
            fs::remove_file(path)?;
        }
        Ok(())
    }
}

impl Held {
    /// Says something else.
    pub(in crate::cli) fn replace(&mut self, entry: &Entry) -> io::Result<()> {
        self.lock = write(&self.folder, &self.path, entry)?;
        Ok(())
    }

    /// A server has taken it.
    pub(in crate::cli) fn remove(self) -> io::Result<()> {
        fs::remove_file(&self.path)
    }

    /// A server has refused it: it stays for somebody to look at.
    pub(in crate::cli) fn refuse(mut self, entry: &Entry) -> io::Result<PathBuf> {
        self.replace(entry)?;
        self.set_aside()
    }

    fn set_aside(self) -> io::Result<PathBuf> {
        let path = self.path.with_extension(REFUSED);
        fs::rename(&self.path, &path)?;
        Ok(path)
    }

    fn read(&self) -> io::Result<Entry> {
        let mut text = String::new();
        let mut file = File::open(&self.path)?.take(LONGEST + 1);
        file.read_to_string(&mut text)?;
        serde_json::from_str(&text).map_err(io::Error::from)
    }
}

/// Writes a file beside, locked, and moves it into place; it survives the machine.
fn write(folder: &Path, path: &Path, entry: &Entry) -> io::Result<File> {
    let part = path.with_extension(format!("{}.part", std::process::id()));
    let written = write_part(&part, entry).and_then(|file| {
        fs::rename(&part, path)?;
        File::open(folder)?.sync_all()?;
        Ok(file)
    });
    if written.is_err() {
        // What is left of it would be taken for the work of somebody who was killed.
        drop(fs::remove_file(&part));
    }
    written
}

fn write_part(part: &Path, entry: &Entry) -> io::Result<File> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(part)?;
    // A file system without locks is no reason not to keep it.
    drop(file.try_lock());
    file.write_all(&serde_json::to_vec(entry)?)?;
    file.sync_all()?;
    Ok(file)
}

/// The lock on a file that nobody holds.
fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = match OpenOptions::new().read(true).write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(None),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    // It may have been replaced, or removed, between the two.
    let now = match fs::metadata(path) {
        Ok(now) => now,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let held = file.metadata()?;
    let is_same = (held.dev(), held.ino()) == (now.dev(), now.ino());
    Ok(is_same.then_some(file))
}

/// Whether nobody can be about to move it into place any more.
fn is_old(file: &fs::Metadata) -> bool {
    let age = file.modified().ok().and_then(|time| time.elapsed().ok());
    age.is_some_and(|age| age.as_secs() > 60)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use serde_json::json;

    use super::{Entry, MOST, Spool};

    fn entry(ended: bool) -> Entry {
        Entry {
            ended,
            records: vec![json!({"v": 1})],
            refused: None,
        }
    }

    fn spool(folder: &tempfile::TempDir) -> Spool {
        Spool::open(folder.path().join("a/b")).unwrap()
    }

    #[test]
    fn what_is_held_is_nobody_elses_and_what_is_left_is() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(&folder);
        let mut held = spool.keep("1", &entry(false)).unwrap();
        assert!(spool.left(9).unwrap().is_empty());
        held.replace(&entry(true)).unwrap();
        assert!(spool.left(9).unwrap().is_empty(), "the lock moves along");
        drop(held);
        let left = spool.left(9).unwrap();
        assert!(left[0].1.ended);
        assert!(spool.left(9).unwrap().is_empty(), "it is held again");
        for (held, _) in left {
            held.remove().unwrap();
        }
        assert!(spool.left(9).unwrap().is_empty());
    }

    #[test]
    fn nobody_else_can_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(&folder);
        spool.keep("1", &entry(false)).unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path().join("a/b")), 0o700);
        assert_eq!(mode(folder.path().join("a/b/1.json")), 0o600);
    }

    #[test]
    fn a_file_that_is_no_report_is_set_aside_and_the_others_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(&folder);
        fs::write(folder.path().join("a/b/0.json"), "{").unwrap();
        drop(spool.keep("1", &entry(true)).unwrap());
        assert_eq!(spool.left(9).unwrap().len(), 1);
        assert_eq!(spool.refused().unwrap().len(), 1);
    }

    #[test]
    fn a_refused_report_stays_until_it_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(&folder);
        let held = spool.keep("1", &entry(true)).unwrap();
        held.refuse(&entry(true)).unwrap();
        assert!(spool.left(9).unwrap().is_empty());
        assert_eq!(spool.retry_refused().unwrap(), 1);
        assert_eq!(spool.left(9).unwrap().len(), 1);
    }

    #[test]
    fn the_oldest_goes_where_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let spool = spool(&folder);
        let place = folder.path().join("a/b");
        for number in 0..MOST {
            fs::write(place.join(format!("{number:06}.json")), "{}").unwrap();
        }
        drop(spool.keep("999999", &entry(true)).unwrap());
        assert_eq!(fs::read_dir(&place).unwrap().count(), MOST);
        assert!(!place.join("000000.json").exists());
    }
}
