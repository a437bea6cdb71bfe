//! Each of the seven list-shaped GETs answers what the model does: whole rows, in order, with their number.

use axum::http::StatusCode;
use proptest::collection::vec;
use serde_json::{Value, json};

use crate::fleet::fleet;
use crate::model::aggregate::aggregate;
use crate::model::catalog::{Backup, Catalog};
use crate::model::page::page;
use crate::model::statistics;
use crate::query::{Query, query};
use crate::sides::{Sides, Verdict, check, ensure, same_rows, status};

/// The seven, by what comes after `/api/backups`.
pub const LISTS: [&str; 7] = [
    "",
    "/detailed",
    "/grouped",
    "/aggregated-statistics",
    "/grouped/aggregated-statistics",
    "/size-statistics",
    "/time-statistics",
];

impl Catalog {
    /// The selected backups in their order.
    pub fn list(&self, query: &Query) -> Vec<&Backup> {
        let mut backups = self.select(query);
        self.sort(&mut backups, query);
        backups
    }

    /// All rows of one of the [`LISTS`], before paging.
    pub fn rows(&self, list: &str, query: &Query) -> Vec<Value> {
        let backups = self.list(query);
        let rows = backups.iter().copied();
        match list {
            "" => rows.map(|it| self.list_record(it)).collect(),
            "/detailed" => rows.map(|it| self.details(it)).collect(),
            "/size-statistics" => rows.filter_map(statistics::size).collect(),
            "/time-statistics" => rows.map(statistics::time).collect(),
            "/aggregated-statistics" => aggregate(&backups),
            "/grouped" => {
                let groups = self.groups(query).into_iter();
                let row = |group: crate::model::grouped::Group<'_>| {
                    let mut row = self.list_record(group.newest);
                    row["attempts"] = json!(group.attempts);
                    row["failedAttempts"] = json!(group.failed_attempts);
                    row
                };
                groups.map(row).collect()
            }
            "/grouped/aggregated-statistics" => {
                let groups = self.groups(query).into_iter();
                aggregate(&groups.map(|group| group.newest).collect::<Vec<_>>())
            }
            other => panic!("no such list: {other}"),
        }
    }
}

/// Whether `page` and `size` cut the answer.
fn is_paged(list: &str) -> bool {
    !list.contains("aggregated")
}

#[test]
fn every_list_is_what_the_model_says() {
    check(
        128,
        (fleet(), vec(query(), 1..=8)),
        async |(fleet, queries)| {
            let sides = Sides::told(&fleet).await;
            for query in &queries {
                let query = &query.among(&sides.model.backups);
                for list in LISTS {
                    judge(&sides, list, query).await?;
                }
            }
            Ok(())
        },
    );
}

pub async fn judge(sides: &Sides, list: &str, query: &Query) -> Verdict {
    let path = format!("/api/backups{list}{query}");
    let answer = sides.server.get(&path).await;
    if query.number("from") > query.number("to") && query.number("to").is_some() {
        status(&path, &answer, StatusCode::BAD_REQUEST)?;
        let refused = answer.json()["parameter"].clone();
        return ensure(refused == "from", || {
            format!("{path}: {refused} is refused, not `from`")
        });
    }
    if query.is_true("fail-on-non-successful") {
        // The default order, whatever the query says.
        let selected = sides.model.list(&query.without(&["orderBy", "direction"]));
        let failed: Vec<_> = selected.iter().filter(|it| !it.is_successful()).collect();
        if let Some(first) = failed.first() {
            status(&path, &answer, StatusCode::CONFLICT)?;
            let message = answer.json()["message"].as_str().unwrap().to_owned();
            let says = message.starts_with(&format!("{} ", failed.len()))
                && message.contains(&first.guid.to_string());
            return ensure(says, || {
                let (failed, first) = (failed.len(), first.guid);
                format!("{path}: {failed} failed, the first is {first}, but: {message}")
            });
        }
    }
    let rows = sides.model.rows(list, query);
    let shown = if is_paged(list) {
        page(&rows, query)
    } else {
        rows.clone()
    };
    same_rows(&path, &answer, &shown, rows.len())
}
