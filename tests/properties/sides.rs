//! The two sides that are compared, and how.

use std::cell::RefCell;
use std::fmt::Debug;
use std::future::Future;

use axum::http::StatusCode;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::fleet::Fleet;
use crate::model::catalog::Catalog;
use crate::support::clock::NOON;
use crate::support::server::{Answer, TestServer};

pub type Verdict = Result<(), TestCaseError>;

/// The server and the model, both told the same.
pub struct Sides {
    pub server: TestServer,
    pub model: Catalog,
}

impl Sides {
    /// An empty server hears the reports, batch by batch; the model hears them all at once.
    pub async fn told(fleet: &Fleet) -> Self {
        let server = TestServer::start().await;
        for batch in fleet.batches() {
            let records: Vec<Value> = batch.iter().map(crate::report::Report::json).collect();
            let answer = server.report(&records).await;
            assert_eq!(answer["created"], batch.len(), "{answer}");
        }
        let checked = server.app.store.check().await.unwrap();
        assert_eq!(checked.differences, [], "roll-ups and rows differ");
        assert_eq!(checked.mistaken, [], "findings and rows differ");
        let model = Catalog::learn(&fleet.reports, NOON);
        Self { server, model }
    }

    /// Everything that the server has, in detail, is what the model has.
    pub async fn agree(&self) -> Verdict {
        let checked = self.server.app.store.check().await.unwrap();
        prop_assert_eq!(
            checked.differences,
            [],
            "a roll-up is not what its rows add up to"
        );
        let query = crate::query::Query::default();
        let path = "/api/backups/detailed";
        let answer = self.server.get(path).await;
        let expected: Vec<Value> = self
            .model
            .list(&query)
            .into_iter()
            .map(|backup| self.model.details(backup))
            .collect();
        same_rows(path, &answer, &expected, expected.len())
    }
}

/// Runs a property. Cases are the same in every run unless the environment asks for more or for others.
pub fn check<S, F>(cases: u32, strategy: S, property: impl Fn(S::Value) -> F)
where
    S: Strategy<Value: Debug>,
    F: Future<Output = Verdict>,
{
    let given = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let config = Config {
        cases: given("PROPTEST_CASES").map_or(cases, |cases| u32::try_from(cases).unwrap()),
        rng_seed: RngSeed::Fixed(given("PROPTEST_RNG_SEED").unwrap_or(20_261_123)),
        // A case that failed once becomes a test with a name, not a seed in a file.
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    let outcome = TestRunner::new(config).run(&strategy, |value| block_on(property(value)));
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(reason, case)) => {
            panic!("{reason}\n\nthe smallest case found:\n{case:?}")
        }
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

thread_local! {
    static RUNTIME: RefCell<Option<Runtime>> = const { RefCell::new(None) };
}

/// One runtime a thread, for all cases.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    RUNTIME.with_borrow_mut(|runtime| {
        let runtime = runtime
            .get_or_insert_with(|| Builder::new_current_thread().enable_all().build().unwrap());
        runtime.block_on(future)
    })
}

/// The answer is a 200 with these rows, and says that there are `total` before paging.
pub fn same_rows(request: &str, answer: &Answer, expected: &[Value], total: usize) -> Verdict {
    status(request, answer, StatusCode::OK)?;
    let found = answer.rows();
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        same(&format!("{request}: row {index}"), found, expected)?;
    }
    if found.len() != expected.len() {
        let (found, expected) = (found.len(), expected.len());
        return fail(format!("{request}: {found} rows, not {expected}"));
    }
    if answer.header("x-total-count") != total.to_string() {
        let counted = answer.header("x-total-count");
        return fail(format!(
            "{request}: X-Total-Count is {counted}, not {total}"
        ));
    }
    Ok(())
}

pub fn status(request: &str, answer: &Answer, expected: StatusCode) -> Verdict {
    if answer.status == expected {
        return Ok(());
    }
    fail(format!(
        "{request}: {} instead of {expected}: {}",
        answer.status, answer.text
    ))
}

/// The same JSON; otherwise the first difference is named.
pub fn same(what: &str, found: &Value, expected: &Value) -> Verdict {
    match difference(found, expected) {
        None => Ok(()),
        Some(difference) => fail(format!("{what}: {difference}")),
    }
}

/// The reason says what does not hold.
pub fn ensure(holds: bool, reason: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { fail(reason()) }
}

fn fail(reason: String) -> Verdict {
    Err(TestCaseError::fail(reason))
}

fn difference(found: &Value, expected: &Value) -> Option<String> {
    match (found, expected) {
        (Value::Object(a), Value::Object(b)) => {
            let mut names = a.keys().chain(b.keys());
            names.find_map(|name| match (a.get(name), b.get(name)) {
                (Some(a), Some(b)) => difference(a, b).map(|it| format!(".{name}{it}")),
                (found, expected) => Some(format!(
                    ".{name} is {}, the model has {}",
                    shown(found),
                    shown(expected)
                )),
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let mut pairs = a.iter().zip(b).enumerate();
            pairs.find_map(|(index, (a, b))| difference(a, b).map(|it| format!("[{index}]{it}")))
        }
        (a, b) if a == b => None,
        (a, b) => Some(format!(" is {a}, the model has {b}")),
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "absent".to_owned(), Value::to_string)
}
