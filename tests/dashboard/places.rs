//! `/policies`, `/destinations` and `/sources`

use crate::support::catalog;
use crate::{assert_has, browse};

/// The cells of the row of a place, without markup.
fn cells(page: &str, name: &str) -> Vec<String> {
    let row = page
        .split("<tr>")
        .find(|row| row.contains(&format!(">{name}<")))
        .unwrap_or_else(|| panic!("no {name} in {page}"));
    row.split("<td").skip(1).map(text).collect()
}

fn text(markup: &str) -> String {
    let after = markup.split_once('>').map_or(markup, |(_, after)| after);
    let parts = after
        .split('<')
        .enumerate()
        .map(|(place, part)| match place {
            0 => part,
            _ => part.split_once('>').map_or("", |(_, text)| text),
        });
    let words: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    words.join(" ")
}

#[tokio::test]
async fn each_has_its_sums_its_last_success_and_what_is_overdue() {
    let server = catalog::start().await;
    let policies = browse(&server, "/policies").await.text;
    // web01, mail_100% and Ärzte-Straße: 1 to 5, 8, 9 and 11, of which 4 and 5 failed.
    assert_eq!(
        cells(&policies, "nightly"),
        [
            "3 entities",
            "18 d ago 2026-11-05 04:00",
            "2 h ago 2026-11-23 10:00",
            "3",
            "8",
            "2",
            "18.8 KiB"
        ]
    );
    assert_eq!(
        cells(&policies, "archive"),
        [
            "1 entity",
            "21 d ago 2026-11-02 01:00",
            "21 d ago 2026-11-02 01:00",
            "1",
            "2",
            "0",
            "8.79 KiB"
        ]
    );
    let destinations = browse(&server, "/destinations").await.text;
    assert_eq!(
        cells(&destinations, "offsite"),
        [
            "3 entities",
            "20 d ago 2026-11-03 02:00",
            "20 d ago 2026-11-03 02:00",
            "3",
            "3",
            "0",
            "14.6 KiB"
        ]
    );
    assert_eq!(
        cells(&destinations, "tape")[1..5],
        ["none left", "29 d ago 2026-10-25 03:00", "1", "1"]
    );
    let sources = browse(&server, "/sources").await.text;
    assert_eq!(
        cells(&sources, "fleet")[2..],
        ["1 h ago 2026-11-23 11:00", "6", "12", "3", "27.6 KiB"]
    );
    assert_has(
        &policies,
        &[&format!(
            "/backups?backup-policy={}&amp;status=FAILED",
            catalog::policy(1)
        )],
    );
}

#[tokio::test]
async fn memory_and_database_say_the_same() {
    let server = catalog::start().await;
    for path in ["/policies", "/destinations", "/sources"] {
        server.app.store.limit_columns(1 << 20);
        let from_memory = browse(&server, path).await.text;
        server.app.store.limit_columns(0);
        assert_eq!(browse(&server, path).await.text, from_memory, "{path}");
    }
}
