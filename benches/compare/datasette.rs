//! A peer that serves a SQLite file too: Datasette.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::http::Connection;
use super::process::{SERVER, pinned};

/// A running Datasette.
pub(crate) struct Datasette {
    child: Child,
    address: String,
    database: String,
}

impl Datasette {
    /// Starts it on the server's processor, for one file.
    pub(crate) fn start(program: &Path, file: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = pinned(SERVER, &program.display().to_string());
        command
            .args([
                "serve",
                "--port",
                &port.to_string(),
                "--setting",
                "sql_time_limit_ms",
                "120000",
            ])
            .args(["--setting", "max_returned_rows", "20000"])
            .arg(file)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command.spawn().unwrap();
        let address = format!("127.0.0.1:{port}");
        let begun = Instant::now();
        while TcpStream::connect(&address).is_err() {
            assert!(
                begun.elapsed() < Duration::from_mins(1),
                "Datasette does not start"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        Self {
            child,
            address,
            database: file.file_stem().unwrap().to_string_lossy().into_owned(),
        }
    }

    /// The median time of a statement, ms.
    pub(crate) fn time(&self, sql: &str, long: Duration) -> f64 {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("sql", sql)
            .append_pair("_shape", "array")
            .finish();
        let path = format!("/{}.json?{query}", self.database);
        // It hangs up after some seconds of silence.
        let mut connection = Connection::open(&self.address, "");
        let begun = Instant::now();
        let mut samples = Vec::new();
        while samples.len() < 3 || begun.elapsed() < long {
            samples.push(connection.time(&path));
        }
        samples.sort_unstable();
        samples[samples.len() / 2].as_secs_f64() * 1000.0
    }
}

impl Drop for Datasette {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
