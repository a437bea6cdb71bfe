//! Bodies that are cut off, at every byte.

use std::fmt;

use backup_catalog::ingest::{IngestError, Options, ingest};
use bytes::Bytes;

use crate::catalog::{Catalog, NOW};

#[derive(Debug)]
struct Reset;

impl fmt::Display for Reset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("connection reset")
    }
}

fn record(id: usize) -> String {
    format!(
        r#"{{"source":"a","id":"{id}","entity":{{"name":"ä"}},"status":"SUCCESS","started":1}}"#
    )
}

/// How many of the records end within the first `length` bytes of lines.
fn whole_lines(lines: &[String], length: usize) -> i64 {
    let mut end = 0;
    let mut whole = 0;
    for line in lines {
        end += line.len();
        whole += i64::from(end <= length);
        end += 1;
    }
    whole
}

fn ids(catalog: &Catalog) -> i64 {
    catalog.count("backups")
}

/// Sends the beginning of a body; then it ends, or breaks off.
async fn send(
    catalog: &Catalog,
    body: &[u8],
    breaks: bool,
    atomic: bool,
) -> Result<u64, IngestError> {
    let mut items = vec![Ok(Bytes::copy_from_slice(body))];
    if breaks {
        items.push(Err(Reset));
    }
    let options = Options {
        atomic,
        now: NOW,
        ..Options::default()
    };
    let report = ingest(&catalog.store, tokio_stream::iter(items), options).await?;
    Ok(report.rejected_count)
}

#[tokio::test]
async fn complete_lines_are_stored_and_the_broken_one_is_reported() {
    let lines: Vec<String> = (1..=3).map(record).collect();
    let body = lines.join("\n");
    let catalog = Catalog::new().await;
    for length in 0..=body.len() {
        // The same records again and again, each time under another source.
        let source = format!("source{length:04}");
        let lines: Vec<String> = lines
            .iter()
            .map(|line| line.replace(r#""a""#, &format!("{source:?}")))
            .collect();
        let body = lines.join("\n");
        let before = ids(&catalog);
        let rejected = send(&catalog, &body.as_bytes()[..length], false, false)
            .await
            .unwrap();
        let whole = whole_lines(&lines, length);
        assert_eq!(ids(&catalog) - before, whole, "{length}");
        let ends_at_a_line = length == 0
            || body.as_bytes()[length - 1] == b'\n'
            || whole_lines(&lines, length - 1) < whole;
        assert_eq!(rejected, u64::from(!ends_at_a_line), "{length}");
    }
}

#[tokio::test]
async fn a_connection_that_breaks_off_says_so_and_keeps_complete_lines() {
    let lines: Vec<String> = (1..=3).map(record).collect();
    let body = lines.join("\n");
    for length in [
        0,
        1,
        lines[0].len(),
        lines[0].len() + 1,
        body.len() - 1,
        body.len(),
    ] {
        let catalog = Catalog::new().await;
        let error = send(&catalog, &body.as_bytes()[..length], true, false)
            .await
            .unwrap_err();
        let IngestError::Broken { reason, report } = &error else {
            panic!("{error}")
        };
        assert_eq!(reason, "connection reset");
        let whole = whole_lines(&lines, length);
        assert_eq!(i64::try_from(report.created).unwrap(), whole);
        assert_eq!(ids(&catalog), whole, "{length}");
    }
}

#[tokio::test]
async fn an_atomic_body_is_never_half_written() {
    let lines: Vec<String> = (1..=3).map(record).collect();
    let body = lines.join("\n");
    let catalog = Catalog::new().await;
    for length in 0..body.len() {
        for breaks in [false, true] {
            // A body that ends after a line is a shorter body; only a broken connection tells the difference.
            let shorter = !breaks
                && (length == 0
                    || lines
                        .iter()
                        .scan(0, |end, line| {
                            *end += line.len() + 1;
                            Some(*end)
                        })
                        .any(|end| length == end || length + 1 == end));
            if !shorter {
                send(&catalog, &body.as_bytes()[..length], breaks, true)
                    .await
                    .unwrap_err();
            }
            assert_eq!(ids(&catalog), 0, "{length}");
        }
    }
}

#[tokio::test]
async fn a_cut_document_stores_nothing() {
    let list = [record(1), record(2)].join(",");
    let documents = [
        format!("[{list}]"),
        format!("[\n{}\n]", list.replace("},{", "},\n{")),
        format!(r#"{{"v":1,"source":"a","scope":"s","complete":true,"backups":[{list}]}}"#),
        format!(
            "{{\"v\":1,\"source\":\"a\",\"backups\":[\n{}\n]}}",
            list.replace("},{", "}\n,{")
        ),
        format!(
            "{{\n\"source\":\"a\",\n\"backups\":[\n{}\n]}}",
            list.replace("},{", "}\n,\n{")
        ),
    ];
    for document in documents {
        let catalog = Catalog::new().await;
        for length in 0..document.len() {
            for atomic in [false, true] {
                let _ = send(&catalog, &document.as_bytes()[..length], false, atomic).await;
                assert_eq!(
                    ids(&catalog),
                    0,
                    "{}",
                    &String::from_utf8_lossy(&document.as_bytes()[..length])
                );
            }
        }
        assert_eq!(
            send(&catalog, document.as_bytes(), false, false)
                .await
                .unwrap(),
            0
        );
        assert_eq!(ids(&catalog), 2);
    }
}
