//! `serve` over TLS, and what it refuses to do without.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tempfile::TempDir;

use crate::program::{Ended, program};

/// A certificate for `localhost`, and its key, in files; the certificate as a client has to trust it.
fn certify(folder: &Path) -> CertificateDer<'static> {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-nodes", "-newkey", "ec", "-days", "1"])
        .args(["-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "server.key", "-out", "server.pem"])
        .current_dir(folder)
        .output()
        .expect("openssl is not installed; install it with: apt-get install openssl");
    let said = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "{said}");
    CertificateDer::from_pem_file(folder.join("server.pem")).unwrap()
}

/// A server with the certificate of its folder.
struct Server {
    child: Child,
    port: u16,
    log: BufReader<ChildStderr>,
}

impl Server {
    fn start(folder: &TempDir) -> Self {
        let mut child = program(folder)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--tls-cert", "server.pem", "--tls-key", "server.key"])
            .env("BACKUP_CATALOG_ADMIN_PASSWORD", "correct horse")
            .current_dir(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Listening on https://").unwrap();
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap());
        Self { child, port, log }
    }

    /// What it answers to somebody who trusts this certificate.
    fn ask(&self, trusted: &CertificateDer<'static>, request: &str) -> std::io::Result<String> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = "localhost".try_into().unwrap();
        let connection = ClientConnection::new(Arc::new(config), name).unwrap();
        let stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let mut stream = StreamOwned::new(connection, stream);
        stream.write_all(request.as_bytes())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// Sends a signal.
    fn signal(&self, name: &str) {
        let kill = Command::new("kill")
            .args(["-s", name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(kill.success());
    }

    /// Reads its log up to a line with this.
    fn wait_for(&mut self, text: &str) {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert!(self.log.read_line(&mut line).unwrap() > 0, "no {text}");
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const HEALTH: &str =
    "GET /api/catalog/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

#[test]
fn over_tls_the_cookie_is_for_tls_only_and_browsers_are_told_to_stay() {
    let folder = tempfile::tempdir().unwrap();
    let certificate = certify(folder.path());
    let server = Server::start(&folder);
    let body = r#"{"login":"admin","password":"correct horse"}"#;
    let log_in = format!(
        "POST /api/session/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = server.ask(&certificate, &log_in).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .unwrap();
    assert!(cookie.ends_with("; Secure"), "{cookie}");
    assert!(answer.contains("strict-transport-security: max-age=31536000"));
    // HTTP to this port is no HTTP.
    let mut plain = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    plain.write_all(HEALTH.as_bytes()).unwrap();
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said);
    assert!(!said.starts_with(b"HTTP"), "{said:?}");
    server.signal("TERM");
}

#[test]
fn a_new_certificate_is_taken_at_a_hang_up_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let old = certify(folder.path());
    let mut server = Server::start(&folder);
    assert!(server.ask(&old, HEALTH).unwrap().contains("200 OK"));

    std::fs::write(folder.path().join("server.pem"), "nonsense").unwrap();
    server.signal("HUP");
    server.wait_for("the old one stays");
    assert!(server.ask(&old, HEALTH).unwrap().contains("200 OK"));

    let new = certify(folder.path());
    server.signal("HUP");
    server.wait_for("certificate read again");
    assert!(server.ask(&new, HEALTH).unwrap().contains("200 OK"));
    assert!(server.ask(&old, HEALTH).is_err(), "the old one is gone");
}

#[test]
fn a_network_is_served_with_tls_or_by_express_wish() {
    let folder = tempfile::tempdir().unwrap();
    let serve = |arguments: &[&str]| {
        let mut command = program(&folder);
        command
            .args(["serve", "--listen", "0.0.0.0:0"])
            .args(arguments);
        command
    };
    let said = Ended::of(&mut serve(&[])).failed(2);
    assert!(said.contains("HTTP does not encrypt"), "{said}");
    assert!(said.contains("--tls-cert"), "{said}");
    let made = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(made, 0, "and nothing was made");

    let mut child = serve(&["--insecure"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("Listening on http://0.0.0.0:"), "{line}");
}

#[test]
fn files_that_are_no_certificate_are_named_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    certify(folder.path());
    let serve = |certificate: &str, key: &str| {
        let mut command = program(&folder);
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--tls-cert", certificate, "--tls-key", key])
            .current_dir(&folder);
        Ended::of(&mut command).failed(2)
    };
    let said = serve("absent.pem", "server.key");
    assert!(
        said.contains("cannot read a certificate from absent.pem"),
        "{said}"
    );
    let said = serve("server.key", "server.key");
    assert!(said.contains("no certificate in server.key"), "{said}");
    let said = serve("server.pem", "server.pem");
    assert!(said.contains("cannot read a key from server.pem"), "{said}");
    let mut alone = program(&folder);
    alone.args(["serve", "--tls-cert", "server.pem"]);
    let said = Ended::of(&mut alone).failed(2);
    assert!(said.contains("--tls-key"), "{said}");
}

#[test]
fn a_client_trusts_the_certificate_that_it_is_given_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    certify(folder.path());
    let server = Server::start(&folder);
    let url = format!("https://localhost:{}", server.port);
    let run = |command: &[&str], flags: &[&str]| {
        let mut program = program(&folder);
        program
            .args(command)
            .args(flags)
            .env("BACKUP_CATALOG_PASSWORD", "correct horse")
            .current_dir(&folder);
        Ended::of(&mut program)
    };
    let list = ["list", "--server", &url];
    let health = ["health", "--server", &url];
    let verify = ["verify", &url, "--only", "form/body"];
    for command in [&list[..], &health, &verify] {
        let said = run(command, &[]).failed(3);
        assert!(said.contains("certificate"), "{said}");
        run(command, &["--ca-file", "server.pem"]).ok();
        let said = run(command, &["--ca-file", "server.key"]).failed(2);
        assert!(said.contains("there is no certificate to trust"), "{said}");
        let said = run(command, &["--ca-file", "none.pem"]).failed(2);
        assert!(said.contains("cannot use none.pem"), "{said}");
    }
    let other = tempfile::tempdir().unwrap();
    certify(other.path());
    let wrong = other.path().join("server.pem").display().to_string();
    run(&list, &["--ca-file", &wrong]).failed(3);
    run(&verify, &["--ca-file", &wrong]).failed(3);
}
