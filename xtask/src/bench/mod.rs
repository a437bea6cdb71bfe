//! `cargo xtask bench`: what lists, sums and ingestion cost, on both databases and beside other ways to the same answer.

mod figures;
mod machine;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::command::{self, Failure, cargo, root, run as pass, succeeds};
use crate::python::Environment;

/// Peers from `PyPI`.
const PEERS: [&str; 2] = ["datasette==0.65.5", "duckdb==2.0.1"];

/// Where the figures stand.
const PAGE: &str = "docs/PERFORMANCE.md";

/// What to measure.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Backups of the fleets.
    #[arg(long, value_delimiter = ',', default_values_t = [100_000, 1_000_000, 10_000_000])]
    rows: Vec<u32>,
    /// Databases.
    #[arg(long, value_delimiter = ',', default_values_t = ["sqlite".to_owned(), "postgres".to_owned()])]
    store: Vec<String>,
    /// Install `DuckDB` and Datasette from `PyPI` below `target`, and measure them too.
    #[arg(long)]
    peers: bool,
    /// Where large files may stand for a while: 20 GB for ten million backups. By default the system's folder.
    #[arg(long)]
    folder: Option<PathBuf>,
    /// A SQLite catalog that stays, for one size: filled if the file is not there yet, else measured, and moved to
    /// PostgreSQL, without taking anything in. `cargo xtask torture --only soak --catalog` takes it too.
    #[arg(long, conflicts_with = "page_only")]
    catalog: Option<PathBuf>,
    /// Write the figures that were measured before into the page, and measure nothing.
    #[arg(long)]
    page_only: bool,
}

/// `cargo xtask bench`
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let results = root().join("target/bench");
    if !arguments.page_only {
        measure(arguments, &results)?;
    }
    let runs = read(&results)?;
    let figures = format!("{}\n{}", machine::describe()?, figures::tables(&runs));
    println!("{figures}");
    write_page(&figures)
}

fn measure(arguments: &Arguments, results: &Path) -> Result<(), Failure> {
    for (program, package) in [("wrk", "wrk"), ("taskset", "util-linux")] {
        if !succeeds("sh", &["-c", &format!("command -v {program}")]) {
            return Err(Failure::ByHand(format!(
                "{program} is missing: run `sudo apt-get install -y {package}`"
            )));
        }
    }
    let io = |cause: std::io::Error| Failure::ByHand(format!("{}: {cause}", results.display()));
    if arguments.catalog.is_some() && arguments.rows.len() != 1 {
        return Err(Failure::ByHand(
            "--catalog goes with one size, such as --rows 10000000".to_owned(),
        ));
    }
    // Figures of different runs are not compared.
    if results.exists() {
        fs::remove_dir_all(results).map_err(io)?;
    }
    fs::create_dir_all(results).map_err(io)?;
    let (server, compare) = build()?;
    let peers = if arguments.peers {
        Some(Environment::of("bench-peers", &PEERS)?)
    } else {
        None
    };
    for rows in &arguments.rows {
        for store in &arguments.store {
            println!("== {rows} backups, {store}");
            let mut command = Command::new(&compare);
            command.args(["run", "--rows", &rows.to_string(), "--store", store]);
            command.arg("--server").arg(&server);
            command
                .arg("--out")
                .arg(results.join(format!("{rows:08}-{store}.json")));
            if let Some(catalog) = &arguments.catalog {
                command.arg("--catalog").arg(catalog);
            }
            if let Some(folder) = &arguments.folder {
                command.arg("--folder").arg(folder);
            }
            if let Some(peers) = &peers {
                command.arg("--python").arg(peers.program("python3"));
                command.arg("--datasette").arg(peers.program("datasette"));
            }
            pass(&mut command)?;
        }
    }
    Ok(())
}

/// The program and the bench, as released.
fn build() -> Result<(PathBuf, PathBuf), Failure> {
    let said = command::output(&mut cargo(&[
        "build",
        "--release",
        "--all-features",
        "--bin=backup-catalog",
        "--bench=compare",
        "--message-format=json-render-diagnostics",
    ]))?;
    let built: Vec<Value> = said
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let executable = |name: &str| {
        built
            .iter()
            .filter(|message| message["target"]["name"] == name)
            .find_map(|message| message["executable"].as_str())
            .map(PathBuf::from)
            .ok_or_else(|| Failure::ByHand(format!("cargo built no {name}")))
    };
    Ok((executable("backup-catalog")?, executable("compare")?))
}

/// The results of the last run, by size and database.
fn read(folder: &Path) -> Result<Vec<Value>, Failure> {
    let wrong = |cause: &dyn std::fmt::Display| {
        Failure::ByHand(format!(
            "{}: {cause}; run `cargo xtask bench`",
            folder.display()
        ))
    };
    let entries = fs::read_dir(folder).map_err(|cause| wrong(&cause))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    files.sort();
    files
        .iter()
        .map(|file| {
            let text = fs::read_to_string(file).map_err(|cause| wrong(&cause))?;
            serde_json::from_str(&text).map_err(|cause| wrong(&cause))
        })
        .collect()
}

/// Puts the figures between the page's marks; what stands around them is written by hand.
fn write_page(figures: &str) -> Result<(), Failure> {
    const BEGIN: &str = "<!-- figures -->\n";
    const END: &str = "<!-- end of figures -->";
    let page = root().join(PAGE);
    let wrong = |cause: &dyn std::fmt::Display| Failure::ByHand(format!("{PAGE}: {cause}"));
    let text = fs::read_to_string(&page).map_err(|cause| wrong(&cause))?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| {
        let (_, after) = rest.split_once(END)?;
        Some((before, after))
    });
    let (before, after) = parts.ok_or_else(|| wrong(&"the marks of the figures are gone"))?;
    fs::write(page, format!("{before}{BEGIN}\n{figures}\n{END}{after}"))
        .map_err(|cause| wrong(&cause))
}
