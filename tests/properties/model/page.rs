//! Pages.

use crate::query::Query;

/// The rows of the page that is asked for: `page` is 0-based and has 20 rows without `size`; without both, everything.
pub fn page<T: Clone>(rows: &[T], query: &Query) -> Vec<T> {
    let (page, size) = (query.number("page"), query.number("size"));
    if page.is_none() && size.is_none() {
        return rows.to_vec();
    }
    let size = usize::try_from(size.unwrap_or(20)).unwrap();
    let skipped = usize::try_from(page.unwrap_or(0)).unwrap() * size;
    rows.iter().skip(skipped).take(size).cloned().collect()
}
