//! What a hostile or broken body costs.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use crate::fleet::Client;
use crate::program::{PASSWORD, Server};
use crate::torture::{seen, times};

/// The most memory that a process has had, bytes.
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kibibytes = line.unwrap().split_whitespace().nth(1).unwrap();
    kibibytes.parse::<u64>().unwrap() * 1024
}

/// The cookie of a session.
fn cookie(server: &Server) -> String {
    let body = serde_json::json!({ "login": "admin", "password": PASSWORD }).to_string();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let request = format!(
        "POST /api/session/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "));
    cookie.unwrap().split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_without_an_end_does_not_fill_the_memory() {
    let server = Server::start();
    let client = Client::at(&server).await;
    let before = peak(&server);
    let mebibytes = times(64, 1024);
    let cookie = cookie(&server);
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let head = format!(
        "POST /api/catalog/ingest HTTP/1.1\r\nHost: here\r\nCookie: {cookie}\r\nContent-Type: application/x-ndjson\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        u64::from(mebibytes) << 20
    );
    stream.write_all(head.as_bytes()).unwrap();
    let piece = vec![b'a'; 1 << 20];
    for _ in 0..mebibytes {
        // The server may have refused by now.
        if stream.write_all(&piece).is_err() {
            break;
        }
    }
    let mut answer = String::new();
    drop(stream.read_to_string(&mut answer));
    assert!(!answer.contains(" 500 "), "{answer}");
    let grown = peak(&server).saturating_sub(before) >> 20;
    assert!(grown < 50, "{grown} MiB for a line of {mebibytes} MiB");
    client.sums().await.unwrap();
    seen(
        "a line without an end",
        &format!(
            "a body of {mebibytes} MiB in one line: refused, the server's memory grew by {grown} MiB at most"
        ),
    );
}

/// Sends a request that may be refused before it is read to its end; the status.
fn send(server: &Server, head: &str, body_mebibytes: usize) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let request = format!("{head}\r\nHost: here\r\nConnection: close\r\n");
    let length = format!("Content-Length: {}\r\n\r\n", body_mebibytes << 20);
    drop(stream.write_all(format!("{request}{length}").as_bytes()));
    let piece = vec![b' '; 1 << 20];
    for _ in 0..body_mebibytes {
        if stream.write_all(&piece).is_err() {
            break;
        }
    }
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer)
        .get(9..12)
        .unwrap_or("none")
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_for_too_much_is_refused_and_costs_little() {
    let server = Server::start();
    let client = Client::at(&server).await;
    for number in 0..20 {
        client.report(crate::fleet::batch(number)).await.unwrap();
    }
    let cookie = cookie(&server);
    let before = peak(&server);
    let get = |query: &str| {
        let head = format!("GET /api/backups?{query} HTTP/1.1\r\nCookie: {cookie}");
        send(&server, &head, 0)
    };
    let rounds = times(3, 200);
    let begin = Instant::now();
    for _ in 0..rounds {
        assert_eq!(get("size=1001"), "400");
        assert_eq!(get(&"status=FAILED&".repeat(10_000)), "431");
        assert_eq!(get(&format!("filter={}", "x".repeat(10_240))), "400");
        assert_eq!(get(&"x".repeat(1 << 20)), "431");
        assert_eq!(get("page=2147483647&size=1000"), "200");
        let login = "POST /api/session/login HTTP/1.1\r\nContent-Type: application/json";
        // What is refused by its length is not read: the connection may break before the answer is.
        let refused = send(&server, login, 100);
        assert!(["413", "none"].contains(&refused.as_str()), "{refused}");
    }
    let grown = peak(&server).saturating_sub(before) >> 20;
    assert!(grown < 50, "{grown} MiB");
    client.sums().await.unwrap();
    seen(
        "too much of everything",
        &format!(
            "{rounds} times a page of 1,001, a parameter 10,000 times, a filter of 10 kB, a URL of 1 MB, the last page there \
             is, a body of 100 MB: 400, 431, 400, 431, 200, 413 in {} ms together, {grown} MiB of memory more",
            begin.elapsed().as_millis() / u128::from(rounds)
        ),
    );
}
