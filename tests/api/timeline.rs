//! `GET /backups/timeline/size-stats/{type}/{guid}` and `GET /backups/timeline/time-stats/{type}/{guid}`

use serde_json::{Value, json};

use crate::assert_snapshot;
use crate::support::catalog::{self, UNKNOWN, entity, november};
use crate::support::server::TestServer;

const DAY: i64 = 86_400_000;

async fn points(server: &TestServer, path: &str) -> Vec<Value> {
    let answer = server.get(&format!("/api/backups/timeline/{path}")).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text);
    answer.json()["points"].as_array().unwrap().clone()
}

#[tokio::test]
async fn sizes_by_day() {
    let server = catalog::start().await;
    let range = format!("from={}&to={}", november(3, 5), november(4, 5));
    let answer = server
        .get(&format!(
            "/api/backups/timeline/size-stats/OS_AGENT/{}?{range}",
            entity(1)
        ))
        .await;
    assert_snapshot("get_size_timeline", &answer.json());
}

#[tokio::test]
async fn times_by_day() {
    let server = catalog::start().await;
    let range = format!(
        "from={}&to={}&tz=Europe/Warsaw",
        november(0, 5),
        november(1, 5)
    );
    let answer = server
        .get(&format!(
            "/api/backups/timeline/time-stats/OS_AGENT/{}?{range}",
            entity(1)
        ))
        .await;
    assert_snapshot("get_time_timeline", &answer.json());
}

#[tokio::test]
async fn without_a_range_the_thirty_days_up_to_today() {
    let server = catalog::start().await;
    for statistic in ["size-stats", "time-stats"] {
        let path = format!("{statistic}/APP/{}", entity(2));
        let points = points(&server, &path).await;
        assert_eq!(points.len(), 30);
        assert_eq!(
            (&points[0]["date"], &points[29]["date"]),
            (&json!("2026-10-25"), &json!("2026-11-23"))
        );
        let counts: Vec<i64> = points
            .iter()
            .map(|point| point["count"].as_i64().unwrap())
            .collect();
        // 7 on 25 October, 6 on 2 November, nothing else.
        let with: Vec<usize> = (0..30).filter(|day| counts[*day] > 0).collect();
        assert_eq!((with, counts.iter().sum::<i64>()), (vec![0, 8], 2));
    }
}

/// Days that were asked for are remembered, for those who ask for the same until something is reported.
#[tokio::test]
async fn the_days_are_the_same_until_something_is_reported() {
    let server = catalog::start().await;
    let path = |days: [i64; 2]| {
        format!(
            "size-stats/OS_AGENT/{}?from={}&to={}",
            entity(1),
            november(days[0], 5),
            november(days[1], 5)
        )
    };
    let sizes = async |days| -> Vec<Value> {
        let points = points(&server, &path(days)).await;
        points.iter().map(|point| point["size"].clone()).collect()
    };
    for _ in 0..3 {
        assert_eq!(sizes([1, 3]).await, [1000, 1100, 1200]);
        assert_eq!(sizes([2, 3]).await, [1100, 1200]);
    }
    let mut second = catalog::records().swap_remove(1);
    second["size"] = json!(1150);
    server.report(&[second]).await;
    assert_eq!(sizes([1, 3]).await, [1000, 1150, 1200]);
    assert_eq!(sizes([2, 3]).await, [1150, 1200]);
}

#[tokio::test]
async fn the_days_are_those_of_the_zone() {
    let server = catalog::start().await;
    let path = |zone| {
        format!(
            "size-stats/OS_AGENT/{}?from={}&to={}&tz={zone}",
            entity(1),
            november(1, 1),
            november(1, 1)
        )
    };
    // 1 November 01:00 in UTC is still 31 October in New York: a day that there is 24 hours long, unlike the next one.
    let utc = points(&server, &path("UTC")).await;
    assert_eq!(
        (utc.len(), &utc[0]["date"], &utc[0]["count"]),
        (1, &json!("2026-11-01"), &json!(1))
    );
    let new_york = points(&server, &path("America/New_York")).await;
    assert_eq!(
        (new_york.len(), &new_york[0]["date"], &new_york[0]["count"]),
        (1, &json!("2026-10-31"), &json!(1))
    );
    assert_eq!(new_york[0]["time"], november(0, 4));
    // Clocks went back on 1 November: 25 hours.
    let range = format!("from={}&to={}", november(1, 5), november(2, 6));
    let path = format!(
        "size-stats/OS_AGENT/{}?{range}&tz=America/New_York",
        entity(1)
    );
    let answer = server
        .get(&format!("/api/backups/timeline/{path}"))
        .await
        .json();
    assert_eq!(
        answer["points"][1]["time"].as_i64().unwrap()
            - answer["points"][0]["time"].as_i64().unwrap(),
        DAY + DAY / 24
    );
    assert_eq!(
        (&answer["from"], &answer["to"]),
        (&json!(november(1, 4)), &json!(november(3, 5) - 1))
    );
    assert_eq!(answer["timeZone"], "America/New_York");
    // 2 (11-02 01:00 UTC) is of 1 November there, 3 is of the 2nd.
    assert_eq!(
        (&answer["points"][0]["size"], &answer["points"][1]["size"]),
        (&json!(1100), &json!(1200))
    );
}

#[tokio::test]
async fn a_backup_on_a_border_is_of_the_day_that_begins() {
    let server = catalog::start().await;
    // 12 is at 00:00 of 6 November.
    let path = format!(
        "time-stats/CLOUD_USER/{}?from={}&to={}",
        entity(6),
        november(5, 23),
        november(6, 0)
    );
    let counts: Vec<Value> = points(&server, &path)
        .await
        .iter()
        .map(|point| point["count"].clone())
        .collect();
    assert_eq!(counts, [json!(0), json!(1)]);
}

#[tokio::test]
async fn a_range_that_has_not_begun_has_no_days() {
    let server = catalog::start().await;
    let path = format!("size-stats/APP/{}?from={}", entity(2), november(25, 0));
    assert_eq!(points(&server, &path).await, Vec::<Value>::new());
}

#[tokio::test]
async fn what_is_no_timeline_is_refused() {
    let server = catalog::start().await;
    let entity = entity(1);
    let long = november(1, 0) - 3_700 * DAY;
    for (path, status, parameter) in [
        (format!("OS_AGENT/{UNKNOWN}"), 404, "guid"),
        (format!("VM/{entity}"), 404, "guid"),
        (format!("OS_AGENT/{entity}?tz=Mars/Olympus"), 400, "tz"),
        (format!("OS_AGENT/{entity}?from=2&to=1"), 400, "from"),
        (
            format!("OS_AGENT/{entity}?from={long}&to={}", november(1, 0)),
            400,
            "from",
        ),
        (format!("OS_AGENT/{entity}?from=x"), 400, "from"),
        (
            format!("OS_AGENT/{entity}?to=9223372036854775807"),
            400,
            "to",
        ),
        (format!("SERVER/{entity}"), 400, "type"),
        ("OS_AGENT/web01".to_owned(), 400, "guid"),
    ] {
        for statistic in ["size-stats", "time-stats"] {
            let answer = server
                .get(&format!("/api/backups/timeline/{statistic}/{path}"))
                .await;
            let body = answer.json();
            assert_eq!(
                (answer.status.as_u16(), body["parameter"].as_str()),
                (status, Some(parameter)),
                "{path} {body}"
            );
        }
    }
    let just = format!(
        "size-stats/OS_AGENT/{entity}?from={}&to={}",
        long + DAY,
        november(1, 0)
    );
    assert_eq!(points(&server, &just).await.len(), 3_700);
}
