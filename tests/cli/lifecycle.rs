//! A server's start and end, as a service manager sees them.

use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::net::UnixDatagram;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::{Server, program};

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A log-in whose body is not complete; it is under way when this returns.
fn under_way(server: &Server) -> (TcpStream, &'static str) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let body = r#"{"login":"admin","password":"wrong"}"#;
    let head = format!(
        "POST /api/session/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 25];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 100 Continue\r\n\r\n");
    (stream, body)
}

/// Waits until nobody listens any more.
fn closed(address: &str) {
    let end = Instant::now() + Duration::from_secs(10);
    while TcpStream::connect(address).is_ok() {
        assert!(Instant::now() < end, "it still listens");
        std::thread::yield_now();
    }
}

#[test]
fn live_and_ready_are_two_things() {
    let server = Server::start();
    let address = server.address();
    assert!(get(address, "/healthz").ends_with("\r\n\r\nalive\n"));
    assert!(get(address, "/readyz").ends_with("\r\n\r\nready\n"));
    // A catalog that cannot be read any more.
    let file = rusqlite::Connection::open(server.folder.path().join("catalog.db")).unwrap();
    file.execute_batch("ALTER TABLE sources RENAME TO gone")
        .unwrap();
    let answer = get(address, "/readyz");
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert!(answer.contains("retry-after: 5"), "{answer}");
    assert!(answer.contains(r#""code":"UNAVAILABLE""#), "{answer}");
    assert!(get(address, "/healthz").starts_with("HTTP/1.1 200 "));
}

#[test]
fn what_is_under_way_is_answered_before_the_end() {
    let server = Server::start();
    let (mut stream, body) = under_way(&server);
    server.signal("TERM");
    closed(server.address());
    stream.write_all(body.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    let begin = Instant::now();
    let (status, _) = server.end();
    assert_eq!(status.code(), Some(0));
    assert!(begin.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_second_signal_ends_it_at_once() {
    let server = Server::start();
    let (mut stream, _) = under_way(&server);
    server.signal("TERM");
    closed(server.address());
    let begin = Instant::now();
    server.signal("INT");
    let (status, _) = server.end();
    assert_eq!(status.code(), Some(0));
    assert!(begin.elapsed() < Duration::from_secs(5));
    let mut answer = String::new();
    match stream.read_to_string(&mut answer) {
        Ok(_) => assert_eq!(answer, ""),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }
}

#[test]
fn the_service_manager_hears_of_start_and_end_and_that_it_lives() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let server = Server::launch(
        |folder| folder.join("catalog.db").display().to_string(),
        |command| {
            command
                .env("NOTIFY_SOCKET", &path)
                .env("WATCHDOG_USEC", "200000");
        },
    );
    let hear = || {
        let mut message = [0; 256];
        let length = socket.recv(&mut message).unwrap();
        String::from_utf8(message[..length].to_vec()).unwrap()
    };
    assert_eq!(hear().trim(), "READY=1");
    assert_eq!(hear().trim(), "WATCHDOG=1");
    assert_eq!(hear().trim(), "WATCHDOG=1");
    server.signal("TERM");
    while hear().trim() != "STOPPING=1" {}
    assert_eq!(server.end().0.code(), Some(0));
}

/// Opens a socket, and becomes the program with it as systemd hands one over.
const ACTIVATE: &str = "
import os, socket, sys
opened = [socket.create_server(('127.0.0.1', 0)) for _ in range(int(sys.argv[1]))]
for number, one in enumerate(opened):
    os.dup2(one.fileno(), 10 + number)
for number in range(len(opened)):
    os.dup2(10 + number, 3 + number)
print(opened[0].getsockname()[1], flush=True)
os.environ['LISTEN_FDS'] = sys.argv[1]
os.environ['LISTEN_PID'] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
";

fn activated(sockets: &str, folder: &tempfile::TempDir) -> Command {
    let mut command = Command::new("python3");
    command
        .args(["-c", ACTIVATE, sockets])
        .arg(env!("CARGO_BIN_EXE_backup-catalog"))
        // A port that is taken: nothing is bound.
        .args(["serve", "--demo", "--listen", "127.0.0.1:1"])
        .env_clear()
        .envs(
            program(folder)
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn it_serves_on_the_socket_that_systemd_hands_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = activated("1", &folder).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let port = lines.next().unwrap();
    assert_eq!(
        lines.next().unwrap(),
        format!("Listening on http://127.0.0.1:{port}")
    );
    assert!(get(&format!("127.0.0.1:{port}"), "/readyz").starts_with("HTTP/1.1 200 "));
    child.kill().unwrap();
    child.wait().unwrap();

    let ended = activated("2", &folder).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("hands over 2 sockets"), "{said}");
}

#[test]
fn a_log_line_says_of_which_trace_its_request_is_a_part() {
    let server = Server::launch(
        |folder| folder.join("catalog.db").display().to_string(),
        |command| {
            command
                .args(["--log", "json"])
                .env("BACKUP_CATALOG_LOG", "info")
                .stderr(Stdio::piped());
        },
    );
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let request = format!(
        "GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\ntraceparent: {parent}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    stream.read_to_string(&mut String::new()).unwrap();
    server.signal("TERM");
    let (_, log) = server.end();
    let line = log.lines().find(|line| line.contains("answered")).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["span"]["traceparent"], parent);
    assert_eq!(line["path"], "/healthz");
    assert_eq!(line["status"], 200);
    assert!(line["ms"].is_u64() && line["address"].is_string(), "{line}");
}
