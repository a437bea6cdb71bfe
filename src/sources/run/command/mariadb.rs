//! `mariadb-backup --backup`.

use super::{Arguments, Command, Machine, absolute};
use crate::domain::record::Reference;
use crate::sources::run::Format;
use crate::types::{BackupType, ProtectedEntityType};

/// What makes it an increment.
const INCREMENTAL: [&str; 4] = [
    "incremental-basedir",
    "incremental-lsn",
    "incremental-history-name",
    "incremental-history-uuid",
];

pub(super) fn read(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let folder = |flag: &str| {
        let folder = arguments.value(flag)?;
        Some(absolute(&folder, machine.folder))
    };
    let mut command = Command::of(
        Format::MariaDb,
        ProtectedEntityType::App,
        machine.host,
        machine,
    );
    command.target = folder("target-dir");
    command.base = folder("incremental-basedir");
    let is_increment = INCREMENTAL
        .iter()
        .any(|flag| arguments.value(flag).is_some());
    command.guess.kind = Some(if is_increment {
        BackupType::Incremental
    } else {
        BackupType::Full
    });
    // The name of the history, as the import has it; without one only the table is kept.
    let history = arguments.0.iter();
    let mut names = history.filter_map(|word| word.strip_prefix("--history="));
    command.guess.policy = names
        .find(|name| !name.is_empty())
        .map(|name| Reference::Name(name.to_owned()));
    command
}
