//! A catalog that is large before a test begins: the fleet that the bench measures.

#[path = "../../benches/compare/fleet.rs"]
#[allow(dead_code)]
mod bench;

use crate::fleet::Client;

/// Backups of one report.
const TOGETHER: usize = 10_000;

/// Puts so many backups in.
pub async fn fill(client: &Client, rows: u32) {
    let numbers: Vec<u32> = (0..rows).collect();
    for together in numbers.chunks(TOGETHER) {
        let records = together
            .iter()
            .map(|n| serde_json::to_string(&bench::record(rows, *n)).unwrap());
        let report = client
            .stream(records.collect::<Vec<_>>().join("\n"))
            .await
            .unwrap();
        assert_eq!(report.created, i64::try_from(together.len()).unwrap());
    }
}
