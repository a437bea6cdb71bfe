//! A disk that is full, or may not be written.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::fleet::{BYTES, Client, SIZE, batch};
use crate::program::{PASSWORD, program};
use crate::torture::{seen, times};

/// A small disk of its own, in a namespace of its own so that no privilege is needed; a file that fills most of it; and
/// what follows runs there.
const SMALL_DISK: &str = r#"mount -t tmpfs -o size=8m tmpfs "$1" &&
head -c 5000000 /dev/zero > "$1/filler" && shift && exec "$@""#;

/// A disk that may be read only, with an empty catalog on it.
const READ_ONLY: &str = r#"mount -t tmpfs tmpfs "$1" && touch "$1/catalog.db" &&
mount -o remount,ro "$1" && shift && exec "$@""#;

/// The server on a disk of such a kind; with the path of the disk's folder as the world outside sees it.
struct OnDisk {
    child: Child,
    folder: TempDir,
    url: String,
}

fn command(folder: &TempDir, disk: &str) -> Command {
    let place = folder.path().join("disk");
    std::fs::create_dir_all(&place).unwrap();
    let mut command = Command::new("unshare");
    command
        .args([
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            disk,
            "sh",
        ])
        .arg(&place)
        .arg(env!("CARGO_BIN_EXE_backup-catalog"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database"])
        .arg(format!("sqlite:{}", place.join("catalog.db").display()))
        .env_clear()
        .envs(
            program(folder)
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("BACKUP_CATALOG_ADMIN_PASSWORD", PASSWORD)
        .env("BACKUP_CATALOG_LOG", "warn")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Whether this machine lets its users have disks of their own; some containers do not.
fn has_namespaces() -> bool {
    let mut probe = Command::new("unshare");
    probe.args([
        "--user",
        "--map-root-user",
        "--mount",
        "mount",
        "-t",
        "tmpfs",
        "tmpfs",
        "/mnt",
    ]);
    let has = probe
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !has {
        eprintln!("not tested: this machine has no user namespaces");
    }
    has
}

impl OnDisk {
    fn start(disk: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = command(&folder, disk).spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("Listening on ");
        let url = url
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Self { child, folder, url }
    }

    /// A file of the disk, seen from outside.
    fn path(&self, name: &str) -> std::path::PathBuf {
        let inside = self.folder.path().join("disk").join(name);
        let root = format!("/proc/{}/root", self.child.id());
        std::path::Path::new(&root).join(inside.strip_prefix("/").unwrap())
    }

    /// Ends it; what it has said.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        let mut said = String::new();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut said).unwrap();
        self.child.wait().unwrap();
        said
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_writes_keeps_reads_and_heals_by_itself() {
    if !has_namespaces() {
        return;
    }
    let rounds = times(1, 20);
    let mut refusals = 0;
    for _ in 0..rounds {
        let server = OnDisk::start(SMALL_DISK);
        let client = Client::log_in(&server.url).await.unwrap();
        let mut number = 0;
        let refused = loop {
            assert!(number < 3_000, "the disk does not get full");
            match client.report(batch(number)).await {
                Ok(_) => number += 1,
                Err(refused) => break refused,
            }
        };
        assert_eq!(refused.status(), Some(503), "{refused}");
        let message = refused.to_string();
        assert!(
            message.contains("disk is full") && message.contains("free space"),
            "{message}"
        );
        // Again and again: nothing gets through by halves, and all can be read.
        for _ in 0..10 {
            let again = client.report(batch(number)).await.unwrap_err();
            assert_eq!(again.status(), Some(503), "{again}");
            refusals += 1;
            let all = number * SIZE;
            assert_eq!(client.sums().await.unwrap(), (all, all * BYTES));
            assert_eq!(client.state(0).await.unwrap().0, SIZE);
        }
        std::fs::remove_file(server.path("filler")).unwrap();
        client.report(batch(number)).await.unwrap();
        let all = (number + 1) * SIZE;
        assert_eq!(client.sums().await.unwrap(), (all, all * BYTES));
        let said = server.end();
        assert!(!said.contains("panicked"), "{said}");
    }
    seen(
        "disk full (tmpfs)",
        &format!(
            "{rounds} times: {refusals} of {refusals} writes refused with a 503 that says so, reads went on, writes again \
             without a restart once there was room, no panic"
        ),
    );
}

#[test]
fn a_disk_that_may_not_be_written_is_named_at_the_start() {
    if !has_namespaces() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let ended = command(&folder, READ_ONLY).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(3), "{said}");
    assert!(
        said.contains("catalog.db") || said.contains("may not be written"),
        "{said}"
    );
    assert!(!said.contains("panicked"), "{said}");
    seen(
        "read-only file system",
        "the server does not start, exit code 3, and names the file",
    );
}
