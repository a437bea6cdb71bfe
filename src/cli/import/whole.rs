//! Whether standard input is everything that there is.

use clap::Args;

/// Whether standard input is everything that there is.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Whole {
    /// Standard input lists everything, printed by a command that succeeded: mark as removed what it lacks
    #[arg(long)]
    pub(super) complete: bool,
    /// Report it even if no backup, or fewer than half of the known ones, are left
    #[arg(long, requires = "complete")]
    pub(super) allow_mass_removal: bool,
}
