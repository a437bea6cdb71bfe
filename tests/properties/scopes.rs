//! Who sees a part of the catalog gets from each operation what there would be to get if that part were all.

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use backup_catalog::domain::scope::{Named, Scope};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;
use uuid::Uuid;

use crate::fleet::fleet;
use crate::lists::{self, LISTS};
use crate::look_ups::KINDS;
use crate::model::catalog::{Backup, Catalog};
use crate::model::transfer_rate::Wanted;
use crate::query::{Query, query};
use crate::sides::{Sides, Verdict, check, ensure, same, same_rows, status};

/// Which things of the catalog a scope names: of each kind some, picked from all that there are.
type Picks = [Vec<Index>; 4];

fn picks() -> impl Strategy<Value = Picks> {
    let few = || vec(any::<Index>(), 0..3);
    [few(), few(), few(), few()]
}

fn picked(picks: &[Index], all: BTreeSet<Uuid>) -> BTreeSet<Uuid> {
    // One that does not exist may always be named.
    let all: Vec<Uuid> = all.into_iter().chain([Uuid::from_u128(0xdead)]).collect();
    picks.iter().map(|pick| *pick.get(&all)).collect()
}

fn scope(picks: &Picks, model: &Catalog) -> Named {
    let all = |of: fn(&Backup) -> Option<Uuid>| model.backups.iter().filter_map(of).collect();
    Named {
        policies: picked(&picks[0], all(|it| it.policy.as_ref().map(|it| it.guid))),
        entities: picked(&picks[1], all(|it| Some(it.entity.guid))),
        projects: picked(
            &picks[2],
            all(|it| it.entity.project.as_ref().map(|it| it.guid)),
        ),
        sources: picked(&picks[3], all(|it| Some(it.source.guid))),
    }
}

/// What the scope says is there.
fn holds(scope: &Named, backup: &Backup) -> bool {
    let named =
        |guids: &BTreeSet<Uuid>, guid: Option<Uuid>| guid.is_some_and(|guid| guids.contains(&guid));
    let project = backup.entity.project.as_ref();
    named(&scope.policies, backup.policy.as_ref().map(|it| it.guid))
        || named(&scope.entities, Some(backup.entity.guid))
        || named(&scope.projects, project.map(|it| it.guid))
        || named(&scope.sources, Some(backup.source.guid))
}

/// The same server, seen with the scope, and a model that has nothing else.
async fn narrowed(sides: Sides, scope: &Named) -> Sides {
    let Sides { server, mut model } = sides;
    let seen = Scope::Only(scope.clone());
    let cookie = server.enter(7, &["ADMINISTRATOR"], seen).await;
    model.backups.retain(|backup| holds(scope, backup));
    Sides {
        server: server.with_cookie(&cookie),
        model,
    }
}

#[test]
fn lists_and_statistics_are_those_of_the_part_that_is_seen() {
    check(
        64,
        (fleet(), picks(), vec(query(), 1..=6)),
        async |(fleet, picks, queries)| {
            let sides = Sides::told(&fleet).await;
            let all = sides.model.backups.clone();
            let scope = scope(&picks, &sides.model);
            let sides = narrowed(sides, &scope).await;
            for query in &queries {
                // The query may well ask for what is not seen.
                let query = &query.among(&all);
                for list in LISTS {
                    lists::judge(&sides, list, query).await?;
                }
            }
            sides_agree(&sides).await
        },
    );
}

async fn sides_agree(sides: &Sides) -> Verdict {
    let plain = Query::default();
    for kind in KINDS {
        let path = format!("/api/catalog/{kind}");
        let answer = sides.server.get(&path).await;
        let rows = sides.model.look_up(kind, None);
        same_rows(&path, &answer, &rows, rows.len())?;
    }
    let rows = sides.model.list(&plain);
    let rows: Vec<_> = rows.into_iter().map(|it| sides.model.details(it)).collect();
    let answer = sides.server.get("/api/backups/detailed").await;
    same_rows("/api/backups/detailed", &answer, &rows, rows.len())
}

#[test]
fn single_backups_are_there_or_as_unknown_as_any() {
    check(
        32,
        (fleet(), picks(), any::<Index>()),
        async |(fleet, picks, one)| {
            let sides = Sides::told(&fleet).await;
            let whole = sides.model.clone();
            let scope = scope(&picks, &whole);
            let admin = sides.server.cookie().to_owned();
            let sides = narrowed(sides, &scope).await;
            let unknown = Uuid::from_u128(0xdead);
            for backup in &whole.backups {
                let guid = backup.guid;
                let seen = sides.model.get(guid);
                let path = format!("/api/backups/{guid}");
                let answer = sides.server.get(&path).await;
                let Some(seen) = seen else {
                    as_unknown(&sides, Method::GET, "/api/backups/{}", guid, "").await?;
                    for (part, body) in [
                        ("description", json!({"value": "mine"})),
                        ("warnings", json!([{"value": "mine"}])),
                        ("warnings-acknowledged", json!({"value": true})),
                    ] {
                        let path = format!("/api/backups/{{}}/{part}");
                        as_unknown(&sides, Method::PUT, &path, guid, &body.to_string()).await?;
                    }
                    continue;
                };
                status(&path, &answer, StatusCode::OK)?;
                same(&path, &answer.json(), &sides.model.extended(seen))?;
            }
            // Nothing of what was refused happened.
            let sides = Sides {
                server: sides.server.with_cookie(&admin),
                model: whole,
            };
            sides.agree().await?;
            // For a restore all is there.
            let one = one.index(sides.model.backups.len().max(1));
            if let Some(backup) = sides.model.backups.get(one) {
                let path = format!("/api/backups/for-restore/{}", backup.guid);
                let answer = sides.server.get(&path).await;
                same(&path, &answer.json(), &sides.model.extended(backup))?;
            }
            let path = format!("/api/backups/{unknown}");
            status(&path, &sides.server.get(&path).await, StatusCode::NOT_FOUND)
        },
    );
}

/// A request about `guid` is answered as one about a guid that nobody has.
async fn as_unknown(
    sides: &Sides,
    method: Method,
    template: &str,
    guid: Uuid,
    body: &str,
) -> Verdict {
    let ask = async |guid: Uuid| {
        let path = template.replace("{}", &guid.to_string());
        let kind = if body.is_empty() {
            ""
        } else {
            "application/json"
        };
        let sent = sides
            .server
            .send(method.clone(), &path, kind, body.to_owned());
        let answer = sent.await;
        let text = answer.text.replace(&guid.to_string(), "…");
        let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
        json["requestId"] = json!("…");
        (answer.status, json)
    };
    let (foreign, nowhere) = (ask(guid).await, ask(Uuid::from_u128(0xdead)).await);
    ensure(
        foreign == nowhere && foreign.0 == StatusCode::NOT_FOUND,
        || {
            format!(
                "{method} {template} of {guid}: {foreign:?}, but of a guid that nobody has {nowhere:?}"
            )
        },
    )
}

#[test]
fn rates_and_timelines_are_those_of_the_part_that_is_seen() {
    check(32, (fleet(), picks()), async |(fleet, picks)| {
        let sides = Sides::told(&fleet).await;
        let whole = sides.model.clone();
        let scope = scope(&picks, &whole);
        let sides = narrowed(sides, &scope).await;
        for task in ["EXPORT", "STORE"] {
            let path = format!("/api/backups/transfer-rate/{task}");
            let answer = sides.server.post(&path, &json!({})).await;
            let rows = sides.model.transfer_rates(task, &Wanted::default());
            same_rows(&path, &answer, &rows, rows.len())?;
        }
        let mut seen = BTreeSet::new();
        for backup in &whole.backups {
            let entity = &backup.entity;
            if !seen.insert(entity.guid) {
                continue;
            }
            for stats in ["size-stats", "time-stats"] {
                let path = format!(
                    "/api/backups/timeline/{stats}/{}/{}",
                    entity.kind, entity.guid
                );
                let answer = sides.server.get(&path).await;
                let there = sides.model.entity(entity.guid).is_some();
                let expected = if there {
                    StatusCode::OK
                } else {
                    StatusCode::NOT_FOUND
                };
                status(&path, &answer, expected)?;
                if there && stats == "size-stats" {
                    let points = answer.json()["points"].clone();
                    let points = points.as_array().unwrap();
                    let counted: i64 = points.iter().map(|it| it["count"].as_i64().unwrap()).sum();
                    let (first, last) = (points.first().unwrap(), points.last().unwrap());
                    let end = last["time"].as_i64().unwrap() + 86_400_000;
                    let range = first["time"].as_i64().unwrap()..end;
                    let inside = sides.model.backups.iter().filter(|it| {
                        it.entity.guid == entity.guid && range.contains(&it.snapshot_time)
                    });
                    let inside = i64::try_from(inside.count()).unwrap();
                    ensure(counted == inside, || {
                        format!("{path}: {counted} backups, not {inside}")
                    })?;
                }
            }
        }
        Ok(())
    });
}
