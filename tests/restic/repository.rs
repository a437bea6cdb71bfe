//! A repository, some data, and what restic does with them.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use jiff::Timestamp;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ended, Server};

/// The password of the repository.
pub(crate) const PASSWORD: &str = "a repository's password";

/// One line of `restic snapshots --json`.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    /// Epoch ms.
    pub(crate) time: i64,
}

pub(crate) struct Repository {
    folder: TempDir,
}

impl Repository {
    /// An empty repository beside an empty folder of data.
    pub(crate) fn create() -> Self {
        let repository = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        std::fs::create_dir(repository.data()).unwrap();
        repository.restic(&["init"]);
        repository
    }

    /// What is backed up.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Where it is backed up to.
    pub(crate) fn address(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// Writes a file and backs the folder up, from host `web01` with the policy `nightly`.
    pub(crate) fn back_up(&self, file: &str, text: &str) -> Snapshot {
        std::fs::write(self.data().join(file), text).unwrap();
        let data = self.data();
        self.restic(&[
            "backup",
            "--host",
            "web01",
            "--tag",
            "policy:nightly",
            data.to_str().unwrap(),
        ]);
        self.snapshots().pop().unwrap()
    }

    /// What restic itself lists, oldest first.
    pub(crate) fn snapshots(&self) -> Vec<Snapshot> {
        let list: Value = serde_json::from_str(&self.restic(&["snapshots", "--json"])).unwrap();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut snapshots: Vec<_> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|snapshot| Snapshot {
                id: text(&snapshot["id"]).unwrap(),
                parent: text(&snapshot["parent"]),
                time: text(&snapshot["time"])
                    .unwrap()
                    .parse::<Timestamp>()
                    .unwrap()
                    .as_millisecond(),
            })
            .collect();
        snapshots.sort_by_key(|snapshot| snapshot.time);
        snapshots
    }

    /// Runs restic; it must succeed.
    #[track_caller]
    pub(crate) fn restic(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("restic");
        self.environment(&mut command);
        let output = command.args(arguments).stdin(Stdio::null()).output();
        let output = output.unwrap_or_else(|error| {
            panic!("these tests run the real restic, and it cannot be run ({error}): apt-get install restic")
        });
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "restic {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// `import restic` into a server, as source `nas` to destination `offsite`.
    pub(crate) fn import(&self, server: &Server, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.importing(server, arguments))
    }

    /// The same, before it runs.
    pub(crate) fn importing(&self, server: &Server, arguments: &[&str]) -> Command {
        let fixed = [
            "import",
            "restic",
            "--source",
            "nas",
            "--destination",
            "offsite",
        ];
        let mut command = server.command(&[&fixed[..], arguments].concat());
        self.environment(&mut command);
        command
    }

    pub(crate) fn environment(&self, command: &mut Command) {
        command
            .env("RESTIC_REPOSITORY", self.address())
            .env("RESTIC_PASSWORD", PASSWORD)
            .env("RESTIC_CACHE_DIR", self.folder.path().join("cache"));
    }
}

/// What `import` and `ingest` say.
pub(crate) fn counts(created: i64, updated: i64, unchanged: i64, removed: i64) -> String {
    format!(
        "created {created}, updated {updated}, unchanged {unchanged}, removed {removed}, rejected 0\n"
    )
}
