//! The same records by raw HTTP, by the generated client and by the program.

use backup_catalog::client::Session;
use backup_catalog::types::{BackupStatus, BackupType, ProtectedEntityType};
use serde_json::{Value, json};

use crate::program::{PASSWORD, Server};
use crate::repository::{Repository, Snapshot, counts};

/// What HTTP answers to a GET, with a session made by HTTP alone.
async fn by_http(server: &Server, path: &str) -> Value {
    let client = reqwest::Client::new();
    let login = client
        .post(format!("{}/api/session/login", server.url))
        .header("content-type", "application/json")
        .body(json!({ "login": "admin", "password": PASSWORD }).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(login.status(), 200);
    let cookie = login.headers()["set-cookie"].to_str().unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let answer = client
        .get(format!("{}/api{path}", server.url))
        .header("cookie", cookie)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

fn imported() -> (Server, Repository, [Snapshot; 2]) {
    let server = Server::start();
    let repository = Repository::create();
    let full = repository.back_up("a", "one");
    let incremental = repository.back_up("b", "two");
    assert_eq!(
        incremental.parent.as_ref(),
        Some(&full.id),
        "restic made an increment"
    );
    assert_eq!(repository.import(&server, &[]).ok(), counts(2, 0, 0, 0));
    (server, repository, [full, incremental])
}

#[tokio::test]
async fn the_records_are_what_restic_lists_whichever_way_they_are_read() {
    let (server, repository, [full, incremental]) = imported();
    let list = by_http(&server, "/backups").await;
    let [second, first] = &list.as_array().unwrap()[..] else {
        panic!("{list}")
    };
    let entity = format!("web01:{}", repository.data().display());
    for (row, snapshot, kind) in [
        (first, &full, "FULL"),
        (second, &incremental, "INCREMENTAL"),
    ] {
        assert_eq!(row["snapshotTime"], snapshot.time);
        assert_eq!(row["type"]["name"], kind);
        assert_eq!(row["status"]["name"], "SUCCESS");
        assert_eq!(row["protectedEntity"]["name"], entity);
        assert_eq!(row["protectedEntity"]["type"]["name"], "OS_AGENT");
        let [location] = &row["backupLocations"].as_array().unwrap()[..] else {
            panic!("{row}")
        };
        assert_eq!(location["backupDestination"]["name"], "offsite");
        assert_eq!(location["status"]["name"], "PRESENT");
        let guid = row["guid"].as_str().unwrap();
        let backup = by_http(&server, &format!("/backups/{guid}")).await;
        assert_eq!(backup["nativeId"], snapshot.id);
        assert_eq!(backup["backupPolicy"]["name"], "nightly");
        assert_eq!(backup["node"]["name"], "web01");
        assert_eq!(backup["source"]["name"], "nas");
        assert_eq!(backup["rootBackup"]["guid"], first["guid"]);
        assert_eq!(server.run(&["show", guid, "-o", "json"]).json(), backup);
    }
    assert_eq!(second["parentBackup"]["guid"], first["guid"]);
    assert!(first.get("parentBackup").is_none());
    assert_eq!(server.run(&["list", "-o", "json"]).json(), list);
}

#[tokio::test]
async fn the_generated_client_reads_them_with_its_filters() {
    let (server, _repository, [full, incremental]) = imported();
    let session = Session::log_in(server.url.parse().unwrap(), "admin", PASSWORD)
        .await
        .unwrap();
    let fulls = session
        .api()
        .list_backups()
        .type_(BackupType::Full)
        .status(vec![BackupStatus::Success, BackupStatus::Failed])
        .protected_entity_type(ProtectedEntityType::OsAgent)
        .from(full.time)
        .to(incremental.time)
        .send()
        .await
        .unwrap();
    assert_eq!(fulls.headers()["x-total-count"], "1");
    assert_eq!(fulls[0].snapshot_time, full.time);
    let chain = session
        .api()
        .list_backups_detailed()
        .root_backup(fulls[0].guid)
        .send()
        .await
        .unwrap();
    let times: Vec<_> = chain.iter().map(|backup| backup.snapshot_time).collect();
    assert_eq!(times, [incremental.time, full.time]);
    assert_eq!(chain[0].chain_position, Some(1));
    let child = session
        .api()
        .get_backup()
        .guid(chain[0].guid)
        .send()
        .await
        .unwrap();
    assert_eq!(child.native_id.as_ref(), Some(&incremental.id));
    assert_eq!(child.labels["tags"], "policy:nightly");
    session.log_out().await.unwrap();
}
