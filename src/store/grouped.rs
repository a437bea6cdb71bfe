//! The newest backup of each protected entity and rule.

use super::backup_row::load;
use super::found::Found;
use super::list::{List, ListQuery, Plan, of_ids};
use super::order::Ordering;
use super::pages::Question;
use super::restriction::Restriction;
use super::snapshot::{Reading, Snapshot};
use super::sql::Sql;
use super::{Store, StoreError, tally};
use crate::domain::page::Page;
use crate::domain::selection::Selection;
use crate::domain::statistics::Group;

impl Store {
    /// The groups among the selected backups, ordered by their newest backups.
    pub async fn groups(&self, query: ListQuery, page: Page) -> Result<List<Group>, StoreError> {
        let question = Question {
            query: query.clone(),
            restriction: Restriction::None,
            page,
        };
        let plan = move |snapshot: &mut Snapshot| {
            let Some(found) = Found::new(snapshot, &query.selection, Restriction::None)? else {
                return Ok(None);
            };
            let tallies =
                snapshot.tallies(&rows(&found), |reading| sooner(reading, &query.selection))?;
            let ordering = Ordering::new(query.order, snapshot);
            let newest = tallies.newest();
            Ok(Some(Plan {
                total: tallies.count(),
                ids: of_ids("b.id", snapshot.engine(), &newest, &ordering),
                load: Box::new(move |snapshot, ids| {
                    let newest = load(snapshot, ids)?;
                    let group = |(newest, id): (_, &i64)| {
                        let tally = tallies.of(*id);
                        Group {
                            newest,
                            attempts: tally.attempts,
                            failed_attempts: tally.failed,
                        }
                    };
                    Ok(newest.into_iter().zip(ids).map(group).collect())
                }),
            }))
        };
        self.read_list(question, plan).await
    }
}

/// The groups, from memory.
pub(super) fn sooner(
    reading: &Reading,
    selection: &Selection,
) -> Result<Option<tally::Tallies>, StoreError> {
    reading.columns(selection, Restriction::None, |columns, condition| {
        columns.tallies(reading, condition)
    })
}

/// The rows to tally.
pub(super) fn rows(found: &Found) -> Sql {
    found.statement(&format!("SELECT {} FROM backups b", tally::COLUMNS), "")
}
