//! What becomes of entities is told once.

use backup_catalog::domain::overdue::Expected;
use backup_catalog::store::standings::Subject;
use serde_json::json;

use crate::receiver::Receiver;
use crate::smtp::Sink;
use crate::support::catalog::{self, backup as backup_of_fleet};
use crate::support::clock::NOON;
use crate::support::server::TestServer;
use crate::{DAY, HOUR, backup, daily, notifier, report};

#[tokio::test]
async fn a_backup_that_stops_is_told_once_and_its_recovery_once() {
    let server = TestServer::start().await;
    let (receiver, sink) = (Receiver::start().await, Sink::start().await);
    daily(&server, "web01:/srv").await;
    let notifier = notifier(
        &server,
        json!({
            "public-url": "https://backup.example/",
            "webhook": [{"name": "ops", "url": receiver.url("/hook")}],
            "mail": [{
                "name": "office", "server": "127.0.0.1", "port": sink.port(), "tls": "none",
                "from": "Backups <backups@example.org>", "to": ["a@example.org", "b@example.org"],
            }],
            "ntfy": [{"name": "pocket", "url": receiver.url("/sub/topic")}],
        }),
    );
    notifier.tick().await.unwrap();
    assert!(
        receiver.take().is_empty() && sink.take().is_empty(),
        "all is well"
    );

    // An hour ago, a day, a quarter of it, and a ms: nobody reports anything any more.
    server.clock.advance(DAY + 5 * HOUR);
    notifier.tick().await.unwrap();
    assert!(receiver.take().is_empty(), "still within its grace");
    server.clock.advance(1);
    for _ in 0..3 {
        notifier.tick().await.unwrap();
        server.clock.advance(HOUR);
    }
    let got = receiver.take();
    let hooks: Vec<_> = got.iter().filter(|got| got.path == "/hook").collect();
    assert_eq!(hooks.len(), 1, "{got:?}");
    let body = hooks[0].json();
    assert_eq!(
        (&body["type"], &body["timestamp"]),
        (&"alerts".into(), &"2026-11-24T17:00:00.001Z".into())
    );
    let event = &body["data"]["events"][0];
    assert_eq!(event["event"], "OVERDUE");
    assert_eq!(event["subject"]["name"], "web01:/srv");
    assert_eq!(event["policy"], "nightly");
    assert_eq!(event["lastSuccess"], NOON - HOUR);
    let guid = event["subject"]["guid"].as_str().unwrap();
    let page = format!("https://backup.example/entities/{guid}");
    assert_eq!(event["url"], *page);
    assert_eq!(
        event["summary"],
        "web01:/srv is overdue: its last success is of 2026-11-23 11:00:00 UTC, 1 d 6 h ago. \
         A backup is expected every 1 d, as it was before."
    );
    let pushes: Vec<_> = got.iter().filter(|got| got.path == "/sub").collect();
    assert_eq!(pushes.len(), 1, "{got:?}");
    let push = pushes[0].json();
    assert_eq!(
        (&push["topic"], &push["priority"]),
        (&"topic".into(), &5.into())
    );
    assert_eq!(push["title"], "Overdue: web01:/srv");
    assert_eq!(push["click"], *page);
    let letters = sink.take();
    assert_eq!(letters.len(), 1, "{letters:?}");
    assert_eq!(letters[0].to, ["a@example.org", "b@example.org"]);
    assert_eq!(letters[0].header("Subject"), "Overdue: web01:/srv");
    assert_eq!(letters[0].header("Auto-Submitted"), "auto-generated");
    assert!(letters[0].text.contains("is overdue"), "{letters:?}");

    let now = NOON + 32 * HOUR;
    report(&server, &[backup("web01:/srv", HOUR, "SUCCESS", now)]).await;
    for _ in 0..3 {
        notifier.tick().await.unwrap();
        server.clock.advance(1);
    }
    let got = receiver.take();
    assert_eq!(got.len(), 2, "{got:?}");
    let hook = got.iter().find(|got| got.path == "/hook").unwrap();
    assert_eq!(hook.events(), ["RECOVERED web01:/srv"]);
    assert_eq!(
        hook.json()["data"]["events"][0]["ended"],
        json!(["OVERDUE"])
    );
    let letters = sink.take();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].header("Subject"), "Recovered: web01:/srv");
}

#[tokio::test]
async fn failed_and_not_complete_are_told_apart_and_say_why() {
    let server = TestServer::start().await;
    let receiver = Receiver::start().await;
    daily(&server, "db01").await;
    let url = receiver.url("/hook");
    let notifier = notifier(&server, json!({"webhook": [{"name": "ops", "url": url}]}));
    let now = NOON;
    let mut failed = backup("db01", 3, "FAILED", now);
    failed["statusInfo"] = "disk full".into();
    report(&server, &[failed]).await;
    notifier.tick().await.unwrap();
    let got = receiver.take();
    assert_eq!(got[0].events(), ["FAILED db01"]);
    let summary = got[0].json()["data"]["events"][0]["summary"].clone();
    assert_eq!(
        summary,
        "The backup of db01 of 2026-11-23 11:59:59 UTC failed: disk full."
    );
    // It fails again, and one runs: neither is news.
    report(&server, &[backup("db01", 2, "FAILED", now)]).await;
    notifier.tick().await.unwrap();
    let mut running = backup("db01", 1, "INPROGRESS", now);
    running["started"] = (now - 1).into();
    running.as_object_mut().unwrap().remove("finished");
    report(&server, &[running]).await;
    notifier.tick().await.unwrap();
    assert!(receiver.take().is_empty());
    report(&server, &[backup("db01", 0, "PARTIAL_SUCCESS", now)]).await;
    notifier.tick().await.unwrap();
    let got = receiver.take();
    assert_eq!(got[0].events(), ["PARTIAL db01"]);
    assert_eq!(
        got[0].json()["data"]["events"][0]["ended"],
        json!(["FAILED"])
    );
}

#[tokio::test]
async fn many_at_once_are_one_message_with_the_most_urgent_first() {
    let server = catalog::start().await;
    let receiver = Receiver::start().await;
    let url = receiver.url("/hook");
    let notifier = notifier(&server, json!({"webhook": [{"name": "ops", "url": url}]}));
    notifier.tick().await.unwrap();
    let got = receiver.take();
    assert_eq!(got.len(), 1);
    assert_eq!(
        got[0].events(),
        [
            "OVERDUE anna",
            "OVERDUE db01",
            "OVERDUE mail_100%",
            "OVERDUE web01:/srv",
            "OVERDUE Ärzte-Straße"
        ]
    );
}

#[tokio::test]
async fn what_somebody_has_acknowledged_is_quiet() {
    let server = catalog::start().await;
    let receiver = Receiver::start().await;
    // anna's only backup failed with a warning.
    acknowledge(&server).await;
    let url = receiver.url("/hook");
    let settings = json!({"webhook": [{"name": "ops", "url": url, "events": ["failed", "partial", "recovered"]}]});
    let notifier = notifier(&server, settings);
    notifier.tick().await.unwrap();
    let got = receiver.take();
    assert_eq!(got[0].events(), ["FAILED web01:/srv"]);
}

async fn acknowledge(server: &TestServer) {
    let path = format!("/api/backups/{}/warnings-acknowledged", backup_of_fleet(12));
    let answer = server.put(&path, &json!({"value": true})).await;
    assert!(answer.status.is_success(), "{}", answer.text);
}

#[tokio::test]
async fn a_channel_hears_only_what_it_asked_for() {
    let server = TestServer::start().await;
    let receiver = Receiver::start().await;
    daily(&server, "db01").await;
    let channel = |name: &str, events: &[&str]| json!({"name": name, "url": receiver.url(&format!("/{name}")), "events": events});
    let notifier = notifier(
        &server,
        json!({"webhook": [channel("late", &["overdue", "recovered"]), channel("broken", &["failed"])]}),
    );
    report(&server, &[backup("db01", 2, "FAILED", NOON)]).await;
    notifier.tick().await.unwrap();
    report(&server, &[backup("db01", 1, "SUCCESS", NOON)]).await;
    notifier.tick().await.unwrap();
    let paths: Vec<String> = receiver.take().into_iter().map(|got| got.path).collect();
    assert_eq!(paths, ["/broken"], "no recovery of what it never heard of");
}

#[tokio::test]
async fn what_is_not_expected_any_more_is_over() {
    let server = TestServer::start().await;
    let receiver = Receiver::start().await;
    daily(&server, "old").await;
    let url = receiver.url("/hook");
    let notifier = notifier(
        &server,
        json!({"webhook": [{"name": "ops", "url": url}], "silent-after": 0}),
    );
    server.clock.advance(3 * DAY);
    notifier.tick().await.unwrap();
    let got = receiver.take();
    let guid = got[0].json()["data"]["events"][0]["subject"]["guid"].clone();
    let guid = guid.as_str().unwrap().parse().unwrap();
    let nothing = Expected {
        interval: Some(0),
        grace: None,
    };
    let store = &server.app.store;
    store.expect(Subject::Entity, guid, nothing).await.unwrap();
    notifier.tick().await.unwrap();
    let got = receiver.take();
    assert_eq!(got[0].events(), ["RECOVERED old"]);
    let summary = got[0].json()["data"]["events"][0]["summary"].clone();
    assert_eq!(summary, "No backups of old are expected any more.");
}
