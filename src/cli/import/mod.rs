//! `import`: what a backup tool lists, reported as an inventory.
//!
//! The tool runs here, where its credentials are, with the caller's environment; the server never sees them.

mod destination;
mod host;
mod restic;

use clap::{Args, Subcommand};

use super::failure::Failure;

/// Report what a backup tool's repository holds
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(subcommand)]
    tool: Tool,
}

#[derive(Debug, Subcommand)]
enum Tool {
    Restic(restic::Restic),
}

impl Import {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self.tool {
            Tool::Restic(restic) => restic.run().await,
        }
    }
}
