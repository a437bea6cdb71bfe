//! Clients that hold connections, and such that ask for too much, do not keep others waiting.

use std::io::Write as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use crate::exchange::Exchange;
use crate::fleet::batch;
use crate::program::{Ended, Server};
use crate::torture::{percentile, seen, times};

/// Connections whose head, and such whose body, never ends.
const HELD: usize = 100;

fn reads(caller: &mut Exchange, rounds: u32) -> Duration {
    let mut took: Vec<Duration> = (0..rounds)
        .map(|_| {
            let begin = Instant::now();
            assert_eq!(caller.ask("GET", "/backups?size=50", "").status, 200);
            begin.elapsed()
        })
        .collect();
    percentile(&mut took, 99)
}

/// Opens connections that send a byte now and then.
fn hold(server: &Server, end: &Arc<AtomicBool>) -> std::thread::JoinHandle<()> {
    let heads = [
        "GET /api/backups HTTP/1.1\r\nHost: here\r\nX-Slow: ",
        "POST /api/session/login HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n",
    ];
    let mut streams: Vec<TcpStream> = (0..HELD)
        .flat_map(|_| heads)
        .map(|head| {
            let mut stream = TcpStream::connect(server.address()).unwrap();
            stream.write_all(head.as_bytes()).unwrap();
            stream
        })
        .collect();
    let end = Arc::clone(end);
    std::thread::spawn(move || {
        while !end.load(Ordering::Relaxed) {
            for stream in &mut streams {
                // The server cuts some off.
                drop(stream.write_all(b"x"));
            }
            std::thread::park_timeout(Duration::from_millis(200));
        }
    })
}

/// Asks for what is refused, until told to end; how often.
fn excess(
    server: &Server,
    secret: &str,
    end: &Arc<AtomicBool>,
    count: &Arc<AtomicU32>,
) -> std::thread::JoinHandle<()> {
    let mut caller = Exchange::with_token(server, secret);
    let (end, count) = (Arc::clone(end), Arc::clone(count));
    std::thread::spawn(move || {
        let filter = format!("/backups?filter={}", "x".repeat(10_240));
        while !end.load(Ordering::Relaxed) {
            for path in [
                "/backups?size=1001",
                &filter,
                "/backups?orderBy=nothing",
                "/backups/none",
            ] {
                assert_eq!(caller.ask("GET", path, "").status, 400);
            }
            assert_eq!(
                caller
                    .ask("GET", "/backups?page=2147483647&size=1000", "")
                    .status,
                200
            );
            count.fetch_add(5, Ordering::Relaxed);
            // As fast as somebody with many machines but one address would be let: it is not the machine that is measured.
            std::thread::park_timeout(Duration::from_millis(20));
        }
    })
}

#[test]
fn slow_and_greedy_clients_keep_nobody_waiting() {
    let server = Server::start();
    for number in 0..50 {
        server.pipe(&["ingest", "-"], &batch(number)).ok();
    }
    let mut create = server.command(&["token", "create", "reader", "--role", "VIEWER"]);
    create.env("BACKUP_CATALOG_DATABASE", &server.database);
    let secret = Ended::of(&mut create).ok().trim().to_owned();
    let mut caller = Exchange::with_token(&server, &secret);
    let rounds = times(50, 5_000);
    reads(&mut caller, 50);
    let idle = reads(&mut caller, rounds);

    let (end, count) = (
        Arc::new(AtomicBool::new(false)),
        Arc::new(AtomicU32::new(0)),
    );
    let others = [hold(&server, &end), excess(&server, &secret, &end, &count)];
    let attacked = reads(&mut caller, rounds);
    end.store(true, Ordering::Relaxed);
    for other in others {
        other.thread().unpark();
        other.join().unwrap();
    }
    seen(
        "slow and greedy clients beside others",
        &format!(
            "{} connections that never end their request and {} requests for too much: 99 % of {rounds} other reads below \
             {:.1} ms, {:.1} ms without them",
            2 * HELD,
            count.load(Ordering::Relaxed),
            attacked.as_secs_f64() * 1e3,
            idle.as_secs_f64() * 1e3
        ),
    );
}
