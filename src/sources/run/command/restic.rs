//! `restic backup`.

use super::{Arguments, Command, Machine, absolute};
use crate::domain::record::Reference;
use crate::sources::run::Format;
use crate::sources::{restic, without_credentials};
use crate::types::ProtectedEntityType;

/// Flags of `restic backup` that take a value (restic 0.14 to 0.18).
const WITH_VALUE: &[&str] = &[
    "e",
    "exclude",
    "exclude-file",
    "exclude-if-present",
    "exclude-larger-than",
    "files-from",
    "files-from-raw",
    "files-from-verbatim",
    "g",
    "group-by",
    "H",
    "host",
    "iexclude",
    "iexclude-file",
    "parent",
    "read-concurrency",
    "stdin-filename",
    "tag",
    "time",
    "cacert",
    "cache-dir",
    "compression",
    "http-user-agent",
    "key-hint",
    "limit-download",
    "limit-upload",
    "o",
    "option",
    "pack-size",
    "password-command",
    "p",
    "password-file",
    "r",
    "repo",
    "repository-file",
    "retry-lock",
    "stuck-request-timeout",
    "tls-client-cert",
];

/// Flags for which there is a variable, and one that would stand against it.
const VARIABLES: &[(&[&str], &str, Option<&str>)] = &[
    (
        &["repo", "r"],
        "RESTIC_REPOSITORY",
        Some("RESTIC_REPOSITORY_FILE"),
    ),
    (
        &["repository-file"],
        "RESTIC_REPOSITORY_FILE",
        Some("RESTIC_REPOSITORY"),
    ),
    (
        &["password-file", "p"],
        "RESTIC_PASSWORD_FILE",
        Some("RESTIC_PASSWORD_COMMAND"),
    ),
    (
        &["password-command"],
        "RESTIC_PASSWORD_COMMAND",
        Some("RESTIC_PASSWORD_FILE"),
    ),
    (&["cache-dir"], "RESTIC_CACHE_DIR", None),
    (&["key-hint"], "RESTIC_KEY_HINT", None),
];

pub(super) fn read(arguments: Arguments<'_>, machine: Machine<'_>) -> Command {
    let given = |names: &[&str]| names.iter().find_map(|name| arguments.value(name));
    let host = given(&["host", "H"])
        .or_else(|| (machine.variable)("RESTIC_HOST"))
        .filter(|host| !host.is_empty())
        .unwrap_or_else(|| machine.host.to_owned());
    let is_stdin = arguments.has_any(&["--stdin", "--stdin-from-command"]);
    let paths = if is_stdin {
        let file = given(&["stdin-filename"]).unwrap_or_else(|| "stdin".to_owned());
        vec![absolute(&file, "/")]
    } else {
        let paths = arguments.after("backup", WITH_VALUE);
        paths
            .iter()
            .map(|path| absolute(path, machine.folder))
            .collect()
    };
    let name = restic::entity_name(&host, &paths);
    let mut command = Command::of(Format::Restic, ProtectedEntityType::OsAgent, &name, machine);
    command.host = host;
    command.guess.node = Some(Reference::Name(command.host.clone()));
    for (flags, variable, against) in VARIABLES {
        if let Some(value) = given(flags) {
            command.environment.push((variable, Some(value)));
            if let Some(against) = *against {
                command.environment.push((against, None));
            }
        }
    }
    for flag in ["cacert", "tls-client-cert", "option"] {
        let values = arguments.values(flag).into_iter();
        command
            .flags
            .extend(values.map(|value| format!("--{flag}={value}")));
    }
    let options = arguments.values("o").into_iter();
    command
        .flags
        .extend(options.map(|value| format!("--option={value}")));
    for flag in ["--insecure-tls", "--insecure-no-password", "--no-cache"] {
        if arguments.has(flag) {
            command.flags.push(flag.to_owned());
        }
    }
    let repository = given(&["repo", "r"]).or_else(|| (machine.variable)("RESTIC_REPOSITORY"));
    command.guess.destination = repository
        .map(|address| without_credentials(address.trim()))
        .filter(|address| !address.is_empty())
        .map(Reference::Name);
    command
}
