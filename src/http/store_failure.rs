//! What a client learns of a failure of the store.

use super::ApiError;
use crate::store::StoreError;

/// Seconds after which a client may try again.
const RETRY_AFTER: u32 = 5;

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        let message = match error {
            StoreError::Busy => {
                "Another process is writing to the catalog. Nothing was changed; try again."
            }
            StoreError::Crowded => {
                "The catalog has more to do than it can in time. Nothing was changed; try again."
            }
            StoreError::Unreachable(_) => {
                "The catalog's database cannot be reached. Try again; the administrator sees why in the log."
            }
            StoreError::ShuttingDown => {
                "The server is shutting down. Nothing was changed; try again."
            }
            StoreError::Full(_) => {
                "The catalog's disk is full. Nothing was changed; the administrator has to free space."
            }
            StoreError::Disk(_) => {
                "The catalog's disk does not work. The administrator sees why in the log."
            }
            error => return Self::internal(error),
        };
        tracing::error!(%error, "the store refused");
        Self::unavailable(message, RETRY_AFTER)
    }
}
