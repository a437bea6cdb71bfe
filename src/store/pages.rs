//! Pages of lists that a connection has read in one state of the database.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use super::sql::Sql;
use super::visible::Visible;
use crate::domain::backup::{Backup, BackupDetails};
use crate::domain::statistics::{Duration, Group, Rate, Size};

/// What the pages of a connection may take together, bytes, roughly. All are forgotten before there are more.
const BYTES: usize = 4 << 20;

/// What the parts of a row take that have the same size in each, bytes, roughly.
const ROW: usize = 1_000;

/// A row of a list. A list's rows have a type of their own: it tells pages of the same backups apart.
pub(super) trait ListRow: Clone + Send + 'static {
    /// Bytes of what may be long.
    fn texts(&self) -> usize {
        0
    }
}

impl ListRow for Size {}
impl ListRow for Duration {}
impl ListRow for Rate {}

impl ListRow for Backup {
    fn texts(&self) -> usize {
        let texts = (self.warnings.iter())
            .chain(&self.description)
            .chain(&self.status_info)
            .map(String::len);
        texts.sum::<usize>() + self.locations.len() * ROW
    }
}

impl ListRow for BackupDetails {
    fn texts(&self) -> usize {
        let labels = self
            .labels
            .iter()
            .map(|(key, value)| key.len() + value.len());
        self.backup.texts() + labels.sum::<usize>()
    }
}

impl ListRow for Group {
    fn texts(&self) -> usize {
        self.newest.texts()
    }
}

/// The pages.
#[derive(Debug, Default)]
pub(super) struct Pages {
    known: HashMap<Key, Box<dyn Any + Send>>,
    bytes: usize,
}

/// The names of parents in a row depend on what the caller sees, not only on which rows there are.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    row: TypeId,
    visible: Visible,
    ids: Sql,
}

impl Key {
    fn of<T: ListRow>(visible: &Visible, ids: &Sql) -> Self {
        Self {
            row: TypeId::of::<T>(),
            visible: visible.clone(),
            ids: ids.clone(),
        }
    }
}

impl Pages {
    /// The rows whose ids a statement finds, if they are known.
    pub(super) fn get<T: ListRow>(&self, visible: &Visible, ids: &Sql) -> Option<Vec<T>> {
        let rows = self.known.get(&Key::of::<T>(visible, ids))?;
        rows.downcast_ref::<Vec<T>>().cloned()
    }

    /// Notes rows, if they are not too many.
    pub(super) fn put<T: ListRow>(&mut self, visible: &Visible, ids: &Sql, rows: &[T]) {
        let bytes = rows.iter().map(|row| ROW + row.texts()).sum::<usize>() + ROW;
        if bytes > BYTES / 4 {
            return;
        }
        if self.bytes + bytes > BYTES {
            *self = Self::default();
        }
        self.bytes += bytes;
        let key = Key::of::<T>(visible, ids);
        self.known.insert(key, Box::new(rows.to_vec()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sql(number: usize) -> Sql {
        Sql::new(&format!("SELECT {number}"))
    }

    fn rates(count: usize) -> Vec<Rate> {
        let backup = crate::domain::reference::Named {
            guid: uuid::Uuid::nil(),
            name: String::new(),
        };
        let rate = Rate {
            backup,
            snapshot_time: 0,
            rate: 0,
        };
        vec![rate; count]
    }

    #[test]
    fn a_page_is_known_to_those_who_see_the_same_and_ask_for_the_same() {
        let mut pages = Pages::default();
        let none = Visible::Only(Default::default());
        pages.put(&Visible::All, &sql(1), &rates(3));
        assert_eq!(pages.get(&Visible::All, &sql(1)), Some(rates(3)));
        assert_eq!(pages.get::<Rate>(&none, &sql(1)), None);
        assert_eq!(pages.get::<Rate>(&Visible::All, &sql(2)), None);
        assert_eq!(pages.get::<Size>(&Visible::All, &sql(1)), None);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut pages = Pages::default();
        for number in 0..1_000 {
            pages.put(&Visible::All, &sql(number), &rates(100));
            assert!(pages.known.len() <= BYTES / 100 / ROW);
        }
        assert_eq!(pages.get(&Visible::All, &sql(999)), Some(rates(100)));
        pages.put(&Visible::All, &sql(1_000), &rates(BYTES / ROW));
        assert_eq!(pages.get::<Rate>(&Visible::All, &sql(1_000)), None);
    }
}
