//! A page of a list that was read, and what is written of it.

use std::any::TypeId;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use crate::domain::page::Listing;

/// Rows of a list as they were read. A page that is remembered is handed out again: then it has several holders, and
/// what one of them writes of it is there for the others.
#[derive(Debug)]
pub struct LoadedPage<T> {
    listing: Listing<T>,
    /// What was written first, and what each row was for that.
    written: OnceLock<(TypeId, Bytes)>,
}

impl<T> LoadedPage<T> {
    pub(super) fn new(listing: Listing<T>) -> Self {
        Self {
            listing,
            written: OnceLock::new(),
        }
    }

    /// The rows.
    pub fn rows(&self) -> &[T] {
        &self.listing.rows
    }

    /// Number of rows before paging.
    pub const fn total(&self) -> i64 {
        self.listing.total
    }

    /// Whether somebody else may be handed the same page.
    pub fn is_shared(self: &Arc<Self>) -> bool {
        Arc::strong_count(self) > 1
    }

    /// What `write` makes of the rows when each of them is a `W`: whoever writes `W`s of a page writes them alike, so
    /// that it is done once for all holders.
    pub fn written<W: 'static, E>(
        &self,
        write: impl FnOnce(&[T]) -> Result<Bytes, E>,
    ) -> Result<Bytes, E> {
        let kind = TypeId::of::<W>();
        if let Some((written_as, bytes)) = self.written.get()
            && *written_as == kind
        {
            return Ok(bytes.clone());
        }
        let bytes = write(self.rows())?;
        // Another holder may have been faster, or have written something else.
        let _ = self.written.set((kind, bytes.clone()));
        Ok(bytes)
    }
}

impl<T: Clone> LoadedPage<T> {
    /// The rows to keep: copied, where the page has other holders.
    pub fn into_listing(self: Arc<Self>) -> Listing<T> {
        match Arc::try_unwrap(self) {
            Ok(page) => page.listing,
            Err(shared) => shared.listing.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::convert::Infallible;

    use super::*;

    fn page() -> Arc<LoadedPage<u8>> {
        Arc::new(LoadedPage::new(Listing {
            rows: vec![1, 2],
            total: 7,
        }))
    }

    fn text(bytes: &'static [u8]) -> impl FnOnce(&[u8]) -> Result<Bytes, Infallible> {
        move |_| Ok(Bytes::from_static(bytes))
    }

    #[test]
    fn what_one_holder_has_written_is_there_for_the_others() {
        let page = page();
        let written = page.written::<u16, Infallible>(|rows| Ok(rows.to_vec().into()));
        assert_eq!(written.unwrap(), [1, 2].as_slice());
        let again = Arc::clone(&page).written::<u16, _>(text(b"never"));
        assert_eq!(again.unwrap(), [1, 2].as_slice());
    }

    #[test]
    fn rows_that_are_something_else_are_written_anew() {
        let page = page();
        page.written::<u16, _>(text(b"first")).unwrap();
        let other = page.written::<u32, _>(text(b"other")).unwrap();
        assert_eq!(other, "other");
        let first = page.written::<u16, _>(text(b"never")).unwrap();
        assert_eq!(first, "first");
    }

    #[test]
    fn what_fails_is_not_kept() {
        let page = page();
        assert_eq!(page.written::<u16, _>(|_| Err("full")), Err("full"));
        assert_eq!(page.written::<u16, _>(text(b"now")).unwrap(), "now");
    }

    #[test]
    fn the_rows_stay_with_the_other_holders() {
        let page = page();
        assert!(!page.is_shared());
        let other = Arc::clone(&page);
        assert!(page.is_shared());
        assert_eq!(page.into_listing().rows, other.rows());
        assert_eq!(other.into_listing().total, 7);
    }
}
