//! Pages of a list.

/// Rows a page where only `page` is given (chosen).
pub const DEFAULT_PAGE_SIZE: i64 = 20;

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// All of them.
    #[default]
    Whole,
    /// Some of them.
    Rows {
        /// Rows to pass over.
        offset: i64,
        /// Rows to take at most, at least 1.
        limit: i64,
    },
}

impl Page {
    /// Reads `page` (0-based) and `size`: `size` alone is page 0, `page` alone has 20 rows, neither is the whole list.
    pub fn from_parameters(page: Option<i64>, size: Option<i64>) -> Self {
        match (page, size) {
            (None, None) => Self::Whole,
            (page, size) => {
                let limit = size.unwrap_or(DEFAULT_PAGE_SIZE);
                Self::Rows {
                    offset: page.unwrap_or(0).saturating_mul(limit),
                    limit,
                }
            }
        }
    }
}

/// Rows with the number that there are before paging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// The rows of the page.
    pub rows: Vec<T>,
    /// Number of rows before paging.
    pub total: i64,
}
