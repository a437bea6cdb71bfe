//! Transfer rates of random ranges and entities.

use axum::http::StatusCode;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;
use uuid::Uuid;

use crate::fleet::{fleet, moment};
use crate::model::identity;
use crate::model::transfer_rate::Wanted;
use crate::pool;
use crate::sides::{Sides, check, same_rows, status};

fn wanted() -> impl Strategy<Value = Wanted> {
    let mut entities: Vec<Uuid> = pool::ENTITIES.iter().map(identity::entity).collect();
    entities.push(Uuid::from_u128(0xdead));
    (of(moment()), of(moment()), of(select(entities))).prop_map(|(from, to, entity)| Wanted {
        from,
        to,
        entity,
    })
}

#[test]
fn transfer_rates_are_what_the_model_says() {
    let task = select(vec!["EXPORT", "STORE", "EXPORT", "STORE", "RESTORE"]);
    let asked = vec((task, wanted(), any::<bool>()), 1..6);
    check(24, (fleet(), asked), async |(fleet, asked)| {
        let sides = Sides::told(&fleet).await;
        for (task, wanted, bare) in asked {
            let mut body = json!({});
            for (name, time) in [("from", wanted.from), ("to", wanted.to)] {
                if let Some(time) = time {
                    body[name] = json!(time);
                }
            }
            if let Some(guid) = wanted.entity {
                let reference = json!({"guid": guid, "name": "whatever"});
                body["protectedEntity"] = if bare { json!(guid) } else { reference };
            }
            let path = format!("/api/backups/transfer-rate/{task}");
            let request = format!("{path} {body}");
            let answer = sides.server.post(&path, &body).await;
            if wanted.to.is_some() && wanted.from > wanted.to {
                status(&request, &answer, StatusCode::UNPROCESSABLE_ENTITY)?;
                continue;
            }
            let expected = sides.model.transfer_rates(task, &wanted);
            same_rows(&request, &answer, &expected, expected.len())?;
        }
        Ok(())
    });
}
