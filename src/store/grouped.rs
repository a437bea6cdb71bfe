//! The newest backup of each protected entity and rule.

use super::backup_row::load;
use super::found::Found;
use super::list::{List, ListQuery, Plan};
use super::order::Ordering;
use super::snapshot::Snapshot;
use super::sql::Sql;
use super::{Store, StoreError, tally};
use crate::domain::page::Page;
use crate::domain::statistics::Group;

impl Store {
    /// The groups among the selected backups, ordered by their newest backups.
    pub async fn groups(&self, query: ListQuery, page: Page) -> Result<List<Group>, StoreError> {
        let plan = move |snapshot: &mut Snapshot| {
            let Some(found) = Found::new(snapshot, &query.selection, "")? else {
                return Ok(None);
            };
            let tallies = snapshot.tallies(&rows(&found))?;
            let ordering = Ordering::new(query.order, snapshot.engine());
            let mut ids = Sql::new("SELECT b.id FROM ");
            ids.bind_rows(snapshot.engine(), &tallies.newest())
                .push(" newest JOIN backups b ON b.id = CAST(newest.value AS BIGINT)")
                .push(ordering.join)
                .push(&ordering.clause);
            Ok(Some(Plan {
                total: tallies.count(),
                ids,
                load: Box::new(move |snapshot, ids| {
                    let newest = load(snapshot, snapshot.dictionary(), ids)?;
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
        self.read_list(plan, page).await
    }
}

/// The rows to tally.
pub(super) fn rows(found: &Found) -> Sql {
    found.statement(&format!("SELECT {} FROM backups b", tally::COLUMNS), "")
}
