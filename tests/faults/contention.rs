//! Several writers and readers, of two servers of one file.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;

use crate::fleet::{BYTES, Client, SIZE, batch};
use crate::program::{Ended, Server, program};
use crate::torture::{percentile, seen, times};

/// Reads until it is told to end, at least so often: batches are seen as a whole. How long each read took.
async fn read(client: Client, end: Arc<AtomicBool>, at_least: u32) -> Vec<Duration> {
    let mut took = Vec::new();
    let mut before = 0;
    while !end.load(Ordering::Relaxed) || u32::try_from(took.len()).unwrap() < at_least {
        let begin = Instant::now();
        let (backups, bytes) = client.sums().await.unwrap();
        took.push(begin.elapsed());
        assert_eq!(backups % SIZE, 0, "a half of a batch");
        assert_eq!(bytes, backups * BYTES, "sums of two states");
        assert!(backups >= before, "what was there is gone");
        before = backups;
    }
    took
}

/// Four readers.
fn read_all(
    clients: &[Client; 2],
    end: &Arc<AtomicBool>,
    at_least: u32,
) -> Vec<JoinHandle<Vec<Duration>>> {
    (clients.iter().cycle().take(4))
        .map(|client| tokio::spawn(read(client.clone(), Arc::clone(end), at_least)))
        .collect()
}

/// How long each read of all of them took.
async fn together(readers: Vec<JoinHandle<Vec<Duration>>>) -> Vec<Duration> {
    let mut took = Vec::new();
    for reader in readers {
        took.extend(reader.await.unwrap());
    }
    took
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_of_one_file_write_and_read_at_once_and_nobody_is_turned_away() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("catalog.db").display());
    let servers = [(); 2].map(|()| Server::start_on(|_: &Path| database.clone()));
    let clients = [Client::at(&servers[0]).await, Client::at(&servers[1]).await];
    clients[0].report(batch(0)).await.unwrap();
    // The same readers while nobody writes: what they make each other wait is not the writers' doing.
    let ended = Arc::new(AtomicBool::new(true));
    let mut idle = together(read_all(&clients, &ended, 200)).await;

    let batches = i64::from(times(60, 6_000));
    let next = Arc::new(AtomicI64::new(1));
    let end = Arc::new(AtomicBool::new(false));
    let begin = Instant::now();
    let readers = read_all(&clients, &end, 50);
    let writers: Vec<_> = (clients.iter().cycle().take(4))
        .map(|client| {
            let (client, next) = (client.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number > batches {
                        return;
                    }
                    // Each is reported twice, by this one and soon by another one.
                    client.report(batch(number)).await.unwrap();
                    client.report(batch(number / 2)).await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let wrote = begin.elapsed();
    end.store(true, Ordering::Relaxed);
    let mut busy = together(readers).await;
    let all = (batches + 1) * SIZE;
    for client in &clients {
        assert_eq!(client.sums().await.unwrap(), (all, all * BYTES));
    }
    drop(servers);
    Ended::of(program(&folder).args(["check", "--database", &database])).ok();
    seen(
        "two servers on one SQLite file, 4 writers and 4 readers",
        &format!(
            "{all} backups in {:.1} s, {} reads of sums: none refused, none of half a batch; 99 % of reads below {:.1} ms, \
             {:.1} ms of the same readers with nobody writing",
            wrote.as_secs_f64(),
            busy.len(),
            percentile(&mut busy, 99).as_secs_f64() * 1e3,
            percentile(&mut idle, 99).as_secs_f64() * 1e3,
        ),
    );
}
