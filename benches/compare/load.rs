//! A server with the fleet in it, taken in through its own door.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use super::http::Connection;
use super::process::{SERVER, Server, pinned};

const LOGIN: &str = "admin";
/// That of the tests' servers: a catalog that was filled here serves there.
const PASSWORD: &str = "correct horse battery staple";

/// The program, and where its catalog is.
pub(crate) struct Program {
    pub(crate) file: PathBuf,
    /// As `--database` takes it.
    pub(crate) database: String,
}

/// How fast the fleet was taken.
pub(crate) struct Taken {
    pub(crate) seconds: f64,
    /// The server's processor time for a record, µs.
    pub(crate) cpu: f64,
}

impl Program {
    /// Starts the server, and says how long it takes until it has answered for the first time.
    pub(crate) fn start(&self) -> (Server, Duration) {
        let begun = Instant::now();
        let server = Server::start(
            pinned(SERVER, &self.file.display().to_string())
                .args(["serve", "--listen", "127.0.0.1:0", "--log", "text"])
                .env("BACKUP_CATALOG_DATABASE", &self.database)
                .env("BACKUP_CATALOG_ADMIN_PASSWORD", PASSWORD)
                .env("BACKUP_CATALOG_LOG", "warn"),
        );
        Connection::open(&server.address, "").get("/api/catalog/health");
        (server, begun.elapsed())
    }

    /// Moves a catalog into the database, which has none yet.
    pub(crate) fn restore(&self, catalog: &Path) {
        let begun = Instant::now();
        let done = Command::new(&self.file)
            .arg("restore")
            .arg(catalog)
            .env("BACKUP_CATALOG_DATABASE", &self.database)
            .status()
            .unwrap();
        assert!(done.success());
        eprintln!("moved in {:.1} s", begun.elapsed().as_secs_f64());
    }

    /// Sends a file of records as a user would.
    pub(crate) fn ingest(&self, server: &Server, records: &Path, rows: u32) -> Taken {
        let before = (Instant::now(), server.cpu());
        let done = Command::new(&self.file)
            .args(["ingest", "-"])
            .args(["--server", &format!("http://{}", server.address)])
            .env("BACKUP_CATALOG_PASSWORD", PASSWORD)
            .stdin(File::open(records).unwrap())
            .status()
            .unwrap();
        assert!(done.success());
        Taken {
            seconds: before.0.elapsed().as_secs_f64(),
            cpu: server.cpu().saturating_sub(before.1).as_secs_f64() * 1e6 / f64::from(rows),
        }
    }
}

/// A connection with a session.
pub(crate) fn log_in(server: &Server) -> Connection {
    let mut connection = Connection::open(&server.address, "");
    connection.log_in(LOGIN, PASSWORD);
    connection
}
