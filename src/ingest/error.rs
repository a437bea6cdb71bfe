//! Why a body was not taken.

use crate::domain::record::Refusal;
use crate::store::StoreError;
use crate::store::ingest::{Report, TakeError};

/// Why a body was not taken, or not to its end.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// What has to be read as a whole is too large. Nothing was stored.
    #[error(
        "the body is larger than {limit} bytes; send one record a line (application/x-ndjson, without `atomic`), or send it in parts"
    )]
    TooLarge {
        /// Bytes that are allowed.
        limit: usize,
    },
    /// The body ended before its end was announced. Complete lines before that are stored, unless the body was to be
    /// read as a whole.
    #[error("the body broke off ({reason}); {} records were stored before that", .report.stored())]
    Broken {
        /// What the connection, or the decompression, says.
        reason: String,
        /// What became of the lines before.
        report: Box<Report>,
    },
    /// The document is not JSON. Nothing was stored.
    #[error("the body is not complete JSON: {0}; nothing was stored")]
    Syntax(String),
    /// The inventory says something wrong of itself. Nothing was stored.
    #[error("{0}")]
    Envelope(Refusal),
    /// The records were not taken as a whole. Nothing was stored.
    #[error(transparent)]
    Take(#[from] TakeError),
}

impl From<StoreError> for IngestError {
    fn from(error: StoreError) -> Self {
        Self::Take(error.into())
    }
}
