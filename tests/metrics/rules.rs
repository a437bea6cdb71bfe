//! The example rules and the dashboard.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

pub(crate) fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/prometheus")
}

/// The queries of the dashboard, as Grafana would send them.
pub(crate) fn queries() -> Vec<String> {
    let text = std::fs::read_to_string(folder().join("dashboard.json")).unwrap();
    let dashboard: Value = serde_json::from_str(&text).unwrap();
    let panels = dashboard["panels"].as_array().unwrap().iter();
    panels
        .flat_map(|panel| panel["targets"].as_array().unwrap())
        .map(|target| {
            let query = target["expr"].as_str().unwrap();
            query
                .replace("$policy", ".*")
                .replace("$__rate_interval", "1m")
        })
        .collect()
}

fn promtool(arguments: &[&str]) {
    let output = Command::new("promtool")
        .args(arguments)
        .current_dir(folder())
        .output()
        .expect("promtool; install it: apt-get install prometheus");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{complained}");
}

#[test]
fn the_rules_are_rules_and_do_what_their_tests_say() {
    promtool(&["check", "rules", "alerts.yml"]);
    promtool(&["test", "rules", "alerts_test.yml"]);
}

#[test]
fn each_rule_has_a_test() {
    let read = |name: &str| std::fs::read_to_string(folder().join(name)).unwrap();
    let (rules, tests) = (read("alerts.yml"), read("alerts_test.yml"));
    let names = rules
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- alert: "));
    for name in names {
        assert!(tests.contains(&format!("alertname: {name}\n")), "{name}");
    }
}
