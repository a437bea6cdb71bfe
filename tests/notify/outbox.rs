//! Receivers that are away, and several servers.

use serde_json::{Value, json};

use backup_catalog::store::deliveries::CLAIM;

use crate::receiver::Receiver;
use crate::smtp::Sink;
use crate::support::clock::NOON;
use crate::support::database;
use crate::support::server::TestServer;
use crate::{DAY, HOUR, backup, daily, notifier};

fn hook(receiver: &Receiver) -> Value {
    json!({"webhook": [{"name": "ops", "url": receiver.url("/hook")}], "silent-after": 0})
}

/// An entity whose last backup has failed.
async fn failed() -> TestServer {
    let server = TestServer::start().await;
    daily(&server, "db01").await;
    server.report(&[backup("db01", 1, "FAILED", NOON)]).await;
    server
}

#[tokio::test]
async fn a_receiver_that_is_away_hears_it_later_once_and_in_order() {
    let server = failed().await;
    let receiver = Receiver::start().await;
    let notifier = notifier(&server, hook(&receiver));
    receiver.answer(503);
    notifier.tick().await.unwrap();
    notifier.tick().await.unwrap();
    assert_eq!(receiver.take().len(), 1, "the next attempt is in 15 s");
    let waiting = server.app.store.unsent().await.unwrap();
    assert_eq!(waiting.len(), 1);
    let error = waiting[0].error.as_deref().unwrap();
    assert_eq!(error, "127.0.0.1 answers 503: because");
    assert_eq!((waiting[0].attempts, waiting[0].due), (1, NOON + 15_000));

    server.report(&[backup("db01", 0, "SUCCESS", NOON)]).await;
    server.clock.advance(15_000);
    notifier.tick().await.unwrap();
    let got = receiver.take();
    assert_eq!(got.len(), 1, "the recovery waits for the failure");
    assert_eq!(got[0].events(), ["FAILED db01"]);

    receiver.answer(200);
    server.clock.advance(30_000);
    notifier.tick().await.unwrap();
    notifier.tick().await.unwrap();
    let got = receiver.take();
    let events: Vec<_> = got.iter().map(|got| got.events()[0].clone()).collect();
    assert_eq!(events, ["FAILED db01", "RECOVERED db01"]);
    assert!(server.app.store.unsent().await.unwrap().is_empty());
}

#[tokio::test]
async fn after_a_day_a_message_is_given_up_and_can_be_sent_after_all() {
    let server = failed().await;
    let receiver = Receiver::start().await;
    let notifier = notifier(&server, hook(&receiver));
    receiver.answer(500);
    for _ in 0..24 {
        notifier.tick().await.unwrap();
        server.clock.advance(HOUR);
        let unsent = server.app.store.unsent().await.unwrap();
        assert!(!unsent[0].is_dead);
    }
    notifier.tick().await.unwrap();
    let unsent = server.app.store.unsent().await.unwrap();
    assert!(unsent[0].is_dead, "{unsent:?}");
    let states = server.app.store.channel_states().await.unwrap();
    assert_eq!((states[0].channel.as_str(), states[0].dead), ("ops", 1));
    receiver.take();
    receiver.answer(200);
    let now = NOON + DAY;
    assert_eq!(server.app.store.retry_dead(None, now).await.unwrap(), 1);
    server.clock.advance(HOUR);
    notifier.tick().await.unwrap();
    assert_eq!(receiver.take()[0].events(), ["FAILED db01"]);
}

#[tokio::test]
async fn what_a_receiver_will_never_take_does_not_stop_the_others() {
    let server = failed().await;
    let (receiver, sink) = (Receiver::start().await, Sink::start().await);
    let mut settings = hook(&receiver);
    settings["mail"] = json!([{
        "name": "office", "server": "127.0.0.1", "port": sink.port(), "tls": "none",
        "from": "b@example.org", "to": ["a@example.org"],
    }]);
    let notifier = notifier(&server, settings);
    receiver.answer(422);
    sink.refuse(Some("550 no such user"));
    notifier.tick().await.unwrap();
    let unsent = server.app.store.unsent().await.unwrap();
    assert_eq!(unsent.len(), 2);
    for message in &unsent {
        assert!(message.is_dead, "{message:?}");
    }
    let error = unsent.iter().find(|it| it.channel == "office").unwrap();
    assert!(error.error.as_deref().unwrap().contains("no such user"));

    // A refusal for now is another thing.
    sink.refuse(Some("451 try later"));
    server
        .app
        .store
        .retry_dead(Some("office".to_owned()), NOON)
        .await
        .unwrap();
    notifier.tick().await.unwrap();
    sink.refuse(None);
    server.clock.advance(15_000);
    notifier.tick().await.unwrap();
    let letters = sink.take();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].header("Subject"), "Failed: db01");
}

#[tokio::test]
async fn of_several_servers_one_tells() {
    let server = failed().await;
    let receiver = Receiver::start().await;
    let store = database::open(server.folder.path()).await;
    let other = TestServer::beside(&server, store);
    let notifiers = [
        notifier(&server, hook(&receiver)),
        notifier(&other, hook(&receiver)),
    ];
    for _ in 0..3 {
        let (one, two) = tokio::join!(notifiers[0].tick(), notifiers[1].tick());
        one.unwrap();
        two.unwrap();
    }
    assert_eq!(receiver.take().len(), 1);
    // The one that has claimed a message dies: the other one takes over.
    server.report(&[backup("db01", 0, "SUCCESS", NOON)]).await;
    receiver.answer(503);
    notifiers[0].tick().await.unwrap();
    receiver.take();
    server.clock.advance(15_000);
    let now = NOON + 15_000;
    let claimed = server.app.store.claim_delivery("ops".to_owned(), now).await;
    assert!(claimed.unwrap().is_some());
    receiver.answer(200);
    notifiers[1].tick().await.unwrap();
    assert!(receiver.take().is_empty(), "it belongs to somebody");
    server.clock.advance(CLAIM);
    notifiers[1].tick().await.unwrap();
    assert_eq!(receiver.take()[0].events(), ["RECOVERED db01"]);
}

#[tokio::test]
async fn the_signature_is_what_openssl_computes() {
    let server = failed().await;
    let receiver = Receiver::start().await;
    let secret = server.folder.path().join("secret");
    // 32 bytes of `k`.
    std::fs::write(
        &secret,
        "whsec_a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=\n",
    )
    .unwrap();
    let mut settings = hook(&receiver);
    settings["webhook"][0]["secret-file"] = secret.display().to_string().into();
    notifier(&server, settings).tick().await.unwrap();
    let got = receiver.take();
    let signed = format!(
        "{}.{}.{}",
        got[0].header("webhook-id"),
        got[0].header("webhook-timestamp"),
        got[0].body
    );
    let file = server.folder.path().join("signed");
    std::fs::write(&file, signed).unwrap();
    let key = "6b".repeat(32);
    let output = std::process::Command::new("sh")
        .args([
            "-c",
            r#"openssl dgst -sha256 -mac HMAC -macopt hexkey:"$1" -binary "$2" | base64"#,
            "sh",
            &key,
        ])
        .arg(&file)
        .output()
        .unwrap();
    let expected = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        got[0].header("webhook-signature"),
        format!("v1,{}", expected.trim())
    );
    assert_eq!(
        got[0].header("webhook-timestamp"),
        (NOON / 1000).to_string()
    );
}
