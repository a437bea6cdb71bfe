//! Pages of lists that a connection has read in one state of the database.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use super::list::ListQuery;
use super::loaded_page::LoadedPage;
use super::restriction::Restriction;
use super::visible::Visible;
use crate::domain::backup::{Backup, BackupDetails};
use crate::domain::page::Page;
use crate::domain::statistics::{Duration, Group, Rate, Size};

/// What the pages of a connection may take together, bytes, roughly. All are forgotten before there are more.
const BYTES: usize = 4 << 20;

/// What a backup takes beside its texts, bytes, roughly: it, and what is written of it.
const BACKUP: usize = 2_500;

/// The same for a row of few numbers.
const NUMBERS: usize = 800;

/// A row of a list. A list's rows have a type of their own: it tells pages of the same backups apart.
pub(super) trait ListRow: Clone + Send + Sync + 'static {
    /// What it takes in memory, bytes, roughly.
    fn bytes(&self) -> usize {
        NUMBERS
    }
}

impl ListRow for Size {}
impl ListRow for Duration {}
impl ListRow for Rate {}

impl ListRow for Backup {
    fn bytes(&self) -> usize {
        let texts = (self.warnings.iter())
            .chain(&self.description)
            .chain(&self.status_info)
            .map(String::len);
        BACKUP * (1 + self.locations.len()) + texts.sum::<usize>()
    }
}

impl ListRow for BackupDetails {
    fn bytes(&self) -> usize {
        let labels = self
            .labels
            .iter()
            .map(|(key, value)| key.len() + value.len());
        self.backup.bytes() + labels.sum::<usize>()
    }
}

impl ListRow for Group {
    fn bytes(&self) -> usize {
        self.newest.bytes()
    }
}

/// The pages.
#[derive(Debug, Default)]
pub(super) struct Pages {
    known: HashMap<Key, Arc<dyn Any + Send + Sync>>,
    bytes: usize,
}

/// What a list was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Question {
    pub(super) query: ListQuery,
    pub(super) restriction: Restriction,
    pub(super) page: Page,
}

/// What decides on a page in one state of the database: what is asked for, by whom, and which list it is of.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    row: TypeId,
    visible: Visible,
    question: Question,
}

impl Key {
    pub(super) fn of<T: ListRow>(visible: Visible, question: Question) -> Self {
        Self {
            row: TypeId::of::<T>(),
            visible,
            question,
        }
    }
}

impl Pages {
    /// A page, if it is known.
    pub(super) fn get<T: ListRow>(&self, key: &Key) -> Option<Arc<LoadedPage<T>>> {
        let page = self.known.get(key)?;
        Arc::clone(page).downcast().ok()
    }

    /// Notes a page, if it is not too long.
    pub(super) fn put<T: ListRow>(&mut self, key: Key, page: &Arc<LoadedPage<T>>) {
        let rows = page.rows().iter().map(ListRow::bytes);
        let bytes = rows.sum::<usize>() + BACKUP;
        if bytes > BYTES / 4 {
            return;
        }
        if self.bytes + bytes > BYTES {
            *self = Self::default();
        }
        self.bytes += bytes;
        let page: Arc<dyn Any + Send + Sync> = Arc::<LoadedPage<T>>::clone(page);
        self.known.insert(key, page);
    }
}

#[cfg(test)]
mod tests {
    use super::super::visible::Ids;
    use super::*;
    use crate::domain::page::Listing;
    use crate::domain::reference::Named;

    fn asked(offset: i64) -> Question {
        Question {
            query: ListQuery::default(),
            restriction: Restriction::None,
            page: Page::Rows { offset, limit: 100 },
        }
    }

    fn key<T: ListRow>(offset: i64) -> Key {
        Key::of::<T>(Visible::All, asked(offset))
    }

    fn rates(count: usize) -> Arc<LoadedPage<Rate>> {
        let rate = Rate {
            backup: Named {
                guid: uuid::Uuid::nil(),
                name: String::new(),
            },
            snapshot_time: 0,
            rate: 0,
        };
        Arc::new(LoadedPage::new(Listing {
            rows: vec![rate; count],
            total: 7,
        }))
    }

    fn rows(pages: &Pages, offset: i64) -> Option<usize> {
        let page = pages.get::<Rate>(&key::<Rate>(offset))?;
        Some(page.rows().len())
    }

    #[test]
    fn a_page_is_known_to_those_who_see_the_same_and_ask_for_the_same() {
        let mut pages = Pages::default();
        pages.put(key::<Rate>(1), &rates(3));
        assert_eq!(rows(&pages, 1), Some(3));
        assert_eq!(rows(&pages, 2), None);
        assert!(pages.get::<Size>(&key::<Size>(1)).is_none());
        let other = Key::of::<Rate>(Visible::Only(Ids::default()), asked(1));
        assert!(pages.get::<Rate>(&other).is_none());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut pages = Pages::default();
        for offset in 0..1_000 {
            pages.put(key::<Rate>(offset), &rates(100));
            assert!(pages.known.len() <= BYTES / 100 / NUMBERS);
        }
        assert_eq!(rows(&pages, 999), Some(100));
        pages.put(key::<Rate>(1_000), &rates(BYTES / NUMBERS));
        assert_eq!(rows(&pages, 1_000), None);
    }
}
