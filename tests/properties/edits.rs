//! Edits change what they say and nothing else, and survive that everything is reported again.

use axum::http::StatusCode;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::fleet::{Fleet, fleet};
use crate::model::edit::{Acknowledgement, Edit};
use crate::model::identity;
use crate::pool;
use crate::report::Report;
use crate::sides::{Sides, Verdict, check, same, same_rows, status};

#[derive(Debug, Clone)]
enum Act {
    /// An edit of one backup.
    One(Index, Edit),
    /// An edit of none.
    Unknown(Edit),
    /// Backups and then entities and destinations by their place in the pool.
    Many(Vec<Index>, Vec<usize>, Vec<usize>, Option<bool>, bool),
    /// Everything is reported once more.
    Repeat,
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![3 => select(&pool::MESSAGES[..]).prop_map(str::to_owned), 1 => Just(String::new())]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        text().prop_map(Edit::Description),
        vec(text(), 0..3).prop_map(Edit::Warnings),
        any::<bool>().prop_map(Edit::Acknowledged),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let entities = vec(0..pool::ENTITIES.len(), 0..2);
    let destinations = vec(0..pool::DESTINATIONS.len(), 0..2);
    let backups = vec(any::<Index>(), 0..3);
    let unknown = prop::bool::weighted(0.2);
    prop_oneof![
        6 => (any::<Index>(), edit()).prop_map(|(backup, edit)| Act::One(backup, edit)),
        1 => edit().prop_map(Act::Unknown),
        3 => (backups, entities, destinations, of(any::<bool>()), unknown).prop_map(
            |(backups, entities, destinations, value, unknown)| {
                Act::Many(backups, entities, destinations, value, unknown)
            }
        ),
        1 => Just(Act::Repeat),
    ]
}

#[test]
fn edits_change_what_they_say_and_survive_the_next_report() {
    check(32, (fleet(), vec(act(), 1..8)), async |(fleet, acts)| {
        let mut sides = Sides::told(&fleet).await;
        sides.agree().await?;
        for act in acts {
            sides.server.clock.advance(3_600_000);
            do_one(&mut sides, &fleet, act).await?;
            sides.agree().await?;
        }
        repeat(&sides, &fleet).await?;
        sides.agree().await
    });
}

async fn do_one(sides: &mut Sides, fleet: &Fleet, act: Act) -> Verdict {
    match act {
        Act::Repeat => repeat(sides, fleet).await,
        Act::Unknown(edit) => {
            let guid = Uuid::from_u128(0xdead);
            let (path, body, _) = request(guid, &edit);
            let answer = sides.server.put(&path, &body).await;
            status(&path, &answer, StatusCode::NOT_FOUND)
        }
        Act::One(index, edit) if !sides.model.backups.is_empty() => {
            let guid = index.get(&sides.model.backups).guid;
            one(sides, guid, &edit).await
        }
        Act::One(..) => Ok(()),
        Act::Many(backups, entities, destinations, value, unknown) => {
            let known = &sides.model.backups;
            let backups = backups.iter().filter(|_| !known.is_empty());
            let mut wanted = Acknowledgement {
                backups: backups.map(|index| index.get(known).guid).collect(),
                entities: entities
                    .iter()
                    .map(|index| identity::entity(&pool::ENTITIES[*index]))
                    .collect(),
                destinations: destinations
                    .iter()
                    .map(|index| identity::thing("destination", pool::DESTINATIONS[*index]))
                    .collect(),
                value,
            };
            if unknown {
                wanted.backups.push(Uuid::from_u128(0xdead));
            }
            many(sides, &wanted).await
        }
    }
}

/// Path, body, and whether the answer is in detail.
fn request(guid: Uuid, edit: &Edit) -> (String, Value, bool) {
    let path = format!("/api/backups/{guid}");
    match edit {
        Edit::Description(text) => (format!("{path}/description"), json!({"value": text}), false),
        Edit::Warnings(texts) => {
            let texts = texts.iter().map(|text| json!({"value": text}));
            (format!("{path}/warnings"), texts.collect(), true)
        }
        Edit::Acknowledged(value) => (
            format!("{path}/warnings-acknowledged"),
            json!({"value": value}),
            true,
        ),
    }
}

async fn one(sides: &mut Sides, guid: Uuid, edit: &Edit) -> Verdict {
    let (path, body, in_detail) = request(guid, edit);
    let one = format!("/api/backups/{guid}");
    let before = sides.server.get(&one).await.header("etag").to_owned();
    let unchanged = sides.model.get(guid).cloned();
    sides.model.edit(guid, edit);
    let answer = sides.server.put_if(&path, &body, &before).await;
    status(&path, &answer, StatusCode::OK)?;
    let edited = sides.model.get(guid).unwrap();
    let shown = if in_detail {
        sides.model.details(edited)
    } else {
        sides.model.list_record(edited)
    };
    same(&path, &answer.json(), &shown)?;
    let after = sides.server.get(&one).await;
    same(&one, &after.json(), &sides.model.extended(edited))?;
    same(
        "ETag of the edit",
        &json!(answer.header("etag")),
        &json!(after.header("etag")),
    )?;
    let changed = unchanged.as_ref() != Some(edited);
    same(
        "a new ETag",
        &json!(after.header("etag") != before),
        &json!(changed),
    )?;
    if changed {
        // Who has not seen the edit cannot undo it.
        let answer = sides.server.put_if(&path, &body, &before).await;
        status(&path, &answer, StatusCode::PRECONDITION_FAILED)?;
    }
    Ok(())
}

async fn many(sides: &mut Sides, wanted: &Acknowledgement) -> Verdict {
    let path = "/api/backups/warnings-acknowledged";
    let bare = |guids: &[Uuid]| json!(guids);
    let referring =
        |guids: &[Uuid]| -> Value { guids.iter().map(|guid| json!({"guid": guid})).collect() };
    let mut body = json!({
        "backups": bare(&wanted.backups),
        "protectedEntities": referring(&wanted.entities),
        "backupDestinations": bare(&wanted.destinations),
        "snapshots": [],
    });
    if let Some(value) = wanted.value {
        body["value"] = json!(value);
    }
    let request = format!("{path} {body}");
    let answer = sides.server.put(path, &body).await;
    let Some(changed) = sides.model.acknowledge(wanted) else {
        return status(&request, &answer, StatusCode::NOT_FOUND);
    };
    let mut all = sides.model.list(&crate::query::Query::default());
    all.retain(|backup| changed.contains(&backup.guid));
    let expected: Vec<Value> = all.into_iter().map(|it| sides.model.details(it)).collect();
    same_rows(&request, &answer, &expected, expected.len())
}

/// Reporting everything once more changes nothing, whatever was edited since.
async fn repeat(sides: &Sides, fleet: &Fleet) -> Verdict {
    for batch in fleet.batches() {
        let records: Vec<Value> = batch.iter().map(Report::json).collect();
        let answer = sides.server.report(&records).await;
        let expected = json!({"created": 0, "updated": 0, "unchanged": batch.len(), "removed": 0});
        for count in ["created", "updated", "unchanged", "removed"] {
            same(
                &format!("reported again: {count}"),
                &answer[count],
                &expected[count],
            )?;
        }
    }
    Ok(())
}

/// One backup is the same wherever it is read.
#[test]
fn single_backups_are_what_the_model_says() {
    check(12, fleet(), async |fleet| {
        let sides = Sides::told(&fleet).await;
        for backup in &sides.model.backups {
            for folder in ["", "for-restore/"] {
                let path = format!("/api/backups/{folder}{}", backup.guid);
                let answer = sides.server.get(&path).await;
                status(&path, &answer, StatusCode::OK)?;
                same(&path, &answer.json(), &sides.model.extended(backup))?;
            }
        }
        Ok(())
    });
}
