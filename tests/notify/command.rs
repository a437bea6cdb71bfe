//! `notify`, and what `config check` says of channels.

use std::fs;

use backup_catalog::store::Store;
use backup_catalog::store::deliveries::{Attempt, NewDelivery};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::program::{Ended, program};
use crate::receiver::Receiver;
use crate::support::clock::NOON;
use crate::support::database;

fn config(folder: &TempDir, text: &str) -> String {
    let path = folder.path().join("server.toml");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_message_goes_to_the_channel_of_that_name() {
    let receiver = Receiver::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = config(
        &folder,
        &format!(
            "[[notify.webhook]]\nname = 'ops'\nurl = '{}'\n",
            receiver.url("/hook")
        ),
    );
    let test = |name: &str| {
        let mut command = program(&folder);
        command.args(["notify", "test", name, "--config", &file]);
        Ended::of(&mut command)
    };
    assert_eq!(test("ops").ok(), "ops has taken a test message\n");
    assert_eq!(receiver.take()[0].json()["type"], "test");
    let said = test("nobody").failed(2);
    assert!(
        said.contains("there is no channel \"nobody\"; there are ops"),
        "{said}"
    );
    receiver.answer(401);
    let said = test("ops").failed(3);
    assert!(
        said.contains("ops: 127.0.0.1 answers 401: because"),
        "{said}"
    );
}

#[test]
fn a_channel_that_cannot_be_used_is_refused_before_the_server_starts() {
    let folder = tempfile::tempdir().unwrap();
    let short = folder.path().join("short");
    fs::write(&short, "password\n").unwrap();
    let short = short.display();
    for (text, why) in [
        (
            "[[notify.webhook]]\nname = 'a'".to_owned(),
            "the channel \"a\" of `notify` cannot be used: it needs one of `url` and `url-file`",
        ),
        (
            "[[notify.webhook]]\nurl = 'https://h'".to_owned(),
            "\"name\" is a required property",
        ),
        (
            "[[notify.webhook]]\nname = 'a'\nurl = 'https://h/secret'\nsecret = 'x'".to_owned(),
            "there is no setting `secret`; did you mean `secret-file`?",
        ),
        (
            format!("[[notify.webhook]]\nname = 'a'\nurl = 'https://h'\nsecret-file = '{short}'"),
            "is none: it has to be whsec_ and base64",
        ),
        (
            "[[notify.ntfy]]\nname = 'a'\nurl = 'https://ntfy.sh'".to_owned(),
            "its URL has no topic",
        ),
        (
            format!("[[notify.ntfy]]\nname = 'a'\nurl = 'http://ntfy.lan/t'\ntoken-file = '{short}'"),
            "its token would go over the network for all to read",
        ),
        (
            "[[notify.mail]]\nname = 'a'\nserver = 'h'\nfrom = 'x'\nto = ['a@b.example']".to_owned(),
            "\"x\" is no mail address",
        ),
        (
            "[[notify.mail]]\nname = 'a'\nserver = 'h'\nfrom = 'x@y.example'\nto = []".to_owned(),
            "`to` names nobody",
        ),
        (
            "[[notify.mail]]\nname = 'a'\nserver = 'h'\nfrom = 'x@y.example'\nto = ['a@b.example']\nuser = 'u'".to_owned(),
            "`user` and `password-file` go together",
        ),
        (
            "[[notify.mail]]\nname = 'a'\nserver = 'h'\nfrom = 'x@y.example'\nto = ['a@b.example']\ndigest = 'daily'\ndigest-at = '7'"
                .to_owned(),
            "`digest-at` is \"7\"; write hours and minutes",
        ),
        (
            "[[notify.webhook]]\nname = 'a'\nurl = 'https://h'\n[[notify.ntfy]]\nname = 'a'\nurl = 'https://h/t'".to_owned(),
            "there is another one with this name",
        ),
        (
            "[[notify.webhook]]\nname = 'a'\nurl = 'https://h'\nevents = ['late']".to_owned(),
            "`notify.webhook.0.events.0`",
        ),
    ] {
        let file = config(&folder, &text);
        let said = Ended::of(program(&folder).args(["config", "check", &file])).failed(2);
        assert!(said.contains(why), "{text}: {said}");
        assert!(!said.contains("password\n"), "{said}");
    }
    let right = "[notify]\nsilent-after = 24\n[[notify.mail]]\nname = 'a'\nserver = 'mail.example'\nfrom = 'B <b@y.example>'\n\
                 to = ['a@b.example']\nevents = ['overdue']\ndigest = 'weekly'\ndigest-day = 'friday'\n";
    let file = config(&folder, right);
    Ended::of(program(&folder).args(["config", "check", &file])).ok();
}

/// A message that was given up, and one that waits.
async fn fill(store: &Store) {
    for (number, channel) in [(1, "ops"), (2, "pocket")] {
        let message = NewDelivery {
            guid: Uuid::from_u128(number),
            channel: channel.to_owned(),
            occasion: None,
            message: json!({"type": "test"}).to_string(),
        };
        store.add_delivery(message, NOON).await.unwrap();
    }
    let claimed = store.claim_delivery("ops".to_owned(), NOON).await.unwrap();
    let why = Attempt::Dead("h answers 422: no".to_owned());
    store
        .attempted(claimed.unwrap().id, why, NOON)
        .await
        .unwrap();
}

#[tokio::test]
async fn what_was_given_up_is_seen_and_sent_after_all() {
    let folder = tempfile::tempdir().unwrap();
    let store = database::open(folder.path()).await;
    fill(&store).await;
    let url = if database::is_postgres() {
        database::url(folder.path())
    } else {
        format!("sqlite:{}", folder.path().join("catalog.db").display())
    };
    let notify = |arguments: &[&str]| {
        let mut command = program(&folder);
        command
            .arg("notify")
            .args(arguments)
            .args(["--database", &url]);
        Ended::of(&mut command)
    };
    let ended = notify(&["status"]);
    assert_eq!(ended.code, 1, "{ended:?}");
    for part in ["ops", "pocket", "GIVEN UP", "WAITING", "h answers 422: no"] {
        assert!(ended.stdout.contains(part), "{part} in {}", ended.stdout);
    }
    assert_eq!(
        notify(&["retry", "--channel", "pocket"]).ok(),
        "0 on their way again\n"
    );
    assert_eq!(notify(&["retry"]).ok(), "1 on their way again\n");
    notify(&["status"]).ok();
}
