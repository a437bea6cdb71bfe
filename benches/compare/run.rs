//! One size, one database: everything that is measured, as one JSON document.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use super::datasette::Datasette;
use super::direct::Direct;
use super::duckdb;
use super::http::Connection;
use super::load::{self, Program};
use super::postgres::Cluster;
use super::process::{self, Memory, SERVER, Server, pinned};
use super::queries::{self, Query};
use super::wrk::{self, Load};

/// How long each question is asked.
const LONG: Duration = Duration::from_secs(2);
/// Connections of the throughput.
const MANY: u32 = 16;
/// Writes, each with a question behind it.
const WRITES: u32 = 21;

/// The program's arguments after `run`.
pub(crate) struct Arguments {
    rows: u32,
    store: String,
    server: PathBuf,
    out: PathBuf,
    /// Where large files may stand.
    folder: PathBuf,
    /// A SQLite file that stays: filled if it is not there yet, else measured as it is. If it is there, PostgreSQL gets
    /// its backups moved rather than taken in.
    catalog: Option<PathBuf>,
    /// A Python with `DuckDB`.
    python: Option<PathBuf>,
    datasette: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn read(words: impl Iterator<Item = String>) -> Self {
        let words: Vec<String> = words.collect();
        let of = |name: &str| {
            let place = words.iter().position(|word| word == name)?;
            words.get(place + 1).cloned()
        };
        let needed = |name: &str| of(name).unwrap_or_else(|| panic!("{name} is missing"));
        Self {
            rows: needed("--rows").parse().unwrap(),
            store: needed("--store"),
            server: needed("--server").into(),
            out: needed("--out").into(),
            folder: of("--folder").map_or_else(std::env::temp_dir, Into::into),
            catalog: of("--catalog").map(Into::into),
            python: of("--python").map(Into::into),
            datasette: of("--datasette").map(Into::into),
        }
    }
}

/// Measures.
pub(crate) fn run(arguments: &Arguments) {
    let folder = tempfile::tempdir_in(&arguments.folder).unwrap();
    // Before this program leaves the server's processor: PostgreSQL may use both.
    let cluster = (arguments.store == "postgres")
        .then(|| Cluster::start_with(&["shared_buffers=1GB", "max_wal_size=4GB"]));
    process::keep_off();
    let catalog = arguments
        .catalog
        .clone()
        .unwrap_or_else(|| folder.path().join("catalog.db"));
    let program = Program {
        file: arguments.server.clone(),
        database: match &cluster {
            Some(cluster) => cluster.url(),
            None => format!("sqlite:{}", catalog.display()),
        },
    };
    let is_there = catalog.exists();
    let taken = (!is_there).then(|| fill(&program, arguments.rows, folder.path()));
    if is_there && cluster.is_some() {
        program.restore(&catalog);
    }
    if let Some(cluster) = &cluster {
        // As the server's own housekeeping does it some time after.
        cluster.sql("VACUUM ANALYZE");
    }
    let (server, start) = program.start();
    let mut connection = load::log_in(&server);
    let direct = cluster.is_none().then(|| Direct::open(&catalog));
    let queries = queries::all(arguments.rows);
    let (duck_version, mut ducks) = match (&direct, &arguments.python) {
        (Some(direct), Some(python)) => {
            let statements: Vec<String> = queries.iter().filter_map(|q| q.wide.clone()).collect();
            let (version, times) = duckdb::times(python, direct, folder.path(), &statements);
            (Some(version), times.into_iter())
        }
        _ => (None, Vec::new().into_iter()),
    };
    let datasette = match (&direct, &arguments.datasette) {
        (Some(_), Some(program)) => Some(Datasette::start(program, &catalog)),
        _ => None,
    };
    let mut asked = Vec::new();
    for query in &queries {
        // What it is compared with took its time.
        connection.renew();
        let mut answer = ask(query, &server, &mut connection, folder.path());
        if let (Some(direct), Some(sql)) = (&direct, &query.sqlite) {
            answer["direct"] = json!(direct.time(sql, LONG / 2));
        }
        if let (Some(direct), Some(condition)) = (&direct, &query.counted) {
            let count = format!("SELECT count(*) FROM backups b WHERE {condition}");
            answer["count"] = json!(direct.time(&count, LONG / 4));
        }
        if query.wide.is_some() {
            answer["duckdb"] = json!(ducks.next());
        }
        if let (Some(datasette), Some(sql)) = (&datasette, &query.sqlite) {
            answer["datasette"] = json!(datasette.time(sql, LONG / 2));
        }
        eprintln!("{answer}");
        asked.push(answer);
    }
    connection.renew();
    after_writes(&queries, &mut asked, &mut connection);
    let result = json!({
        "rows": arguments.rows,
        "store": arguments.store,
        "records_a_second": taken.as_ref().map(|taken| f64::from(arguments.rows) / taken.seconds),
        "ingest_cpu_us": taken.as_ref().map(|taken| taken.cpu),
        "bytes_on_disk": size(&catalog),
        "start_ms": start.as_secs_f64() * 1000.0,
        "memory": server.memory(Memory::Now),
        "memory_peak": server.memory(Memory::Peak),
        "duckdb": duck_version,
        "queries": asked,
    });
    std::fs::write(
        &arguments.out,
        serde_json::to_string_pretty(&result).unwrap(),
    )
    .unwrap();
}

/// Makes the fleet and sends it to a server that ends then.
fn fill(program: &Program, rows: u32, folder: &Path) -> load::Taken {
    let records = folder.join("records.ndjson");
    let done = Command::new(std::env::current_exe().unwrap())
        .args(["fleet", &rows.to_string()])
        .stdout(std::fs::File::create(&records).unwrap())
        .status()
        .unwrap();
    assert!(done.success());
    let (server, _) = program.start();
    let taken = program.ingest(&server, &records, rows);
    eprintln!("{rows} records in {:.1} s", taken.seconds);
    std::fs::remove_file(records).unwrap();
    taken
}

/// One question: one connection, then many; the same bytes from the handler that knows them.
fn ask(query: &Query, server: &Server, connection: &mut Connection, folder: &Path) -> Value {
    let first = connection.time(&query.path);
    let body = connection.get(&query.path);
    let credential = connection.credential.clone();
    let load = |server: &Server, connections| {
        wrk::load(server, &query.path, &credential, connections, LONG)
    };
    let figures = |one: &Load, many: Option<&Load>| {
        json!({
            "p50": one.p50,
            "cpu": many.unwrap_or(one).cpu,
            "rate": many.map(|many| many.rate),
        })
    };
    let one = load(server, 1);
    let many = query.main.then(|| load(server, MANY));
    let fixed = query.main.then(|| {
        let file = folder.join("answer.json");
        std::fs::write(&file, &body).unwrap();
        let me = std::env::current_exe().unwrap();
        let fixed = Server::start(
            pinned(SERVER, &me.display().to_string())
                .arg("fixed")
                .arg(&file),
        );
        figures(&load(&fixed, 1), Some(&load(&fixed, MANY)))
    });
    json!({
        "name": query.name,
        "path": query.path,
        "bytes": body.len(),
        "first": first.as_secs_f64() * 1000.0,
        "server": figures(&one, many.as_ref()),
        "fixed": fixed,
    })
}

/// The first answer after each of some writes: whatever was remembered is stale then.
fn after_writes(queries: &[Query], asked: &mut [Value], connection: &mut Connection) {
    // A catalog that was measured before has the writes of then.
    let run = std::process::id();
    for (query, answer) in queries.iter().zip(asked) {
        let mut times: Vec<Duration> = (0..WRITES)
            .map(|n| {
                let record = json!({
                    "v": 1, "source": "bench", "id": format!("{} {run} {n}", query.name),
                    "entity": { "type": "VM", "name": "host-00001.example.org" },
                    "status": "SUCCESS", "finished": 1_795_435_200_000_i64 + i64::from(n),
                });
                let report = connection.send(
                    "POST",
                    "/api/catalog/ingest",
                    format!("[{record}]").as_bytes(),
                );
                assert_eq!(report.status, 200);
                connection.time(&query.path)
            })
            .collect();
        times.sort_unstable();
        answer["after_write"] = json!(times[times.len() / 2].as_secs_f64() * 1000.0);
    }
}

/// Bytes of a SQLite catalog.
fn size(catalog: &Path) -> Option<u64> {
    std::fs::metadata(catalog).ok().map(|file| file.len())
}
