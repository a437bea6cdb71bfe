//! The command `backup-catalog`.

use std::process::ExitCode;

/// Small texts are made and dropped by the thousand for each page and each report: with this allocator a page takes an
/// eighth less processor time than with that of glibc, a report a twelfth.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    backup_catalog::cli::main()
}
