//! The histories of entities over the columns.

use std::collections::HashMap;

use super::{Columns, Condition, rows};
use crate::domain::overdue::History;

impl Columns {
    /// The histories of the entities whose backups a condition finds, by the row ids of the entities.
    pub(in crate::store) fn histories(&self, condition: &Condition) -> HashMap<i64, History> {
        let mut places: HashMap<i64, u32> = HashMap::new();
        let numbers = self.numbers(condition, |profile| {
            let next = u32::try_from(places.len()).unwrap_or(rows::NONE);
            *places.entry(profile.entity).or_insert(next)
        });
        let profiles: Vec<_> = self
            .profiles
            .iter()
            .map(|profile| (profile.status, profile.policy))
            .collect();
        let mut histories = vec![History::default(); places.len()];
        self.rows.each(condition, &numbers, |_, number, row| {
            let (status, policy) = profiles[row.profile as usize];
            histories[number as usize].add(row.time, status, policy);
        });
        places
            .into_iter()
            .map(|(entity, place)| (entity, std::mem::take(&mut histories[place as usize])))
            .filter(|(_, history)| history.newest().is_some())
            .collect()
    }
}
