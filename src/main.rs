//! The command `backup-catalog`.

use std::process::ExitCode;

fn main() -> ExitCode {
    backup_catalog::cli::main()
}
