//! A server to be asked, started as a program: this crate knows nothing of how it is made.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// The environment variable with the path of the program.
const PROGRAM: &str = "BACKUP_CATALOG_PROGRAM";

/// A running `serve --demo`; it ends when this is dropped.
#[derive(Debug)]
pub struct Server {
    /// Its address, without the base path.
    pub url: String,
    child: Child,
}

impl Server {
    /// Starts it on a free port and waits until it listens.
    ///
    /// # Panics
    ///
    /// If there is no program, or it does not say where it listens.
    #[must_use]
    pub fn start() -> Self {
        let program = std::env::var_os(PROGRAM).unwrap_or_else(|| {
            panic!(
                "{PROGRAM} has to be the path of the server; run `cargo xtask test --only consumer`"
            )
        });
        let mut child = Command::new(program)
            .args(["serve", "--demo", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{PROGRAM}: {error}"));
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .unwrap_or_else(|error| panic!("the server's output: {error}"));
        }
        let Some(url) = line.trim().strip_prefix("Listening on ") else {
            drop(child.kill());
            panic!("the server does not say where it listens: {line:?}");
        };
        Self {
            url: url.to_owned(),
            child,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // As `systemctl stop` does it, so that the demo's folder goes too; else at once.
        let id = self.child.id().to_string();
        let asked = Command::new("kill").arg(id).status();
        if !asked.is_ok_and(|status| status.success()) {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }
}
