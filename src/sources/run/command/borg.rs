//! `borg create`.

use super::{Arguments, Command, Machine};
use crate::domain::record::Reference;
use crate::sources::run::Format;
use crate::sources::{borg, without_credentials};
use crate::types::ProtectedEntityType;

/// What stands for the time in a name here: what is left of the name without any time is what counts.
const SOME_TIME: &str = "2000-01-01T00:00:00";

pub(super) fn read(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let after = arguments.0.iter().skip_while(|word| *word != "create");
    let archive = after
        .filter(|word| !word.starts_with('-'))
        .find_map(|word| word.split_once("::"));
    let (repository, name) = archive.unwrap_or_default();
    let name = borg::entity_name(machine.host, &filled(name, machine));
    let mut command = Command::of(Format::Borg, ProtectedEntityType::OsAgent, &name, machine);
    command.guess.node = Some(Reference::Name(machine.host.to_owned()));
    if !repository.is_empty() {
        command
            .environment
            .push(("BORG_REPO", Some(repository.to_owned())));
    }
    let repository = Some(repository.to_owned()).filter(|text| !text.is_empty());
    command.guess.destination = repository
        .or_else(|| (machine.variable)("BORG_REPO"))
        .map(|address| Reference::Name(without_credentials(&address)));
    command
}

/// An archive's name with what its placeholders stand for.
fn filled(name: &str, machine: Machine<'_>) -> String {
    let mut text = String::new();
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((placeholder, after)) = after.split_once('}') else {
            rest = after;
            break;
        };
        let word = placeholder.split(':').next().unwrap_or_default();
        match word {
            "now" | "utcnow" => text.push_str(SOME_TIME),
            "hostname" | "fqdn" => text.push_str(machine.host),
            "user" => text.push_str(&(machine.variable)("USER").unwrap_or_default()),
            _ => {}
        }
        rest = after;
    }
    text + rest
}
