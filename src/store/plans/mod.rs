//! How both databases mean to run what lists and statistics ask them: what an index can find is not looked for row by
//! row.
//!
//! Each case calls the store as a request does. The plans are those of the statements that this runs: SQLite says them
//! when a statement is prepared ([`sqlite::note`]), PostgreSQL when it has run (`auto_explain`), with the values that it
//! ran with. The snapshots show each statement where it runs first, and again where its plan is another one; what all
//! pages do alike stands with the first.

#![allow(clippy::unwrap_used)]

mod cases;
#[cfg(feature = "postgres")]
#[path = "../../../tests/support/postgres.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc
)]
mod cluster;
mod fleet;
#[cfg(feature = "postgres")]
mod postgres;
mod selections;
#[cfg(feature = "postgres")]
mod shape;
pub(super) mod sqlite;

use std::collections::HashMap;

use super::Store;

/// A plan that was seen.
#[derive(Debug)]
struct Plan {
    /// The statement.
    statement: String,
    /// The steps, one a line.
    steps: String,
    /// What would cost less with an index.
    faults: Faults,
}

/// What a plan does that costs more the larger the catalog is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Faults {
    /// It looks at all rows of `backups` or `locations`.
    reads_all: bool,
    /// It sorts rows of `backups`, more than a few.
    sorts: bool,
}

/// How a statement has to be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Served {
    /// An index finds the rows, in their order.
    ByIndex,
    /// An index finds the rows; they may be sorted then.
    ThenSorted,
    /// No index can serve it: all rows are looked at.
    ByReadingAll,
}

impl Served {
    fn allows(self, faults: Faults) -> bool {
        match self {
            Self::ByIndex => faults == Faults::default(),
            Self::ThenSorted => !faults.reads_all,
            Self::ByReadingAll => true,
        }
    }
}

/// How the statements of a case have to be served.
#[derive(Debug, Clone, Copy)]
struct Allowed {
    /// Those that read a page.
    page: Served,
    /// The others, which count and sum.
    counted: Served,
}

impl From<Served> for Allowed {
    fn from(served: Served) -> Self {
        Self {
            page: served,
            counted: served,
        }
    }
}

/// A database that tells its plans.
trait Told {
    /// How often a statement runs until its plan stays.
    const RUNS: usize;

    /// The plans since the last call.
    fn plans(&mut self) -> Vec<Plan>;
}

/// Runs all cases and compares with the snapshots of this engine.
async fn compare<T: Told>(store: &Store, engine: &str, told: &mut T) {
    let mut known: HashMap<String, String> = HashMap::new();
    let mut wrong = Vec::new();
    for (kind, cases) in cases::all() {
        let mut text = String::new();
        for case in cases {
            text.extend(["== ", &case.name, "\n"]);
            told.plans();
            let mut plans = Vec::new();
            for _ in 0..T::RUNS {
                (case.ask)(store.clone()).await;
                plans.extend(told.plans());
            }
            for plan in plans {
                let allowed = if plan.statement.contains(" LIMIT ") {
                    case.allowed.page
                } else {
                    case.allowed.counted
                };
                let steps = known.get(&plan.statement);
                if steps == Some(&plan.steps) {
                    continue;
                }
                if !allowed.allows(plan.faults) {
                    wrong.push(format!("{kind}, {}: {plan:#?}", case.name));
                }
                if steps.is_some() {
                    text.push_str("or:\n");
                }
                text.extend([plan.steps.as_str(), "\n"]);
                known.insert(plan.statement, plan.steps);
            }
        }
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("{kind}.{engine}"), text);
        });
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
