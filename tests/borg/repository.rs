//! A repository, some data, and what borg does with them.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{Ended, Server};

/// The passphrase of the repository.
pub(crate) const PASSPHRASE: &str = "a repository's passphrase";

/// When the first archive is made: 2026-11-23T08:00:00Z, epoch ms. borg keeps whole seconds, and two archives of one
/// second have no order.
pub(crate) const FIRST: i64 = 1_795_420_800_000;

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
        repository.borg(&["init", "--encryption", "repokey"]);
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

    /// Writes a file and backs the folder up, so many minutes after the first backup, with the policy `nightly`.
    /// Returns the archive's id.
    pub(crate) fn back_up(&self, minute: u8, text: &str) -> String {
        std::fs::write(self.data().join("file"), text).unwrap();
        let data = self.data();
        let output = self.create_archive(minute, data.to_str().unwrap());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        self.ids().pop().unwrap()
    }

    /// `borg create`, however it ends.
    pub(crate) fn create_archive(&self, minute: u8, what: &str) -> Output {
        let time = format!("2026-11-23T08:{minute:02}:00");
        let archive = format!("::etc-{time}");
        let arguments = [
            "create",
            "--comment",
            "policy=nightly",
            "--timestamp",
            &time,
        ];
        let arguments = [&arguments[..], &[&archive, what]].concat();
        self.command(&arguments).output().unwrap()
    }

    /// The ids that borg itself lists, oldest first.
    pub(crate) fn ids(&self) -> Vec<String> {
        let list: Value = serde_json::from_str(&self.borg(&["list", "--json"])).unwrap();
        let archives = list["archives"].as_array().unwrap();
        archives
            .iter()
            .map(|archive| archive["id"].as_str().unwrap().to_owned())
            .collect()
    }

    /// Runs borg; it must succeed.
    #[track_caller]
    pub(crate) fn borg(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output();
        let output = output.unwrap_or_else(|error| {
            panic!("these tests run the real borg, and it cannot be run ({error}): apt-get install borgbackup")
        });
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "borg {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("borg");
        self.environment(&mut command);
        command
            .args(arguments)
            .env("TZ", "UTC")
            .stdin(Stdio::null());
        command
    }

    /// `import borg` into a server, as source `nas` to destination `offsite`.
    pub(crate) fn import(&self, server: &Server, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.importing(server, arguments))
    }

    /// The same, before it runs, on a machine whose clock shows another zone.
    pub(crate) fn importing(&self, server: &Server, arguments: &[&str]) -> Command {
        let fixed = ["import", "borg", "--source", "nas"];
        let mut command = server.command(&[&fixed[..], arguments].concat());
        self.environment(&mut command);
        command.env("TZ", "America/New_York");
        command
    }

    pub(crate) fn environment(&self, command: &mut Command) {
        command
            .env("BORG_REPO", self.address())
            .env("BORG_PASSPHRASE", PASSPHRASE)
            .env("BORG_BASE_DIR", self.folder.path().join("base"));
    }
}

/// What `import` and `ingest` say.
pub(crate) fn counts(created: i64, updated: i64, unchanged: i64, removed: i64) -> String {
    format!(
        "created {created}, updated {updated}, unchanged {unchanged}, removed {removed}, rejected 0\n"
    )
}
