//! Pages.

use serde_json::Value;

use super::compare::{difference, total};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};

/// Rows that are paged at most.
const PAGED: usize = 150;

pub(super) async fn check(run: &mut Run, id: &str) -> Result<(), Stop> {
    let sentence = run.operation(id)?.sentence_of("page");
    let scopes = run.scopes.clone();
    let Some(scope) = scopes.iter().max_by_key(|scope| scope.rows.len()) else {
        return Ok(());
    };
    let base = scope.narrowed(PAGED).base.clone();
    // Many have one status: only a fixed order of ties keeps the pages apart.
    for base in [base.clone(), base.with("orderBy", "status")] {
        let (ask, answer) = run.list(id, &base).await?;
        let Value::Array(whole) = answer.json() else {
            run.find(&ask, answer.words(), "a list", sentence);
            return Ok(());
        };
        if whole.len() < 2 {
            run.skip("there are fewer than two rows");
            return Ok(());
        }
        let size = (whole.len() / 6).max(2).min(whole.len() - 1);
        let pages = whole.len().div_ceil(size);
        for page in 0..=pages {
            let query = base.with("page", page).with("size", size);
            let start = (page * size).min(whole.len());
            let end = (start + size).min(whole.len());
            one(run, id, &query, &whole, start..end, &sentence).await?;
        }
        // `size` alone is page 0, `page` alone has 20 rows.
        one(
            run,
            id,
            &base.with("size", size),
            &whole,
            0..size,
            &sentence,
        )
        .await?;
        let (start, end) = (20.min(whole.len()), 40.min(whole.len()));
        if run.is_full() {
            one(
                run,
                id,
                &base.with("page", 1),
                &whole,
                start..end,
                &sentence,
            )
            .await?;
        }
    }
    last(run, id, &sentence).await
}

async fn one(
    run: &mut Run,
    id: &str,
    query: &Query,
    whole: &[Value],
    rows: std::ops::Range<usize>,
    sentence: &str,
) -> Result<(), Stop> {
    let (ask, answer) = run.list(id, query).await?;
    let expected = Value::Array(whole[rows.clone()].to_vec());
    let found = if answer.is_success() {
        difference(&expected, &answer.json(), false).or_else(|| total(&answer, whole.len()))
    } else {
        Some((answer.words(), format!("{} rows", rows.len())))
    };
    let (got, wanted) = found.clone().unwrap_or_default();
    let wanted = format!(
        "rows {} to {} of the {} without paging: {wanted}",
        rows.start,
        rows.end,
        whole.len()
    );
    run.expect(found.is_none(), &ask, got, wanted, sentence);
    Ok(())
}

/// The last page of the whole catalog has what the number of rows leaves for it.
async fn last(run: &mut Run, id: &str, sentence: &str) -> Result<(), Stop> {
    let (_, answer) = run.list(id, &Query::default().with("size", 1)).await?;
    let Some(all) = answer
        .total()
        .and_then(|total| usize::try_from(total).ok())
        .filter(|total| *total > 0)
    else {
        run.skip("the server does not say how many rows there are");
        return Ok(());
    };
    let size = 100;
    let page = (all - 1) / size;
    let (ask, answer) = run
        .list(id, &Query::default().with("page", page).with("size", size))
        .await?;
    let rows = answer.json().as_array().map_or(0, Vec::len);
    let expected = all - page * size;
    run.expect(
        rows == expected,
        &ask,
        format!("{rows} rows"),
        format!("{expected} rows, the last of {all}"),
        sentence,
    );
    Ok(())
}
