//! The program itself: a server as a child process, and commands against it.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use tempfile::TempDir;

/// The administrator's password.
pub const PASSWORD: &str = "correct horse battery staple";

/// The program with an environment of its own: nothing of the caller's, but what finds and runs programs.
pub fn program(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backup-catalog"));
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder.path())
        .env("XDG_DATA_HOME", folder.path())
        .stdin(Stdio::null());
    command
}

/// A server on a free port, ended when it is dropped.
pub struct Server {
    pub folder: TempDir,
    pub url: String,
    /// As `--database` has it.
    pub database: String,
    child: Child,
    stdout: BufReader<ChildStdout>,
}

impl Server {
    /// An empty catalog.
    pub fn start() -> Self {
        Self::start_on(|folder| format!("sqlite:{}", folder.join("catalog.db").display()))
    }

    /// An empty catalog, served with these flags.
    pub fn start_with(flags: &[&str]) -> Self {
        Self::launch(
            |folder| format!("sqlite:{}", folder.join("catalog.db").display()),
            |command| {
                command.args(flags);
            },
        )
    }

    /// The catalog in the database that goes with a folder.
    pub fn start_on(database: impl FnOnce(&Path) -> String) -> Self {
        Self::launch(database, |_| ())
    }

    /// The same, with what `adjust` says of the command.
    pub fn launch(
        database: impl FnOnce(&Path) -> String,
        adjust: impl FnOnce(&mut Command),
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = database(folder.path());
        let mut command = program(&folder);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database])
            .env("BACKUP_CATALOG_ADMIN_PASSWORD", PASSWORD)
            .env("BACKUP_CATALOG_LOG", "warn")
            // Programs that test log in wrongly more often than people do.
            .env("BACKUP_CATALOG_LOG_IN_LIMIT", "1000000")
            .stdout(Stdio::piped());
        adjust(&mut command);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let url = line
            .trim()
            .strip_prefix("Listening on ")
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Self {
            folder,
            url,
            database,
            child,
            stdout,
        }
    }

    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        line
    }

    /// Where it listens, without the scheme.
    pub fn address(&self) -> &str {
        self.url.split_once("://").unwrap().1
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal, as `kill` names it.
    pub fn signal(&self, name: &str) {
        let mut kill = Command::new("kill");
        kill.args(["-s", name, &self.child.id().to_string()]);
        assert!(kill.status().unwrap().success());
    }

    /// Waits for its end; what it has written to a standard error that was piped.
    pub fn end(mut self) -> (ExitStatus, String) {
        let mut said = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut said).unwrap();
        }
        (self.child.wait().unwrap(), said)
    }

    /// A command against this server, logged in by environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(&self.folder);
        command
            .args(arguments)
            .env("BACKUP_CATALOG_SERVER", &self.url)
            .env("BACKUP_CATALOG_PASSWORD", PASSWORD);
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// Everything that the catalog lists, newest first, in detail.
    pub fn backups(&self) -> Vec<serde_json::Value> {
        let list = self.run(&["list", "-o", "json"]).json();
        let show = |row: &serde_json::Value| {
            let guid = row["guid"].as_str().unwrap();
            self.run(&["show", guid, "-o", "json"]).json()
        };
        list.as_array().unwrap().iter().map(show).collect()
    }

    /// Runs a command with this on standard input.
    pub fn pipe(&self, arguments: &[&str], input: &str) -> Ended {
        Ended::piped(&mut self.command(arguments), input)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    pub fn piped(command: &mut Command, input: &str) -> Self {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that refuses does not read to the end.
        drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
        Self::from(child.wait_with_output().unwrap())
    }

    /// Standard output of a command that must have ended well.
    #[track_caller]
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    /// Standard error of a command that must have ended so.
    #[track_caller]
    pub fn failed(self, code: i32) -> String {
        assert_eq!(self.code, code, "{self:?}");
        self.stderr
    }

    #[track_caller]
    pub fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok()).unwrap()
    }
}

/// The same command with no right to read what its user may not: root may read everything.
pub fn unprivileged(command: &Command) -> Command {
    let is_root = std::fs::File::open("/etc/shadow").is_ok();
    if !is_root {
        return copy(command, Command::new(command.get_program()));
    }
    let mut lesser = Command::new("setpriv");
    lesser
        .args(["--bounding-set=-dac_override,-dac_read_search", "--"])
        .arg(command.get_program());
    copy(command, lesser)
}

fn copy(from: &Command, mut to: Command) -> Command {
    to.args(from.get_args()).env_clear().stdin(Stdio::null());
    to.envs(
        from.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    to
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("an exit code, not a signal"),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The shell's lines of a page of documentation, one block after the other.
pub fn commands_of(page: &str) -> String {
    blocks_of(page, "sh").join("\n")
}

/// The blocks of a page in a language.
pub fn blocks_of(page: &str, language: &str) -> Vec<String> {
    let path = format!("{}/docs/{page}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let begin = format!("\n```{language}\n");
    let blocks = text.split(&begin).skip(1);
    let blocks = blocks.map(|block| block.split_once("\n```").unwrap().0.to_owned());
    blocks.collect()
}

/// The first of a page's commands that begins so.
pub fn command_of(page: &str, begin: &str) -> String {
    let commands = commands_of(page);
    let found = commands.lines().find(|line| line.starts_with(begin));
    found
        .unwrap_or_else(|| panic!("{page} has no command {begin}"))
        .to_owned()
}

/// Runs a page's commands as the machine does that was set up as `docs/sources/README.md` says, with other places in them;
/// each must succeed.
#[track_caller]
pub fn run_page(server: &Server, commands: &str, places: &[(&str, &str)]) -> String {
    Ended::of(&mut page(server, commands, places)).ok()
}

/// The same, before it runs.
pub fn page(server: &Server, commands: &str, places: &[(&str, &str)]) -> Command {
    let settings = set_up_machine(server, &server.folder.path().join("etc"));
    page_with(server, &settings, commands, places)
}

/// The same, with settings elsewhere.
pub fn page_with(
    server: &Server,
    settings: &Path,
    commands: &str,
    places: &[(&str, &str)],
) -> Command {
    let script = elsewhere(commands, places);
    let settings = settings.display();
    shell(server, &format!("set -a; . {settings}; set +a\n{script}"))
}

/// What `docs/sources/README.md` does once a machine, in another folder. Where the client's settings are.
pub fn set_up_machine(server: &Server, folder: &Path) -> std::path::PathBuf {
    let settings = folder.join("client.env");
    if settings.exists() {
        return settings;
    }
    let folder = folder.to_str().unwrap();
    let blocks = blocks_of("sources/README.md", "sh");
    let [on_server, on_machine] = &blocks[..] else {
        panic!("{blocks:?}")
    };
    let places = [
        ("web01", hostname()),
        (
            "sqlite:/var/lib/backup-catalog/catalog.db",
            server.database.clone(),
        ),
    ];
    let places = places
        .each_ref()
        .map(|(written, real)| (*written, real.as_str()));
    let on_server = elsewhere(on_server, &places);
    let on_machine = elsewhere(on_machine, &[("/etc/backup-catalog", folder)]);
    // The secret is pasted.
    let script = format!("{{ {on_server}\n}} | {{ {on_machine}\n}}");
    Ended::of(&mut shell(server, &script)).ok();
    let blocks = blocks_of("sources/README.md", "ini");
    let places = [
        ("https://backups.example.org:8181", server.url.as_str()),
        ("/etc/backup-catalog", folder),
    ];
    std::fs::write(&settings, elsewhere(&blocks[0], &places)).unwrap();
    settings
}

/// The name of this machine.
pub fn hostname() -> String {
    let output = Command::new("hostname").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Commands with other places in them.
#[track_caller]
fn elsewhere(commands: &str, places: &[(&str, &str)]) -> String {
    let mut script = commands.to_owned();
    for (written, real) in places {
        assert!(script.contains(written), "{written} is not in {script}");
        script = script.replace(written, real);
    }
    script
}

/// A shell that finds the program, and that nobody has logged in.
fn shell(server: &Server, script: &str) -> Command {
    let command = program(&server.folder);
    let folder = Path::new(command.get_program()).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("bash");
    shell.args(["-eu", "-o", "pipefail", "-c", script]);
    let mut shell = copy_environment(&command, shell);
    shell.env("PATH", path);
    shell
}

fn copy_environment(from: &Command, mut to: Command) -> Command {
    to.env_clear().stdin(Stdio::null());
    to.envs(
        from.get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    to
}
