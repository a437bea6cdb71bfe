//! Reports and queries that nobody would write: no failure, no long thought, and the server lives on.

use std::process::Stdio;
use std::time::{Duration, Instant};

use backup_catalog::client::Method;

use crate::fleet::{Client, batch};
use crate::program::Server;
use crate::torture::{Dice, seen, times};

/// Longer is too long for any of these (chosen: a debug build beside other tests).
const LONG: Duration = Duration::from_secs(5);

/// Pieces that have a meaning to somebody.
const ODD: [&str; 24] = [
    "",
    "%",
    "_",
    "\\",
    "'",
    "\"",
    ";--",
    "\u{0}",
    "\u{feff}",
    "🦀",
    "İ",
    "null",
    "NaN",
    "1e999",
    "-1",
    "9223372036854775808",
    "[]",
    "{}",
    "{\"v\":1",
    "\r\n",
    "&",
    "=",
    "../..",
    "<script>",
];

/// Changes some bytes of a text: flips, cuts, doubles, inserts.
fn damage(text: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for _ in 0..=dice.below(4) {
        let place = |dice: &mut Dice, length: usize| {
            usize::try_from(dice.below(length as u64 + 1)).unwrap()
        };
        let at = place(dice, bytes.len());
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            2 => {
                let end = place(dice, bytes.len()).max(at);
                let piece = bytes[at..end].to_vec();
                bytes.extend(piece);
            }
            3 => {
                let end = place(dice, bytes.len()).max(at).min(at + 20);
                bytes.drain(at..end);
            }
            _ => {
                let odd = ODD[usize::try_from(dice.below(ODD.len() as u64)).unwrap()];
                bytes.splice(at..at, odd.bytes());
            }
        }
    }
    bytes
}

/// A query of parameters that there are with values that make no sense.
fn query(dice: &mut Dice) -> String {
    const NAMES: [&str; 14] = [
        "protected-entity",
        "status",
        "type",
        "from",
        "to",
        "min-size",
        "nameLike",
        "filter",
        "orderBy",
        "direction",
        "page",
        "size",
        "project-uuid",
        "only-mountable",
    ];
    let mut query = form_urlencoded::Serializer::new(String::new());
    for _ in 0..=dice.below(4) {
        let name = NAMES[usize::try_from(dice.below(NAMES.len() as u64)).unwrap()];
        let value: String = (0..dice.below(4))
            .map(|_| ODD[usize::try_from(dice.below(ODD.len() as u64)).unwrap()])
            .collect();
        query.append_pair(name, &value);
    }
    query.finish()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_is_refused_and_never_a_failure() {
    let server = Server::launch(
        |folder| format!("sqlite:{}", folder.join("catalog.db").display()),
        |command| {
            command
                .stderr(Stdio::piped())
                .env("BACKUP_CATALOG_LOG", "error");
        },
    );
    let client = Client::at(&server).await;
    client.report(batch(0)).await.unwrap();
    let sample = batch(1);
    let mut dice = Dice::new(5);
    let mut slowest = Duration::ZERO;
    let count = times(600, 20_000);
    for number in 0..count {
        let (method, path, body) = if number % 2 == 0 {
            let path = format!("/backups?{}", query(&mut dice));
            (Method::GET, path, None)
        } else {
            let bytes = damage(sample.as_bytes(), &mut dice);
            (
                Method::POST,
                "/catalog/ingest".to_owned(),
                Some(("application/x-ndjson", bytes)),
            )
        };
        let begin = Instant::now();
        let answer = client.session().call(method, &path, body).await;
        slowest = slowest.max(begin.elapsed());
        if let Err(refused) = answer {
            let status = refused.status();
            assert!(
                status.is_some_and(|status| (400..500).contains(&status)),
                "{path}: {refused}"
            );
        }
    }
    assert!(slowest < LONG, "{slowest:?}");
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!((status.code(), log.as_str()), (Some(0), ""));
    seen(
        "damaged reports and odd queries",
        &format!(
            "{count} requests: each answered or refused with a 4xx, none a 5xx, the slowest took {} ms, nothing in the log \
             of errors",
            slowest.as_millis()
        ),
    );
}
