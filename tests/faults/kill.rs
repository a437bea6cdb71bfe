//! kill -9 at random moments: what was acknowledged is there, of a batch all or nothing, and the sums are right.

use std::path::Path;
use std::time::Instant;

use tempfile::TempDir;

use crate::fleet::{BYTES, Client, SIZE, batch};
use crate::postgres::Cluster;
use crate::program::{Ended, Server, program};
use crate::torture::{Dice, seen, times};

/// What a client knows that it has written.
#[derive(Debug, Default)]
struct Ledger {
    /// Batches below this number were acknowledged by the server, but for those that were lost in between.
    next: i64,
    reported: Vec<i64>,
    seen: Vec<i64>,
    /// Batches that may be there or not.
    open: Vec<i64>,
}

impl Ledger {
    /// Writes until the server is gone.
    async fn write(mut self, client: Client) -> Self {
        loop {
            let number = self.next;
            self.next += 1;
            if client.report(batch(number)).await.is_err() {
                self.open.push(number);
                return self;
            }
            self.reported.push(number);
            if number % 3 == 0 {
                if client.acknowledge(number).await.is_err() {
                    return self;
                }
                self.seen.push(number);
            }
        }
    }

    /// Whether a server has what was acknowledged, and no half of anything.
    async fn check(&mut self, client: &Client, first: usize) {
        for number in &self.reported[first..] {
            let (backups, seen) = client.state(*number).await.unwrap();
            assert_eq!(backups, SIZE, "batch {number} was acknowledged");
            let all_seen = self.seen.contains(number);
            assert!(
                seen == SIZE || (seen == 0 && !all_seen),
                "batch {number}: {seen} seen"
            );
        }
        for number in std::mem::take(&mut self.open) {
            match client.state(number).await.unwrap() {
                (0, 0) => {}
                (SIZE, 0) => self.reported.push(number),
                half => panic!("{half:?} of batch {number}"),
            }
        }
        let backups = i64::try_from(self.reported.len()).unwrap() * SIZE;
        assert_eq!(client.sums().await.unwrap(), (backups, backups * BYTES));
    }
}

/// The database itself, when nobody uses it.
fn sound(folder: &TempDir, database: &str) {
    Ended::of(program(folder).args(["check", "--database", database])).ok();
    if let Some(file) = database.strip_prefix("sqlite:") {
        let file = rusqlite::Connection::open(file).unwrap();
        let said: String = file
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(said, "ok");
    }
}

/// The server dies within so many milliseconds.
async fn killed_while_writing(database: &str, rounds: u32, seed: u64, within: u64) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = Dice::new(seed);
    let mut ledger = Ledger::default();
    for _ in 0..rounds {
        let server = Server::start_on(|_: &Path| database.to_owned());
        let client = Client::at(&server).await;
        let before = ledger.reported.len();
        let mut writer = tokio::spawn(ledger.write(client));
        // The moment of the end.
        drop(tokio::time::timeout(dice.ms_below(within), &mut writer).await);
        drop(server);
        ledger = writer.await.unwrap();
        sound(&folder, database);
        let server = Server::start_on(|_: &Path| database.to_owned());
        ledger.check(&Client::at(&server).await, before).await;
    }
    let server = Server::start_on(|_: &Path| database.to_owned());
    ledger.check(&Client::at(&server).await, 0).await;
    assert!(!ledger.reported.is_empty());
    ledger.reported.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_survives_the_death_of_its_server() {
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("catalog.db").display());
    let rounds = times(5, 200);
    let batches = killed_while_writing(&database, rounds, 1, 150).await;
    seen(
        "kill -9 of the server, SQLite",
        &format!(
            "{rounds} kills at random moments of a stream of writes: all {batches} acknowledged batches there, no half \
             of one, every sum right, `integrity_check` ok each time"
        ),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalog_on_postgresql_survives_the_death_of_its_server() {
    let cluster = Cluster::start_with(&["fsync=off"]);
    let rounds = times(3, 100);
    let batches = killed_while_writing(&cluster.new_schema(), rounds, 2, 600).await;
    seen(
        "kill -9 of the server, PostgreSQL",
        &format!(
            "{rounds} kills: all {batches} acknowledged batches there, no half of one, sums right"
        ),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_outlives_crashes_of_its_postgresql() {
    let mut cluster = Cluster::start_with(&["fsync=off"]);
    let database = cluster.url();
    let rounds = times(2, 50);
    let mut dice = Dice::new(3);
    let mut ledger = Ledger::default();
    let mut longest = std::time::Duration::ZERO;
    let server = Server::start_on(|_: &Path| database.clone());
    for _ in 0..rounds {
        let client = Client::at(&server).await;
        let before = ledger.reported.len();
        let mut writer = tokio::spawn(ledger.write(client.clone()));
        drop(tokio::time::timeout(dice.ms_below(300), &mut writer).await);
        let folder = cluster.stop(true);
        ledger = writer.await.unwrap();
        let refused = client.report(batch(0)).await.unwrap_err();
        assert_eq!(refused.status(), Some(503), "{refused}");
        cluster = Cluster::start_in(folder, &["fsync=off"]);
        let back = Instant::now();
        while client.sums().await.is_err() {
            assert!(
                back.elapsed().as_secs() < 5,
                "the server does not come back"
            );
            tokio::task::yield_now().await;
        }
        longest = longest.max(back.elapsed());
        ledger.check(&client, before).await;
    }
    seen(
        "crash of PostgreSQL under the server",
        &format!(
            "{rounds} crashes: writes are refused with a 503 meanwhile, all {} acknowledged batches there, answers again at \
             most {} ms after the database does",
            ledger.reported.len(),
            longest.as_millis()
        ),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_cut_off_is_finished_by_the_next() {
    const RECORDS: i64 = 2_000;
    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("catalog.db").display());
    let rounds = times(3, 50);
    let mut dice = Dice::new(4);
    let mut taken = 0;
    for round in 0..i64::from(rounds) {
        let first = round * RECORDS;
        let records: Vec<String> = (first..first + RECORDS / SIZE).map(batch).collect();
        let records = records.join("\n");
        let server = Server::start_on(|_: &Path| database.clone());
        let client = Client::at(&server).await;
        let body = records.clone();
        let mut import = tokio::spawn(async move { client.stream(body).await });
        let ended = tokio::time::timeout(dice.ms_below(400), &mut import).await;
        drop(server);
        if ended.is_err() {
            drop(import.await.unwrap());
        }
        sound(&folder, &database);
        let server = Server::start_on(|_: &Path| database.clone());
        let client = Client::at(&server).await;
        let (there, _) = client.sums().await.unwrap();
        let before = round * RECORDS;
        let report = client.stream(records).await.unwrap();
        assert_eq!(report.created, before + RECORDS - there);
        assert_eq!(report.unchanged, there - before);
        let all = before + RECORDS;
        assert_eq!(client.sums().await.unwrap(), (all, all * BYTES));
        taken += there - before;
    }
    seen(
        "kill -9 during an import",
        &format!(
            "{rounds} kills, {taken} of {} records were there each time before the import ran again; none twice, sums right",
            i64::from(rounds) * RECORDS
        ),
    );
}
