//! Pages put together are the whole list: nothing twice, nothing lost, the same number on each.

use serde_json::Value;

use crate::fleet::fleet;
use crate::query::query;
use crate::sides::{Sides, check, ensure, same_rows};

#[test]
fn pages_put_together_are_the_whole_list() {
    let paged = vec![
        "",
        "/detailed",
        "/grouped",
        "/size-statistics",
        "/time-statistics",
    ];
    let list = proptest::sample::select(paged);
    check(
        24,
        (fleet(), query(), 1..7_usize, list),
        async |(fleet, query, size, list)| {
            let sides = Sides::told(&fleet).await;
            let query = query.among(&sides.model.backups).without(&[
                "page",
                "size",
                "from",
                "fail-on-non-successful",
            ]);
            let whole = sides
                .server
                .get(&format!("/api/backups{list}{query}"))
                .await
                .rows();
            let mut together: Vec<Value> = Vec::new();
            for page in 0.. {
                let query = query.with("size", &size).with("page", &page);
                let path = format!("/api/backups{list}{query}");
                let answer = sides.server.get(&path).await;
                let end = whole.len().min((page + 1) * size);
                let expected = &whole[end.min(page * size)..end];
                same_rows(&path, &answer, expected, whole.len())?;
                together.extend(answer.rows());
                if answer.rows().is_empty() {
                    break;
                }
            }
            let mut guids: Vec<&str> = together
                .iter()
                .map(|row| row["guid"].as_str().unwrap())
                .collect();
            guids.sort_unstable();
            guids.dedup();
            ensure(guids.len() == whole.len(), || {
                format!(
                    "{list}{query}: {} of {} rows differ",
                    guids.len(),
                    whole.len()
                )
            })
        },
    );
}
