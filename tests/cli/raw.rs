//! Requests that no client library sends, over a socket to a real server.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::program::Server;

/// Sends these bytes and reads until the server closes. What it sends after it has closed is lost, so the end may be a
/// reset.
fn exchange(server: &Server, bytes: &[u8]) -> String {
    let mut stream = connect(server);
    // The server may have refused before all is written.
    drop(stream.write_all(bytes));
    rest(&mut stream)
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.address()).unwrap();
    // A server that neither answers nor closes fails the test.
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    stream
}

fn rest(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}");
    }
    String::from_utf8(answer).unwrap()
}

/// The statuses of all answers that came over one connection.
fn statuses(answer: &str) -> Vec<&str> {
    let lines = answer.split("\r\n");
    let heads = lines.filter_map(|line| line.rsplit_once("HTTP/1.1 "));
    heads.map(|(_, status)| &status[..3]).collect()
}

fn healthy(server: &Server) {
    let answer = exchange(
        server,
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(statuses(&answer), ["200"], "{answer}");
}

#[test]
fn a_request_whose_length_is_in_doubt_brings_no_second_one_with_it() {
    let server = Server::start();
    let second = "GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n";
    let post =
        "POST /api/session/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n";
    // Chunks win over the length, as RFC 9112 has it, and the connection ends with the answer.
    for lengths in [
        "Content-Length: 6\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 6",
        "Content-Length: 6\r\nContent-Length: 7\r\nTransfer-Encoding: chunked",
    ] {
        let bytes = format!("{post}{lengths}\r\n\r\n0\r\n\r\n{second}");
        let answer = exchange(&server, bytes.as_bytes());
        assert_eq!(statuses(&answer), ["400"], "{lengths}: {answer}");
    }
    for refused in [
        "Content-Length: 6\r\nContent-Length: 7",
        "Content-Length: 6, 6",
        "Content-Length: +6",
        "Content-Length: -1",
        "Content-Length: 0x6",
        "Content-Length: 99999999999999999999",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
    ] {
        let bytes = format!("{post}{refused}\r\n\r\nabcdef{second}");
        let answer = exchange(&server, bytes.as_bytes());
        assert_eq!(statuses(&answer), ["400"], "{refused}: {answer}");
    }
    // The same length twice is one length.
    let twice =
        format!("{post}Content-Length: 2\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
    assert_eq!(statuses(&exchange(&server, twice.as_bytes())), ["422"]);
    healthy(&server);
}

#[test]
fn heads_that_are_no_http_are_refused() {
    let server = Server::start();
    for head in [
        &b"GET /healthz HTTP/1.1\r\nHost: here\r\nX: a\rb\r\n\r\n"[..],
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nX: a\0b\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nX a: b\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: here\r\nX: a\r\n folded\r\n\r\n",
        b"GET /healthz HTTP/9.9\r\nHost: here\r\n\r\n",
        b"GET  /healthz HTTP/1.1\r\nHost: here\r\n\r\n",
        b"G\x01T /healthz HTTP/1.1\r\nHost: here\r\n\r\n",
        b"GET /health\x01z HTTP/1.1\r\nHost: here\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not TLS here",
    ] {
        let answer = exchange(&server, head);
        let shown = String::from_utf8_lossy(head);
        assert!(
            answer.is_empty() || statuses(&answer) == ["400"],
            "{shown}: {answer}"
        );
    }
    healthy(&server);
}

#[test]
fn a_line_end_in_a_parameter_stays_in_the_body_of_the_answer() {
    let server = Server::start();
    let answer = exchange(
        &server,
        b"GET /api/backups/a%0d%0aSet-Cookie:%20x=y HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\
          X-Request-Id: a%0d%0ab\r\n\r\n",
    );
    let (head, _) = answer.split_once("\r\n\r\n").unwrap();
    assert!(!head.to_lowercase().contains("set-cookie"), "{head}");
    assert!(!head.contains("%0d"), "{head}");
}

#[test]
fn a_url_or_a_head_that_is_too_long_is_refused_before_it_is_read() {
    let server = Server::start();
    let head = |length: usize| {
        let path = format!("/healthz?x={}", "a".repeat(length));
        format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    };
    let asked = |length| exchange(&server, head(length).as_bytes());
    assert_eq!(statuses(&asked(16_000)), ["200"]);
    let refused = asked(17_000);
    assert_eq!(statuses(&refused), ["414"]);
    assert!(refused.contains("URI_TOO_LONG"), "{refused}");
    let megabyte = asked(1 << 20);
    assert_eq!(statuses(&megabyte), ["431"], "{megabyte}");

    let many = "X-A: b\r\n".repeat(500);
    let answer = exchange(
        &server,
        format!("GET /healthz HTTP/1.1\r\nHost: here\r\n{many}\r\n").as_bytes(),
    );
    assert_eq!(statuses(&answer), ["431"], "{answer}");
    let long = "c".repeat(100_000);
    let answer = exchange(
        &server,
        format!("GET /healthz HTTP/1.1\r\nHost: here\r\nX-Long: {long}\r\n\r\n").as_bytes(),
    );
    assert_eq!(statuses(&answer), ["431"], "{answer}");
    healthy(&server);
}

#[test]
fn a_parameter_ten_thousand_times_is_refused() {
    let server = Server::start();
    let query = "a=1&".repeat(10_000);
    let answer = exchange(
        &server,
        format!("GET /healthz?{query} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    );
    assert_eq!(statuses(&answer), ["414"], "{answer}");
}

#[test]
fn clients_that_send_their_head_for_ever_keep_nobody_out_and_are_cut_off() {
    let server = Server::start_with(&["--header-timeout", "1"]);
    let mut slow: Vec<TcpStream> = (0..50)
        .map(|number: usize| {
            let mut stream = connect(&server);
            // Some have said nothing yet, so it is not even known what they speak.
            let begun = &b"GET /healthz HTTP/1.1\r\nX-Slow: a"[..(number % 3) * 16];
            stream.write_all(begun).unwrap();
            stream
        })
        .collect();
    for _ in 0..20 {
        healthy(&server);
    }
    for stream in &mut slow {
        let answer = rest(stream);
        assert!(!answer.contains(" 200 "), "{answer}");
    }
    healthy(&server);
}

#[test]
fn a_body_that_drips_is_cut_off() {
    let server = Server::start_with(&["--request-timeout", "1"]);
    let mut stream = connect(&server);
    let head = "POST /api/session/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n\
                Content-Length: 1000\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    // A byte whenever a tenth of a second has brought no answer: always some progress, and the server ends it.
    stream
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    let mut first = [0; 1];
    while stream.read(&mut first).is_err() {
        stream.write_all(b" ").unwrap();
    }
    let answer = format!("H{}", rest(&mut stream));
    assert_eq!(statuses(&answer), ["408"], "{answer}");
    assert!(answer.contains("TIMEOUT"), "{answer}");
}

#[test]
fn an_idle_connection_is_closed() {
    let server = Server::start_with(&["--header-timeout", "1"]);
    let mut stream = connect(&server);
    stream
        .write_all(b"GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
        .unwrap();
    let answer = rest(&mut stream);
    assert_eq!(statuses(&answer), ["200"], "{answer}");
}

#[test]
fn an_absolute_address_of_another_host_gets_no_further_than_here() {
    let server = Server::start();
    let answer = exchange(
        &server,
        b"GET http://elsewhere.example/healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(statuses(&answer), ["200"], "{answer}");
    let tunnel = exchange(
        &server,
        b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(statuses(&tunnel), ["404"], "{tunnel}");
}
