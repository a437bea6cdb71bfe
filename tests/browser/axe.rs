//! axe-core finds what keeps people from using a page.

use std::path::PathBuf;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::browser::Browser;

/// axe-core 4.11.0, as `cargo xtask test --only prerequisites` installs it from npm.
const SHA_256: &str = "e9e5863c33a874f09bc01acd9234b7e3c871479f5eef8802fa582544465e6d01";

fn source() -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let file = root.join("target/browser-tools/node_modules/axe-core/axe.min.js");
    let source = std::fs::read(&file).unwrap_or_else(|error| {
        panic!(
            "{}: {error}; run `cargo xtask test --only prerequisites`",
            file.display()
        )
    });
    let found: Vec<String> = Sha256::digest(&source)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let found = found.concat();
    assert_eq!(
        found,
        SHA_256,
        "{} is not what was reviewed",
        file.display()
    );
    String::from_utf8(source).unwrap()
}

/// The serious and critical faults of the page, each with the first place that has it.
pub(crate) async fn faults(browser: &Browser) -> Vec<String> {
    browser.run(&source()).await;
    let found = browser
        .run_until(
            "const done = arguments[arguments.length - 1];
             axe.run(document, { resultTypes: ['violations'] }).then(
               (result) => done(result.violations), (error) => done([{ id: String(error), impact: 'critical', nodes: [] }]));",
        )
        .await;
    let is_grave =
        |fault: &&Value| matches!(fault["impact"].as_str(), Some("serious" | "critical"));
    let words = |fault: &Value| {
        let node = &fault["nodes"][0];
        format!(
            "{} ({} places): {} {}",
            fault["id"],
            fault["nodes"].as_array().map_or(0, Vec::len),
            node["html"],
            node["failureSummary"]
        )
    };
    found
        .as_array()
        .unwrap()
        .iter()
        .filter(is_grave)
        .map(words)
        .collect()
}
