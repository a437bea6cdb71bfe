//! A state as a sign, a colour and a word: nothing is said by colour alone.

use maud::{Markup, html};

use crate::types::{BackupLocationStatus, BackupStatus, ProtectionState};

/// How good something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Partial,
    Bad,
    Removed,
    Quiet,
}

impl Tone {
    /// The class of the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Partial => "partial",
            Self::Bad => "bad",
            Self::Removed => "removed",
            Self::Quiet => "quiet",
        }
    }

    /// The outline of its sign, 16 by 16.
    const fn outline(self) -> &'static str {
        match self {
            Self::Good => "M3.5 8.5l3 3 6-7",
            Self::Partial => "M8 3v6M8 12v.5",
            Self::Bad => "M4 4l8 8M12 4l-8 8",
            Self::Removed => "M3.5 8h9",
            Self::Quiet => "M4 8h.1M8 8h.1M12 8h.1",
        }
    }

    pub(super) const fn of_status(status: BackupStatus) -> Self {
        match status {
            BackupStatus::Failed => Self::Bad,
            BackupStatus::PartialSuccess => Self::Partial,
            BackupStatus::Success => Self::Good,
            BackupStatus::SuccessRemoved => Self::Removed,
            BackupStatus::Inprogress | BackupStatus::Queued => Self::Quiet,
        }
    }

    pub(super) const fn of_state(state: ProtectionState) -> Self {
        match state {
            ProtectionState::NeverSucceeded | ProtectionState::Overdue => Self::Bad,
            ProtectionState::OnTime => Self::Good,
            ProtectionState::Pending => Self::Quiet,
            ProtectionState::NotExpected => Self::Removed,
        }
    }

    pub(super) const fn of_location(status: BackupLocationStatus) -> Self {
        match status {
            BackupLocationStatus::Failed => Self::Bad,
            BackupLocationStatus::Present => Self::Good,
            BackupLocationStatus::Removed => Self::Removed,
            BackupLocationStatus::InProgress => Self::Quiet,
        }
    }
}

/// The sign alone.
pub(super) fn sign(tone: Tone) -> Markup {
    html! { svg.sign viewBox="0 0 16 16" aria-hidden="true" { path d=(tone.outline()) {} } }
}

/// The sign and its word.
pub(super) fn mark(tone: Tone, word: &str) -> Markup {
    html! { span class={ "mark " (tone.class()) } { (sign(tone)) (word) } }
}

/// How a backup went.
pub(super) fn status(status: BackupStatus) -> Markup {
    mark(Tone::of_status(status), status.description())
}

/// How an entity stands, in a word or two.
pub(super) fn state(state: ProtectionState) -> Markup {
    mark(Tone::of_state(state), word(state))
}

/// The state where there is little room.
pub(super) const fn word(state: ProtectionState) -> &'static str {
    match state {
        ProtectionState::NeverSucceeded => "Never succeeded",
        ProtectionState::Overdue => "Overdue",
        ProtectionState::Pending => "First under way",
        ProtectionState::OnTime => "On time",
        ProtectionState::NotExpected => "Not expected",
    }
}
