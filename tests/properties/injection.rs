//! Texts that databases and patterns could take for something else are texts: they find what the model finds, or are
//! refused.

use std::cell::Cell;

use axum::http::StatusCode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::fleet::fleet;
use crate::model::page::page;
use crate::query::Query;
use crate::sides::{Sides, check, same_rows, status};
use crate::torture::{seen, times};

/// Pieces with a meaning in SQL, in patterns, in JSON, in URLs, or in nothing.
const PIECES: [&str; 40] = [
    "'",
    "''",
    "\"",
    "`",
    ";",
    "--",
    "/*",
    "*/",
    "#",
    "%",
    "_",
    "\\",
    "\\%",
    "\\_",
    "\\\\",
    "$1",
    "$999",
    "?",
    ":a",
    "@a",
    "(",
    ")",
    "OR 1=1",
    "UNION SELECT",
    "DROP TABLE backups",
    "NULL",
    "0x00",
    "x'41'",
    "e'\\n'",
    "[a-z]",
    "{}",
    "null",
    "\u{0}",
    "\u{1}",
    "\n",
    "\u{200b}",
    "İ",
    "ß",
    "Ä",
    "a",
];

fn text() -> impl Strategy<Value = String> {
    vec(prop_oneof![4 => select(&PIECES[..]).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)], 1..6)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("a number is no hostile text", |text| text.parse::<i64>().is_err())
}

#[test]
fn hostile_texts_find_what_the_model_finds() {
    let (asked, refused) = (Cell::new(0_u32), Cell::new(0_u32));
    let cases = times(24, 1_112);
    check(
        cases,
        (fleet(), vec(text(), 100)),
        async |(fleet, texts)| {
            let sides = Sides::told(&fleet).await;
            for text in &texts {
                asked.update(|count| count + 9);
                refused.update(|count| count + 7);
                for parameter in ["filter", "nameLike"] {
                    let query = Query::default().with(parameter, text);
                    let path = format!("/api/backups{query}");
                    let answer = sides.server.get(&path).await;
                    let rows = sides.model.rows("", &query);
                    same_rows(&path, &answer, &page(&rows, &query), rows.len())?;
                }
                for parameter in [
                    "orderBy",
                    "direction",
                    "status",
                    "backup-rule",
                    "from",
                    "size",
                ] {
                    let query = Query::default().with(parameter, text);
                    let path = format!("/api/backups{query}");
                    let answer = sides.server.get(&path).await;
                    status(&path, &answer, StatusCode::BAD_REQUEST)?;
                    let named = answer.json()["parameter"] == parameter;
                    prop_assert!(named, "{}: {}", path, answer.text);
                }
                let path = format!("/api/backups/{}", crate::query::encode(text));
                let answer = sides.server.get(&path).await;
                let refused = answer.status == StatusCode::BAD_REQUEST
                    || answer.status == StatusCode::NOT_FOUND;
                prop_assert!(refused, "{}: {} {}", path, answer.status, answer.text);
            }
            let kept = sides.server.get("/api/backups?size=1").await;
            prop_assert_eq!(
                kept.total(),
                i64::try_from(sides.model.backups.len()).unwrap()
            );
            Ok(())
        },
    );
    seen(
        "hostile texts as values of parameters",
        &format!(
            "{} values of `filter` and `nameLike` find what the model finds, {} of `orderBy`, `direction`, `status`, \
             `backup-rule`, `from`, `size` and guids are refused with a 4xx that names the parameter",
            asked.get() - refused.get(),
            refused.get()
        ),
    );
}
