//! `config`: the server's configuration file.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::failure::Failure;
use super::serve::{self, Settings};
use super::{output, toml_file};

/// Check the server's configuration file, or show its schema
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  backup-catalog config check /etc/backup-catalog/server.toml
  backup-catalog config schema > backup-catalog.schema.json")]
pub(super) struct Config {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Whether a server would start with a file: keys, values, and the certificate that it names
    Check {
        /// The configuration, TOML
        #[arg(env = "BACKUP_CATALOG_CONFIG")]
        file: PathBuf,
    },
    /// Print the JSON Schema of the configuration, for editors
    Schema,
}

impl Config {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.verb {
            Verb::Check { file } => {
                serve::check(&file)?;
                output::text(&format!("{} is right", file.display()))
            }
            Verb::Schema => output::json(&toml_file::schema::<Settings>()),
        }
    }
}
