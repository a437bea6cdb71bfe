//! `GET /backups/aggregated-statistics`, `/backups/size-statistics` and `/backups/time-statistics`

use serde_json::{Value, json};

use crate::assert_snapshot;
use crate::support::catalog::{self, november};
use crate::support::server::TestServer;

#[tokio::test]
async fn aggregates_by_status_and_type() {
    let server = catalog::start().await;
    let answer = server.get("/api/backups/aggregated-statistics").await;
    assert_eq!(answer.total(), 10);
    assert_snapshot("get_aggregated_statistics", &answer.json());
}

#[tokio::test]
async fn paging_and_order_do_nothing_to_aggregates() {
    let server = catalog::start().await;
    for operation in ["aggregated-statistics", "grouped/aggregated-statistics"] {
        let plain = server.get(&format!("/api/backups/{operation}")).await;
        let paged = server
            .get(&format!(
                "/api/backups/{operation}?page=1&size=1&orderBy=size&direction=desc"
            ))
            .await;
        assert_eq!(paged.rows(), plain.rows());
        assert_eq!(paged.total(), plain.total());
    }
}

#[tokio::test]
async fn an_average_is_rounded_down() {
    let server = catalog::start().await;
    // 1000, 1100 and 5000 of SUCCESS: two rows; FULL alone is 1000 and 5000. With 1 byte more it is 3000.5.
    let mut larger = catalog::records().swap_remove(5);
    larger["size"] = 5001.into();
    server.report(&[larger]).await;
    let rows = server
        .get("/api/backups/aggregated-statistics?status=SUCCESS&type=FULL")
        .await
        .rows();
    assert_eq!(
        (&rows[0]["size"], &rows[0]["averageSize"]),
        (&json!(6001), &json!(3000))
    );
}

#[tokio::test]
async fn sums_pass_the_greatest_integer_without_losing_a_byte() {
    const GREATEST: i64 = (1 << 53) - 1;
    const COUNT: i64 = 1_025;
    let server = TestServer::start().await;
    let records: Vec<Value> = (0..COUNT)
        .map(|n| {
            json!({
                "v": 1, "source": "s", "id": n.to_string(), "entity": { "name": "e" }, "status": "SUCCESS",
                "started": november(1, 0) + n, "size": GREATEST,
                "times": { "queuedExport": GREATEST, "export": GREATEST, "queuedStore": GREATEST, "store": GREATEST },
            })
        })
        .collect();
    server.report(&records).await;
    for operation in ["aggregated-statistics", "grouped/aggregated-statistics"] {
        let rows = server
            .get(&format!("/api/backups/{operation}"))
            .await
            .rows();
        let count = if operation.starts_with("grouped") {
            1
        } else {
            COUNT
        };
        let sum = i128::from(GREATEST) * i128::from(count);
        let saturated = i64::try_from(sum).unwrap_or(i64::MAX);
        let expected = json!([{
            "status": { "name": "SUCCESS", "description": "Success" }, "type": { "name": "FULL", "description": "Full" },
            "count": count, "size": saturated, "exactSize": sum.to_string(), "averageSize": GREATEST,
            "duration": i64::try_from(sum * 4).unwrap_or(i64::MAX),
            "firstSnapshotTime": november(1, 0) + COUNT - count, "lastSnapshotTime": november(1, 0) + COUNT - 1,
        }]);
        assert_eq!(Value::from(rows), expected);
    }
}

#[tokio::test]
async fn sizes_of_what_holds_data() {
    let server = catalog::start().await;
    let answer = server
        .get("/api/backups/size-statistics?to=1793494800000")
        .await;
    assert_snapshot("get_size_statistics", &answer.json());
}

#[tokio::test]
async fn times_of_every_backup() {
    let server = catalog::start().await;
    let answer = server
        .get("/api/backups/time-statistics?filter=db01&orderBy=taskDurationTime")
        .await;
    assert_snapshot("get_time_statistics", &answer.json());
}
