//! An engine with columns: `DuckDB`, in Python.

use std::path::Path;
use std::process::Command;

use super::direct::Direct;

/// What `DuckDB` needs for each statement, ms, and its version.
pub(crate) fn times(
    python: &Path,
    direct: &Direct,
    folder: &Path,
    statements: &[String],
) -> (String, Vec<f64>) {
    let table = folder.join("wide.csv");
    direct.write_wide(&table);
    let output = Command::new(python)
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/benches/compare/ask_duckdb.py"
        ))
        .arg(&table)
        .arg(serde_json::to_string(statements).unwrap())
        .output()
        .unwrap();
    std::fs::remove_file(&table).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let medians = said["medians"].as_array().unwrap();
    (
        said["version"].as_str().unwrap().to_owned(),
        medians.iter().map(|ms| ms.as_f64().unwrap()).collect(),
    )
}
