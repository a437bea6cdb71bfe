//! A database cluster, a repository, and what pgBackRest does with them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::postgres::{Cluster, make_data, new_folder, program};
use crate::program::{Ended, Server, page_with, set_up_machine};

/// A cluster whose changes pgBackRest archives, and its repository.
pub(crate) struct Stanza {
    cluster: Cluster,
}

impl Stanza {
    /// An empty stanza `main` that keeps two full backups.
    pub(crate) fn create() -> Self {
        let folder = new_folder();
        make_data(&folder);
        std::fs::write(configuration(&folder), text(&folder)).unwrap();
        let archive = format!(
            "archive_command=pgbackrest --config={} --stanza=main archive-push %p",
            configuration(&folder).display()
        );
        let settings = [
            "fsync=off",
            "archive_mode=on",
            "wal_level=replica",
            &archive,
        ];
        let stanza = Self {
            cluster: Cluster::start_in(folder, &settings),
        };
        stanza.ok(&["--stanza=main", "stanza-create"]);
        stanza
    }

    /// Where it is backed up to.
    pub(crate) fn repository(&self) -> PathBuf {
        self.cluster.folder().join("repository")
    }

    /// Makes a backup. Returns its label.
    pub(crate) fn back_up(&self, kind: &str) -> String {
        let kind = format!("--type={kind}");
        self.ok(&[
            "--stanza=main",
            "--annotation=policy=nightly",
            &kind,
            "backup",
        ]);
        self.backups().pop().unwrap()["label"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// What pgBackRest itself lists, oldest first.
    pub(crate) fn backups(&self) -> Vec<Value> {
        let info = self.ok(&["info", "--output=json"]);
        let info: Value = serde_json::from_str(&info).unwrap();
        info[0]["backup"].as_array().unwrap().clone()
    }

    /// Runs pgBackRest; it must succeed.
    #[track_caller]
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let output = self.pgbackrest(arguments);
        assert!(
            output.status.success(),
            "pgbackrest {arguments:?}: {output:?}"
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs pgBackRest, however it ends, as the user of the cluster.
    pub(crate) fn pgbackrest(&self, arguments: &[&str]) -> Output {
        let mut command = as_user("pgbackrest");
        command
            .args(arguments)
            .env("PGBACKREST_CONFIG", configuration(self.cluster.folder()))
            .stdin(Stdio::null());
        command.output().unwrap_or_else(|error| {
            panic!("these tests run the real pgBackRest, and it cannot be run ({error}): apt-get install pgbackrest")
        })
    }

    /// The same watched by `run`, as source `db01` to destination `nas`.
    pub(crate) fn watched(&self, server: &Server, arguments: &[&str]) -> Ended {
        let run = [
            "run",
            "--source",
            "db01",
            "--node",
            "db01",
            "--destination",
            "nas",
        ];
        let run = server.command(&[&run[..], &["--", "pgbackrest"], arguments].concat());
        let mut command = as_user(run.get_program());
        command.args(run.get_args()).env_clear();
        command.envs(
            run.get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        );
        command
            .env("PGBACKREST_CONFIG", configuration(self.cluster.folder()))
            // The home is another user's.
            .env("BACKUP_CATALOG_SPOOL", self.cluster.folder().join("spool"))
            .stdin(Stdio::null());
        Ended::of(&mut command)
    }

    /// Commands of a page, as the user of the cluster.
    pub(crate) fn page(&self, server: &Server, commands: &str) -> Command {
        let mut command = page_as_user(server, self.cluster.folder(), commands, &[]);
        command.env("PGBACKREST_CONFIG", configuration(self.cluster.folder()));
        command
    }

    /// `import pgbackrest` into a server, as source `db01` to destination `nas`.
    pub(crate) fn import(&self, server: &Server, arguments: &[&str]) -> Ended {
        let fixed = [
            "import",
            "pgbackrest",
            "--source",
            "db01",
            "--node",
            "db01",
            "--destination",
            "nas",
        ];
        let mut command = server.command(&[&fixed[..], arguments].concat());
        command.env("PGBACKREST_CONFIG", configuration(self.cluster.folder()));
        Ended::of(&mut command)
    }
}

/// Commands of a page as the user of a cluster, at home in its folder, with a token of their own.
pub(crate) fn page_as_user(
    server: &Server,
    folder: &Path,
    commands: &str,
    places: &[(&str, &str)],
) -> Command {
    let settings = set_up_machine(server, &folder.join("etc"));
    let mut owner = Command::new("chown");
    owner.args(["--recursive", "--reference"]).arg(folder);
    assert!(owner.arg(folder.join("etc")).status().unwrap().success());
    let page = page_with(server, &settings, commands, places);
    let mut command = as_user(page.get_program());
    command.args(page.get_args()).env_clear();
    command.envs(
        page.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    command.env("HOME", folder).stdin(Stdio::null());
    command
}

/// A program of the user of the cluster: as root it is run by another that changes the user.
pub(crate) fn as_user(name: impl AsRef<OsStr>) -> Command {
    let postgres = program("postgres");
    if postgres.get_program() != "setpriv" {
        return Command::new(name);
    }
    let mut command = Command::new("setpriv");
    let user = postgres
        .get_args()
        .take_while(|argument| argument.to_str().is_some_and(|text| text.starts_with("--")));
    command.args(user).arg(name);
    command
}

fn configuration(folder: &Path) -> PathBuf {
    folder.join("pgbackrest.conf")
}

fn text(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "[global]
repo1-path={folder}/repository
repo1-retention-full=2
lock-path={folder}/lock
log-path={folder}/log-files
log-level-file=off
log-level-console=info
compress-type=none
start-fast=y
archive-timeout=10

[main]
pg1-path={folder}/data
pg1-socket-path={folder}
pg1-user=catalog
"
    )
}

/// What `import` says of each repository.
pub(crate) fn counts(created: i64, updated: i64, unchanged: i64, removed: i64) -> String {
    format!(
        "created {created}, updated {updated}, unchanged {unchanged}, removed {removed}, rejected 0\n"
    )
}
