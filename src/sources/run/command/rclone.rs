//! `rclone sync` and its like.

use super::{Arguments, Command, Machine, absolute};
use crate::domain::record::Reference;
use crate::sources::run::Format;
use crate::sources::without_credentials;
use crate::types::ProtectedEntityType;

/// Commands that bring data from one place to another.
pub(super) const COMMANDS: &[&str] = &["sync", "copy", "copyto", "move", "moveto", "bisync"];

/// Flags that take a value and are often given as two words.
const WITH_VALUE: &[&str] = &[
    "backup-dir",
    "buffer-size",
    "bwlimit",
    "checkers",
    "compare-dest",
    "config",
    "contimeout",
    "copy-dest",
    "exclude",
    "exclude-from",
    "exclude-if-present",
    "files-from",
    "files-from-raw",
    "filter",
    "filter-from",
    "include",
    "include-from",
    "log-file",
    "log-format",
    "log-level",
    "low-level-retries",
    "max-age",
    "max-delete",
    "max-duration",
    "max-size",
    "max-transfer",
    "min-age",
    "min-size",
    "multi-thread-streams",
    "order-by",
    "password-command",
    "retries",
    "retries-sleep",
    "stats",
    "stats-log-level",
    "suffix",
    "temp-dir",
    "timeout",
    "tpslimit",
    "transfers",
    "user-agent",
];

pub(super) fn read(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let verb = COMMANDS.iter().find(|verb| arguments.has(verb)).copied();
    let places = arguments.after(verb.unwrap_or_default(), WITH_VALUE);
    let name = match places.first() {
        Some(source) if is_remote(source) => without_secrets(source),
        Some(source) => format!("{}:{}", machine.host, absolute(source, machine.folder)),
        None => machine.host.to_owned(),
    };
    let mut command = Command::of(Format::Rclone, ProtectedEntityType::Storage, &name, machine);
    command.guess.destination = places.get(1).map(|place| {
        Reference::Name(if is_remote(place) {
            without_secrets(place)
        } else {
            absolute(place, machine.folder)
        })
    });
    command
}

/// `remote:path`, and not a path with a colon in it.
fn is_remote(place: &str) -> bool {
    place
        .find(':')
        .is_some_and(|colon| !place[..colon].contains('/'))
}

/// A remote without its options, `remote,option=value:path`: some are passwords.
fn without_secrets(place: &str) -> String {
    match place.split_once(',') {
        Some((remote, rest)) => {
            let path = rest.rsplit_once(':').map_or("", |(_, path)| path);
            without_credentials(&format!("{remote}:{path}"))
        }
        None => without_credentials(place),
    }
}
