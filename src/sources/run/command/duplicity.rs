//! `duplicity`.

use super::{Arguments, Command, Machine};
use crate::domain::record::Reference;
use crate::sources::run::Format;
use crate::sources::without_credentials;
use crate::types::{BackupType, ProtectedEntityType};

/// Commands that make no set.
pub(super) const NO_SET: &[&str] = &[
    "cleanup",
    "collection-status",
    "list-current-files",
    "remove-all-but-n-full",
    "remove-all-inc-of-but-n-full",
    "remove-older-than",
    "replicate",
    "restore",
    "verify",
];

/// The target is an address, and the source stands before it; both mostly come last.
pub(super) fn read(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let words = arguments.0;
    let of = |name: &str| {
        Command::of(
            Format::Duplicity,
            ProtectedEntityType::OsAgent,
            name,
            machine,
        )
    };
    let is_target = |word: &String| !word.starts_with('-') && word.contains("://");
    let at = words.iter().rposition(is_target).filter(|at| *at > 0);
    let source = at.map(|at| &words[at - 1]);
    let Some((source, target)) = source
        .filter(|source| !source.starts_with('-'))
        .zip(at.map(|at| &words[at]))
    else {
        return of(machine.host);
    };
    let mut command = of(&format!("{}:{source}", machine.host));
    let target = without_credentials(target);
    command.guess.destination = Some(Reference::Name(target.clone()));
    command.guess.repository = Some(target);
    // Without an action duplicity chooses, and says what.
    if arguments.has_any(&["full", "fb"]) {
        command.guess.kind = Some(BackupType::Full);
    } else if arguments.has_any(&["inc", "incr", "incremental", "ib"]) {
        command.guess.kind = Some(BackupType::Incremental);
    }
    command
}
