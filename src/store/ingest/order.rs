//! Parents before their children.
//!
//! Linking a backup moves everything below it. In a list that has the newest first each record would move the whole
//! chain once more; so in each window of a few thousand records a parent is taken before its children. Records that
//! share a guid keep their order: the later one wins.

use std::collections::HashMap;

use uuid::Uuid;

use super::report::Numbered;

/// Records that are looked at together.
pub const WINDOW: usize = 5_000;

/// Brings the records of a window into an order in which parents come first.
pub fn parents_first(records: Vec<Numbered>) -> Vec<Numbered> {
    let order = order(&records);
    let mut records: Vec<Option<Numbered>> = records.into_iter().map(Some).collect();
    match order {
        None => records.into_iter().flatten().collect(),
        Some(order) => order
            .into_iter()
            .filter_map(|n| records[n].take())
            .collect(),
    }
}

/// Brings records into such an order, window by window.
pub fn in_windows(mut records: impl Iterator<Item = Numbered>) -> impl Iterator<Item = Numbered> {
    std::iter::from_fn(move || {
        let window: Vec<Numbered> = records.by_ref().take(WINDOW).collect();
        (!window.is_empty()).then(|| parents_first(window))
    })
    .flatten()
}

/// The order; none: the one that they have.
fn order(records: &[Numbered]) -> Option<Vec<usize>> {
    let mut first: HashMap<Uuid, usize> = HashMap::with_capacity(records.len());
    // Whether a record is the first to have any of its guids, so that it may be taken earlier.
    let mut movable = vec![false; records.len()];
    for (n, keys) in records
        .iter()
        .enumerate()
        .filter_map(|(n, record)| Some((n, record.keys()?)))
    {
        let own = [keys.given, keys.id, keys.run, keys.moment];
        movable[n] = true;
        for guid in own.into_iter().flatten() {
            if *first.entry(guid).or_insert(n) != n {
                movable[n] = false;
            }
        }
    }
    let parent = |n: usize| -> Option<usize> {
        let parent = *first.get(&records[n].keys()?.parent?)?;
        movable[parent].then_some(parent)
    };
    if !(0..records.len()).any(|n| parent(n).is_some_and(|parent| parent > n)) {
        return None;
    }
    let mut order = Vec::with_capacity(records.len());
    let mut placed = vec![false; records.len()];
    let mut above = Vec::new();
    for n in 0..records.len() {
        let mut next = Some(n);
        // In a circle it stops where it began.
        while let Some(n) = next.filter(|n| !placed[*n]) {
            placed[n] = true;
            above.push(n);
            next = parent(n);
        }
        order.extend(above.drain(..).rev());
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Numbered, in_windows, parents_first};
    use crate::domain::record::{Rules, from_text};

    fn records(list: &[(&str, &str, &str)]) -> Vec<Numbered> {
        let text = |(id, run, parent): &(&str, &str, &str)| {
            let field = |name: &str, value: &str| {
                if value.is_empty() {
                    String::new()
                } else {
                    format!(r#""{name}":"{value}","#)
                }
            };
            format!(
                r#"{{{}{}{}"source":"s","entity":{{"name":"e"}},"status":"SUCCESS","started":1}}"#,
                field("id", id),
                field("run", run),
                field("parent", parent)
            )
        };
        (1..)
            .zip(list)
            .map(|(line, item)| Numbered::new(line, from_text(&text(item), Rules::default())))
            .collect()
    }

    fn lines(records: Vec<Numbered>) -> Vec<u64> {
        records
            .into_iter()
            .map(|record| record.into_parts().0)
            .collect()
    }

    #[test]
    fn the_newest_first_becomes_the_oldest_first() {
        let list = [
            ("d", "", "c"),
            ("c", "", "b"),
            ("x", "", ""),
            ("b", "", "a"),
            ("a", "", "gone"),
        ];
        assert_eq!(lines(parents_first(records(&list))), [5, 4, 2, 1, 3]);
        assert_eq!(
            lines(in_windows(records(&list).into_iter()).collect()),
            [5, 4, 2, 1, 3]
        );
    }

    #[test]
    fn what_is_in_order_stays() {
        let list = [("a", "", ""), ("b", "", "a"), ("a", "", ""), ("b", "", "a")];
        assert_eq!(lines(parents_first(records(&list))), [1, 2, 3, 4]);
    }

    #[test]
    fn records_of_one_backup_keep_their_order() {
        // The second "a" is not taken before the first, nor one that shares the run.
        let list = [("b", "", "a"), ("", "r", ""), ("a", "r", ""), ("a", "", "")];
        assert_eq!(lines(parents_first(records(&list))), [1, 2, 3, 4]);
    }

    #[test]
    fn a_circle_is_taken_once() {
        let list = [("a", "", "b"), ("b", "", "c"), ("c", "", "a")];
        assert_eq!(lines(parents_first(records(&list))), [3, 2, 1]);
    }
}
