//! Look-ups list exactly what backups refer to.

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;

use crate::fleet::fleet;
use crate::model::page::page;
use crate::pool::NEEDLES;
use crate::query::Query;
use crate::sides::{Sides, check, same_rows};

pub const KINDS: [&str; 11] = [
    "entities",
    "policies",
    "rules",
    "destinations",
    "nodes",
    "sources",
    "projects",
    "infrastructure/hypervisor",
    "infrastructure/hypervisor-manager",
    "infrastructure/storage-provider",
    "infrastructure/cloud-service-provider",
];

fn query() -> impl Strategy<Value = Query> {
    let text = of(select(&NEEDLES[..]));
    let parameters = (text, weighted(0.3, 0..3_usize), weighted(0.3, 1..4_usize));
    parameters.prop_map(|(text, page, size)| {
        let all = [
            ("nameLike", text.map(str::to_owned)),
            ("page", page.map(|page| page.to_string())),
            ("size", size.map(|size| size.to_string())),
        ];
        let given = all.into_iter();
        Query(
            given
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
        )
    })
}

#[test]
fn look_ups_are_what_the_model_says() {
    check(
        16,
        (fleet(), vec(query(), 1..3)),
        async |(fleet, queries)| {
            let sides = Sides::told(&fleet).await;
            for query in &queries {
                for kind in KINDS {
                    let path = format!("/api/catalog/{kind}{query}");
                    let answer = sides.server.get(&path).await;
                    let rows = sides.model.look_up(kind, query.one("nameLike"));
                    same_rows(&path, &answer, &page(&rows, query), rows.len())?;
                }
            }
            Ok(())
        },
    );
}
