//! The rules of the house that no compiler knows; `docs/ARCHITECTURE.md` says why they are.

mod invariants;
mod lengths;
mod tokens;

use crate::command::{Failure, findings};
use crate::files;

/// Every rule; all that is wrong is said at once.
pub(crate) fn check() -> Result<(), Failure> {
    let rust: Vec<_> = files::all()?
        .into_iter()
        .filter(files::File::is_rust)
        .collect();
    let mut wrong = lengths::check(&rust);
    for file in &rust {
        wrong.extend(invariants::check(&file.path, &file.text));
    }
    println!("{} files of Rust", rust.len());
    findings(wrong)
}
