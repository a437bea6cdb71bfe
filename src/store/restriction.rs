//! What a list leaves out beside what was asked for.

use crate::types::BackupStatus;

/// A further condition on `backups b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Restriction {
    /// Nothing is left out.
    None,
    /// What holds no data.
    Data,
    /// What was not exported.
    Exported,
    /// What was not stored.
    Stored,
    /// SUCCESS and `PARTIAL_SUCCESS`.
    Unsuccessful,
}

impl Restriction {
    /// As SQL; empty where nothing is left out.
    pub(super) const fn sql(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Data => "b.status IN ('SUCCESS', 'SUCCESS_REMOVED', 'PARTIAL_SUCCESS')",
            Self::Exported => "b.export_time > 0",
            Self::Stored => "b.store_time > 0",
            Self::Unsuccessful => "b.status NOT IN ('SUCCESS', 'PARTIAL_SUCCESS')",
        }
    }

    /// Whether backups of a status are kept; none, where that is no question of the status.
    pub(super) const fn keeps(self, status: BackupStatus) -> Option<bool> {
        use BackupStatus::{PartialSuccess, Success, SuccessRemoved};
        match self {
            Self::None => Some(true),
            Self::Data => Some(matches!(status, Success | SuccessRemoved | PartialSuccess)),
            Self::Unsuccessful => Some(!matches!(status, Success | PartialSuccess)),
            Self::Exported | Self::Stored => None,
        }
    }
}
