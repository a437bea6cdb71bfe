//! A real PostgreSQL cluster in a throw-away folder, reached by a Unix socket.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A running server; it ends with the test program, however that ends.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    /// The shell that watches over the server: it stops it when its standard input closes, and removes the folder
    /// unless it was told otherwise.
    watcher: Child,
    schemas: AtomicU32,
}

/// Settings of a server whose machine never fails in a test.
const FORGETFUL: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
];

/// The cluster of this test program.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start)
}

impl Cluster {
    /// Makes and starts a cluster that forgets everything when it crashes: tests do not crash it.
    pub fn start() -> Self {
        Self::start_with(FORGETFUL)
    }

    /// Makes and starts a cluster.
    pub fn start_with(settings: &[&str]) -> Self {
        let folder = new_folder();
        make_data(&folder);
        Self::start_in(folder, settings)
    }

    /// A hot standby that follows this cluster: a copy of it that streams what it writes from then on.
    pub fn standby(&self, settings: &[&str]) -> Self {
        let folder = new_folder();
        run(program("pg_basebackup")
            .args(["--no-sync", "--checkpoint=fast", "--write-recovery-conf"])
            .arg("--pgdata")
            .arg(folder.join("data"))
            .arg("--dbname")
            .arg(format!("host={} user=catalog", self.folder.display())));
        Self::start_in(folder, settings)
    }

    /// Ends the server and keeps its folder, to be started again with [`Cluster::start_in`]: in peace, or (a crash)
    /// without a word to anybody.
    pub fn stop(mut self, crash: bool) -> PathBuf {
        let mut stdin = self.watcher.stdin.take().unwrap();
        let how: &[u8] = if crash { b"crash" } else { b"stop" };
        stdin.write_all(how).unwrap();
        drop(stdin);
        self.watcher.wait().unwrap();
        self.folder.clone()
    }

    /// Starts the server of a folder that holds a `data`.
    pub fn start_in(folder: PathBuf, settings: &[&str]) -> Self {
        let mut server = program("postgres");
        server.arg("-D").arg(folder.join("data"));
        server.args(["-c", "listen_addresses=", "-c", "max_connections=400"]);
        server
            .arg("-c")
            .arg(format!("unix_socket_directories={}", folder.display()));
        for setting in settings {
            server.args(["-c", setting]);
        }
        let mut watcher = Command::new("sh");
        watcher
            .args([
                "-c",
                r#"folder="$1"; shift; "$@" >"$folder/log" 2>&1 & server=$!
                case "$(cat)" in
                    crash) kill -QUIT "$server"; wait "$server" ;;
                    stop) kill -INT "$server"; wait "$server" ;;
                    *) kill -INT "$server"; wait "$server"; rm -rf "$folder" ;;
                esac"#,
            ])
            .arg("sh")
            .arg(&folder)
            .arg(server.get_program())
            .args(server.get_args())
            .stdin(Stdio::piped());
        let cluster = Self {
            watcher: watcher.spawn().unwrap(),
            folder,
            schemas: AtomicU32::new(0),
        };
        cluster.wait_until_it_answers();
        cluster
    }

    /// The folder with `data`, `log` and the socket.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The database that is always there.
    pub fn url(&self) -> String {
        format!(
            "postgresql:///postgres?host={}&user=catalog",
            self.folder.display()
        )
    }

    /// A schema of its own for one catalog.
    pub fn new_schema(&self) -> String {
        let schema = format!("catalog_{}", self.schemas.fetch_add(1, Ordering::Relaxed));
        self.sql(&format!("CREATE SCHEMA {schema}"));
        format!("{}&options=-csearch_path%3D{schema}", self.url())
    }

    /// Runs statements.
    pub fn sql(&self, statements: &str) -> String {
        let output = self.psql(statements);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{statements}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn psql(&self, statements: &str) -> std::process::Output {
        let mut psql = program("psql")
            .args([
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "-v",
                "ON_ERROR_STOP=1",
            ])
            .arg(self.url())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = psql.stdin.take().unwrap();
        // Where there is no server yet it ends without having read: its status says so.
        let _ = stdin.write_all(statements.as_bytes());
        drop(stdin);
        psql.wait_with_output().unwrap()
    }

    fn wait_until_it_answers(&self) {
        let limit = Instant::now() + Duration::from_mins(1);
        while !self.psql("SELECT 1").status.success() {
            assert!(
                Instant::now() < limit,
                "PostgreSQL did not start: {}",
                std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
            );
            std::thread::yield_now();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watcher.stdin.take());
        let _ = self.watcher.wait();
    }
}

/// The rows of a query, each value as PostgreSQL writes it.
pub fn rows(url: &str, sql: &str) -> Vec<Vec<Option<String>>> {
    let mut psql = program("psql");
    psql.args([
        "--no-psqlrc",
        "--quiet",
        "--tuples-only",
        "--no-align",
        "-P",
        "null=\u{1}",
    ])
    .args(["-F", "\u{2}", "-R", "\u{3}", "-c", sql])
    .arg(url);
    let output = psql.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{sql}: {said}");
    let text = String::from_utf8(output.stdout).unwrap();
    let text = text.trim_end_matches('\n');
    let value = |cell: &str| (cell != "\u{1}").then(|| cell.to_owned());
    text.split('\u{3}')
        .filter(|row| !row.is_empty())
        .map(|row| row.split('\u{2}').map(value).collect())
        .collect()
}

/// An empty folder that the server's user owns.
pub fn new_folder() -> PathBuf {
    let folder = tempfile::Builder::new()
        .prefix("catalog-pg-")
        .tempdir()
        .unwrap()
        .keep();
    if is_root() {
        run(Command::new("chown").arg("postgres").arg(&folder));
    }
    folder
}

/// Runs a program to its end.
pub fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A program of PostgreSQL, as a user that it accepts: it does not run as root.
pub fn program(name: &str) -> Command {
    let file = binaries().join(name);
    if !is_root() {
        return Command::new(file);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
        .arg(file);
    command
}

/// Makes the data of a cluster in a folder.
pub fn make_data(folder: &Path) {
    run(program("initdb")
        .args([
            "--no-sync",
            "--no-locale",
            "--encoding=UTF8",
            "--auth=trust",
        ])
        .args(["--username=catalog", "--pgdata"])
        .arg(folder.join("data")));
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    static ROOT: OnceLock<bool> = OnceLock::new();
    *ROOT.get_or_init(|| tempfile::tempfile().unwrap().metadata().unwrap().uid() == 0)
}

/// Where the programs are: on the PATH, or where Debian puts them, the newest version.
fn binaries() -> PathBuf {
    // What a link on the PATH leads to: beside it are the others.
    let on_path = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())
        .filter_map(|folder| std::fs::canonicalize(folder.join("initdb")).ok())
        .find_map(|file| Some(file.parent()?.to_owned()));
    let of_debian = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
        let folders = versions.filter_map(|version| Some(version.ok()?.path().join("bin")));
        folders
            .filter(|folder| folder.join("initdb").exists())
            .max_by_key(|folder| version(folder))
    };
    on_path
        .or_else(of_debian)
        .expect("PostgreSQL is not installed; install it with: apt-get install postgresql")
}

fn version(folder: &Path) -> Option<u32> {
    folder.parent()?.file_name()?.to_str()?.parse().ok()
}
