//! Names that a tool does not say.

use clap::Args;

/// Names that a tool does not say.
#[derive(Debug, Args)]
pub(super) struct Names {
    /// Name of the destination
    #[arg(long, value_name = "NAME")]
    pub(super) destination: Option<String>,
    /// The host that is backed up
    #[arg(long, value_name = "NAME")]
    pub(super) node: Option<String>,
    /// The policy
    #[arg(long, value_name = "NAME")]
    pub(super) policy: Option<String>,
}
