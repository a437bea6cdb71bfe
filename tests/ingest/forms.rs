//! Lines, arrays, inventories and single records, in every wrapping.

use backup_catalog::ingest::{IngestError, LINE, Options, WHOLE_BODY};
use bytes::Bytes;

use crate::catalog::{Catalog, counts, rejection};

fn record(id: usize) -> String {
    format!(
        r#"{{"source":"a","id":"{id}","entity":{{"name":"x"}},"status":"SUCCESS","started":1}}"#
    )
}

fn pieces(body: &str, size: usize) -> Vec<Bytes> {
    body.as_bytes()
        .chunks(size)
        .map(Bytes::copy_from_slice)
        .collect()
}

#[tokio::test]
async fn every_form_is_taken() {
    let forms = [
        format!("{}\n{}\n", record(1), record(2)),
        format!("\u{feff}{}\r\n\r\n  {}  ", record(1), record(2)),
        format!("[{},{}]", record(1), record(2)),
        format!("\u{feff}\n [\n{},\n{}\n]\n", record(1), record(2)),
        format!(
            r#"{{"source":"a","backups":[{},{}]}}"#,
            record(1),
            record(2)
        ),
        format!(
            "{{\n\"backups\": [\n{},\n{}\n],\n\"source\": \"a\"\n}}\n",
            record(1),
            record(2)
        ),
    ];
    for form in forms {
        for size in [1, 7, form.len()] {
            let catalog = Catalog::new().await;
            let report = catalog
                .send_chunks(pieces(&form, size), Options::default())
                .await
                .unwrap();
            assert_eq!(counts(&report), (2, 0, 0, 0, 0), "{form}");
        }
    }
}

#[tokio::test]
async fn one_record_may_stand_on_many_lines() {
    let catalog = Catalog::new().await;
    let report = catalog
        .send(record(1).replace(',', ",\n  ").replacen('{', "{\n  ", 1))
        .await
        .unwrap();
    assert_eq!(counts(&report), (1, 0, 0, 0, 0));
}

#[tokio::test]
async fn an_empty_body_is_nothing() {
    let catalog = Catalog::new().await;
    for body in [
        "",
        "\n\n",
        " ",
        "\u{feff}",
        "[]",
        r#"{"source":"a","backups":[]}"#,
    ] {
        assert_eq!(
            counts(&catalog.send(body).await.unwrap()),
            (0, 0, 0, 0, 0),
            "{body:?}"
        );
    }
}

#[tokio::test]
async fn elements_are_counted_from_one_and_judged_one_by_one() {
    let catalog = Catalog::new().await;
    let body = format!("[{},7,{}]", record(1), record(2));
    let report = catalog.send(&body).await.unwrap();
    assert_eq!(counts(&report), (2, 0, 0, 0, 1));
    let (line, reason, _) = rejection(&report);
    assert_eq!(line, 2);
    assert!(reason.contains("this is a number"), "{reason}");
    let twice = format!(
        "[{},{}]",
        record(3).replacen('{', r#"{"id":"9","#, 1),
        record(4)
    );
    let report = catalog.send(&twice).await.unwrap();
    assert_eq!(counts(&report), (1, 0, 0, 0, 1));
    assert_eq!(rejection(&report).2.as_deref(), Some("id"));
}

#[tokio::test]
async fn lines_that_are_no_text_or_too_long_are_passed_over() {
    let catalog = Catalog::new().await;
    let long = format!(
        r#"{{"source":"a","labels":{{"x":"{}"}}}}"#,
        "y".repeat(LINE)
    );
    let endless = "z".repeat(20 * LINE);
    let mut body = Vec::new();
    for line in [
        record(1).as_bytes(),
        b"{\"source\":\"\xff\"}",
        long.as_bytes(),
        record(2).as_bytes(),
        endless.as_bytes(),
        record(3).as_bytes(),
    ] {
        body.extend_from_slice(line);
        body.push(b'\n');
    }
    let chunks: Vec<Bytes> = body.chunks(100_000).map(Bytes::copy_from_slice).collect();
    let report = catalog
        .send_chunks(chunks, Options::default())
        .await
        .unwrap();
    assert_eq!(counts(&report), (3, 0, 0, 0, 3));
    let lines: Vec<u64> = report
        .rejected
        .iter()
        .map(|rejected| rejected.line)
        .collect();
    assert_eq!(lines, [2, 3, 5]);
    assert!(report.rejected[0].refusal.reason.contains("UTF-8"));
    assert!(
        report.rejected[1]
            .refusal
            .reason
            .contains("longer than 1048576 bytes")
    );
}

#[tokio::test]
async fn what_is_read_as_a_whole_has_a_limit() {
    let catalog = Catalog::new().await;
    let piece = Bytes::from(vec![b' '; 1 << 20]);
    let mut chunks = vec![Bytes::from_static(b"[")];
    chunks.extend(std::iter::repeat_n(piece, WHOLE_BODY >> 20));
    let error = catalog
        .send_chunks(chunks, Options::default())
        .await
        .unwrap_err();
    assert!(matches!(error, IngestError::TooLarge { .. }), "{error}");
}

#[tokio::test]
async fn a_document_that_is_no_json_stores_nothing_and_says_where() {
    let catalog = Catalog::new().await;
    let body = format!("[\n{},\n{}\n}}", record(1), record(2));
    let error = catalog.send(body).await.unwrap_err();
    assert!(error.to_string().contains("line 4 column 1"), "{error}");
    assert_eq!(catalog.count("backups"), 0);
}

#[tokio::test]
async fn many_lines_in_many_transactions_are_all_there() {
    let catalog = Catalog::new().await;
    let filler = "f".repeat(2000);
    let body: String = (0..20_000)
        .map(|n| {
            record(n).replacen(
                '{',
                &format!(r#"{{"mode":"m","labels":{{"a":"{filler}"}},"#),
                1,
            ) + "\n"
        })
        .collect();
    let report = catalog
        .send_chunks(pieces(&body, 60_000), Options::default())
        .await
        .unwrap();
    assert_eq!(counts(&report), (20_000, 0, 0, 0, 0));
    assert_eq!(catalog.count("backups"), 20_000);
}
