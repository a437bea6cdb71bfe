//! A real Prometheus that reads a real server.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::Server;
use crate::rules;

/// Two entities: one that has stopped, one that has failed.
const RECORDS: &str = r#"{"v":1,"source":"web01","id":"1","entity":{"type":"OS_AGENT","name":"web01:/srv"},"policy":"nightly","status":"SUCCESS","finished":"2026-01-02T01:00:00Z","size":7502820,"times":{"export":125000}}
{"v":1,"source":"db01","id":"2","entity":{"type":"APP","name":"orders"},"status":"FAILED","finished":"2026-01-03T01:00:00Z"}
"#;

/// Ended when it is dropped.
struct Prometheus {
    child: Child,
    url: String,
    _folder: tempfile::TempDir,
}

impl Prometheus {
    fn start(target: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = format!(
            "global: {{ scrape_interval: 1s, evaluation_interval: 1s }}\nrule_files: [{}]\n\
             scrape_configs:\n  - job_name: backup-catalog\n    static_configs: [{{ targets: ['{target}'] }}]\n",
            rules::folder().join("alerts.yml").display(),
        );
        let file = folder.path().join("prometheus.yml");
        fs::write(&file, config).unwrap();
        // It cannot be asked for a free port: it says none that it took.
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap().to_string();
        drop(free);
        let child = Command::new("prometheus")
            .arg(format!("--config.file={}", file.display()))
            .arg(format!(
                "--storage.tsdb.path={}",
                folder.path().join("data").display()
            ))
            .arg(format!("--web.listen-address={address}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("prometheus; install it: apt-get install prometheus");
        Self {
            child,
            url: format!("http://{address}"),
            _folder: folder,
        }
    }

    /// What an endpoint of its API answers.
    fn get(&self, path: &str, query: Option<&str>) -> Option<Value> {
        let mut curl = Command::new("curl");
        curl.args(["-sS", "--get", "--retry", "60", "--retry-connrefused"]);
        if let Some(query) = query {
            curl.args(["--data-urlencode", &format!("query={query}")]);
        }
        let output = curl.arg(format!("{}{path}", self.url)).output().unwrap();
        serde_json::from_slice(&output.stdout).ok()
    }

    /// The answer to a query, as soon as it is this.
    fn until(&self, query: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let limit = Instant::now() + Duration::from_mins(2);
        loop {
            let answer = self.get("/api/v1/query", Some(query)).unwrap_or_default();
            if wanted(&answer["data"]["result"]) {
                return answer["data"]["result"].clone();
            }
            assert!(Instant::now() < limit, "{query}: {answer}");
            std::thread::yield_now();
        }
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn rows(result: &Value) -> usize {
    result.as_array().map_or(0, Vec::len)
}

#[test]
fn what_it_answers_is_what_the_catalog_says() {
    let mut server = Server::start_with(&["--metrics-listen", "127.0.0.1:0"]);
    let line = server.line();
    let target = line.trim().strip_prefix("Metrics at http://").unwrap();
    let target = target.strip_suffix("/metrics").unwrap().to_owned();
    server.pipe(&["ingest", "-"], RECORDS).ok();
    let prometheus = Prometheus::start(&target);
    let last = prometheus.until(
        "backup_catalog_entity_last_success_timestamp_seconds",
        |result| rows(result) == 1,
    );
    let labels = &last[0]["metric"];
    assert_eq!(labels["entity"], "web01:/srv");
    assert_eq!(
        (&labels["type"], &labels["policy"]),
        (&"OS_AGENT".into(), &"nightly".into())
    );
    // 2026-01-02 01:00:00 UTC.
    assert_eq!(last[0]["value"][1], "1767315600");
    let overdue = server.run(&["api", "GET", "/catalog/overdue"]).json();
    let late = prometheus.until("backup_catalog_entity_overdue == 1", |result| {
        rows(result) == overdue.as_array().unwrap().len()
    });
    for row in overdue.as_array().unwrap() {
        let guid = &row["protectedEntity"]["guid"];
        let is_it = |late: &Value| late["metric"]["guid"] == *guid;
        assert!(late.as_array().unwrap().iter().any(is_it), "{late}");
    }
    for (query, value) in [
        ("sum(backup_catalog_backups)", "2"),
        ("backup_catalog_entity_last_success_size_bytes", "7502820"),
        ("backup_catalog_entity_last_success_duration_seconds", "125"),
        (
            "backup_catalog_ingest_records_total{outcome='created'}",
            "2",
        ),
        (
            "count(ALERTS{alertname='BackupOverdue', alertstate='pending'})",
            "2",
        ),
    ] {
        prometheus.until(query, |result| result[0]["value"][1] == value);
    }
    let rules = prometheus.get("/api/v1/rules", None).unwrap();
    let rules = &rules["data"]["groups"][0]["rules"];
    assert!(rows(rules) > 5);
    for rule in rules.as_array().unwrap() {
        assert_ne!(rule["health"], "err", "{rule}");
    }
    for query in rules::queries() {
        prometheus.until(&query, |result| rows(result) > 0);
    }
}
