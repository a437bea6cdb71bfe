//! The way to PostgreSQL: cut, held, whole again.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use backup_catalog::client::is_ready;

use crate::fleet::{Client, SIZE, batch};
use crate::postgres::Cluster;
use crate::program::Server;
use crate::proxy::{Proxy, Wire};
use crate::torture::{seen, times};

/// The status of a GET without a session, and how long it took.
fn status(server: &Server, path: &str) -> (String, Duration) {
    let begin = Instant::now();
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    (answer[9..12].to_owned(), begin.elapsed())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_cut_off_or_silent_is_a_503_in_time_and_then_all_goes_on() {
    const LIMIT: Duration = Duration::from_secs(2);
    let cluster = Cluster::start();
    let proxy = Proxy::before(cluster.folder());
    let url = format!(
        "postgresql://catalog@127.0.0.1:{}/postgres?sslmode=disable",
        proxy.port
    );
    let server = Server::launch(
        |_: &Path| url,
        |command| {
            command.args(["--database-timeout", "1", "--database-connections", "2"]);
        },
    );
    let client = Client::at(&server).await;
    client.report(batch(0)).await.unwrap();
    let rounds = times(1, 20);
    let (mut slowest, mut back) = (Duration::ZERO, Duration::ZERO);
    for round in 1..=i64::from(rounds) {
        for wire in [Wire::Cut, Wire::Stalled] {
            proxy.set(wire);
            let number = 2 * round + i64::from(wire == Wire::Cut);
            // More than there are connections, readers and writers.
            let mut asked = Vec::new();
            for _ in 0..6 {
                let (reader, writer) = (client.clone(), client.clone());
                asked.push(tokio::spawn(async move {
                    let begin = Instant::now();
                    let refused = reader.sums().await.unwrap_err();
                    (refused.status(), begin.elapsed())
                }));
                asked.push(tokio::spawn(async move {
                    let begin = Instant::now();
                    let refused = writer.report(batch(number)).await.unwrap_err();
                    (refused.status(), begin.elapsed())
                }));
            }
            // What needs no database does not wait for one.
            for (path, expected) in [
                ("/healthz", "200"),
                ("/api/backups", "401"),
                ("/nowhere", "404"),
                ("/openapi.json", "200"),
            ] {
                let (status, took) = status(&server, path);
                assert_eq!(status, expected, "{path} {wire:?}");
                assert!(took < Duration::from_millis(500), "{path} took {took:?}");
            }
            for answer in asked {
                let (status, took) = answer.await.unwrap();
                assert_eq!(status, Some(503), "{wire:?}");
                slowest = slowest.max(took);
            }
            let ready = is_ready(&server.url.parse().unwrap()).await;
            assert_eq!(ready.unwrap_err().status(), Some(503));
            proxy.set(Wire::Whole);
            let begin = Instant::now();
            while is_ready(&server.url.parse().unwrap()).await.is_err()
                || client.state(0).await.is_err()
            {
                assert!(
                    begin.elapsed() < Duration::from_secs(10),
                    "it does not come back"
                );
            }
            back = back.max(begin.elapsed());
            // Refused writes may be repeated: nothing is there twice.
            client.report(batch(number)).await.unwrap();
            assert_eq!(client.state(number).await.unwrap(), (SIZE, 0));
        }
    }
    // Each waits for a connection at most once, and for an answer at most once, one second each.
    assert!(slowest < LIMIT * 6, "{slowest:?}");
    seen(
        "the way to PostgreSQL cut and held",
        &format!(
            "{rounds} times each, 12 requests at once on 2 connections: a 503 after at most {} ms (`--database-timeout 1`), \
             `/readyz` 503, `/healthz` 200, 401 and 404 at once meanwhile; answers again {} ms after the way is whole",
            slowest.as_millis(),
            back.as_millis()
        ),
    );
}
