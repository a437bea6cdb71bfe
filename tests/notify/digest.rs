//! The digest.

use serde_json::{Value, json};

use crate::notifier;
use crate::smtp::{Letter, Sink};
use crate::support::catalog;
use crate::support::server::TestServer;

fn office(sink: &Sink) -> Value {
    json!({
        "public-url": "https://backup.example",
        "mail": [{
            "name": "office", "server": "127.0.0.1", "port": sink.port(), "tls": "none",
            "from": "b@example.org", "to": ["a@example.org"], "events": [],
            "digest": "daily", "digest-at": "13:30", "time-zone": "Europe/Warsaw",
        }],
    })
}

/// The parts of a letter, decoded from quoted-printable, by their type.
fn part(letter: &Letter, kind: &str) -> String {
    let (_, rest) = letter
        .text
        .split_once(&format!("Content-Type: {kind}"))
        .unwrap();
    let (_, body) = rest.split_once("\n\n").unwrap();
    let (_, boundary) = letter.text.split_once("boundary=\"").unwrap();
    let (boundary, _) = boundary.split_once('"').unwrap();
    let end = format!("\n--{boundary}");
    let body = body.split(&end).next().unwrap().replace("=\n", "");
    let mut bytes = Vec::new();
    let mut letters = body.bytes();
    while let Some(byte) = letters.next() {
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let digits = [letters.next().unwrap(), letters.next().unwrap()];
        let digits = std::str::from_utf8(&digits).unwrap();
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
    }
    String::from_utf8(bytes).unwrap()
}

async fn sent(server: &TestServer, sink: &Sink) -> Letter {
    let notifier = notifier(server, office(sink));
    notifier.tick().await.unwrap();
    assert!(sink.take().is_empty(), "it is noon, 13:00 in Warsaw");
    server.clock.advance(30 * 60_000);
    for _ in 0..3 {
        notifier.tick().await.unwrap();
        server.clock.advance(60_000);
    }
    let letters = sink.take();
    assert_eq!(letters.len(), 1);
    letters[0].clone()
}

#[tokio::test]
async fn it_comes_at_its_hour_once_with_the_counts_in_its_subject() {
    let server = catalog::start().await;
    let letter = sent(&server, &Sink::start().await).await;
    assert_eq!(
        letter.header("Subject"),
        "Backups 2026-11-23: 1 never backed up, 4 overdue, 0 fine"
    );
    let text = part(&letter, "text/plain");
    assert!(
        text.contains("From 2026-11-22 12:30:00 to 2026-11-23 12:30:00 UTC 0 backups succeeded"),
        "{text}"
    );
    let line = text.lines().find(|line| line.contains("anna")).unwrap();
    assert_eq!(
        line, "--------------  anna: never succeeded, last success never",
        "{text}"
    );
    assert!(text.ends_with("\nhttps://backup.example/\n"), "{text}");
}

#[tokio::test]
async fn the_page_has_a_cell_a_day_and_no_picture_to_fetch() {
    let server = TestServer::start().await;
    let day = 86_400_000;
    let noon = crate::support::clock::NOON;
    let mut records: Vec<Value> = (0..10)
        .map(|days| crate::backup("web01", days * day + 1, "SUCCESS", noon))
        .collect();
    records[0]["status"] = "FAILED".into();
    records[2]["status"] = "PARTIAL_SUCCESS".into();
    records.push(crate::backup("<b>&amp;", 1, "SUCCESS", noon));
    server.report(&records).await;
    let letter = sent(&server, &Sink::start().await).await;
    let page = part(&letter, "text/html");
    for absent in ["<img", "<svg", "<script", "<link", "src=", "<b>&amp;"] {
        assert!(!page.contains(absent), "{absent} in {page}");
    }
    assert!(page.contains("&lt;b&gt;&amp;amp;"), "{page}");
    let text = part(&letter, "text/plain");
    assert!(
        text.contains("----SSSSSSSPSF  web01: last one failed"),
        "{text}"
    );
    // The same as cells: seven green ones, the yellow one, green, red.
    let row = &page[page.find(">web01<").unwrap()..];
    let row = &row[..row.find("</table>").unwrap()];
    let cells: String = row
        .match_indices("</td>")
        .filter_map(|(end, _)| row[..end].chars().last())
        .filter(|letter| "-SPFR".contains(*letter))
        .collect();
    assert!(cells.ends_with("----SSSSSSSPSF"), "{cells}");
    assert_eq!(
        letter.header("Subject"),
        "Backups 2026-11-23: 1 failed, 1 fine"
    );
}
