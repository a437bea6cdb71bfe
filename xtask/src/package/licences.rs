//! The licences of all that is compiled into the program, with their texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::command::{Failure, cargo, output};
use crate::files;

/// How files with a licence's text begin.
const TEXTS: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

/// A text for people and for Debian: who made what, under which licence, and each text once.
pub(super) fn text() -> Result<String, Failure> {
    let metadata = output(&mut cargo(&["metadata", "--format-version=1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|cause| Failure::ByHand(format!("cargo metadata: {cause}")))?;
    let compiled = compiled()?;
    let mut list = String::new();
    // The text of each licence, and who has it.
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let word = |key: &str| package[key].as_str().unwrap_or_default();
        let name = format!("{} v{}", word("name"), word("version"));
        if !compiled.contains(&name) {
            continue;
        }
        // Writing to a String cannot fail.
        let _ = writeln!(list, "{name}: {}", word("license"));
        let folder = Path::new(word("manifest_path"))
            .parent()
            .unwrap_or(Path::new(""));
        for text in texts_of(folder) {
            texts.entry(text).or_default().insert(name.clone());
        }
    }
    let mut whole = format!(
        "backup-catalog is under MIT or Apache-2.0, as you like. Compiled into it are these crates, and with\n\
         libsqlite3-sys SQLite (public domain), with utoipa-swagger-ui-vendored Swagger UI (Apache-2.0).\n\n{list}"
    );
    for own in ["LICENSE-MIT", "LICENSE-APACHE"] {
        if let Ok(text) = fs::read_to_string(files::absolute(own)) {
            texts
                .entry(text)
                .or_default()
                .insert("backup-catalog".to_owned());
        }
    }
    for (text, names) in texts {
        let names: Vec<String> = names.into_iter().collect();
        let _ = write!(
            whole,
            "\n{}\n{}\n\n{}\n",
            "-".repeat(79),
            names.join(", "),
            text.trim()
        );
    }
    Ok(whole)
}

/// What is compiled into the program: neither build scripts nor tests.
fn compiled() -> Result<BTreeSet<String>, Failure> {
    let tree = output(&mut cargo(&[
        "tree",
        "--locked",
        "--package=backup-catalog",
        "--edges=normal,no-proc-macro",
        "--prefix=none",
        "--format={p}",
    ]))?;
    let names = tree.lines().map(|line| {
        let mut words = line.split(' ').take(2);
        let (name, version) = (words.next(), words.next());
        format!(
            "{} {}",
            name.unwrap_or_default(),
            version.unwrap_or_default()
        )
    });
    Ok(names.collect())
}

fn texts_of(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let is_text = |name: &str| {
        TEXTS
            .iter()
            .any(|text| name.to_lowercase().starts_with(text))
    };
    let mut found: Vec<String> = entries
        .flatten()
        .filter(|entry| is_text(&entry.file_name().to_string_lossy()))
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect();
    found.sort();
    found
}
