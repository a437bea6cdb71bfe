//! What the program says of itself.

use crate::program::{Ended, program};

fn help(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    Ended::of(program(&folder).args(arguments)).ok()
}

#[test]
fn each_command_shows_examples() {
    for command in [
        &["serve", "--help"][..],
        &["ingest", "--help"],
        &["import", "restic", "--help"],
        &["import", "borg", "--help"],
        &["import", "pgbackrest", "--help"],
        &["import", "bacula", "--help"],
        &["import", "rclone", "--help"],
        &["import", "btrbk", "--help"],
        &["import", "mariadb", "--help"],
        &["import", "duplicity", "--help"],
        &["import", "barman", "--help"],
        &["import", "borgmatic", "--help"],
        &["import", "rustic", "--help"],
        &["run", "--help"],
        &["record", "--help"],
        &["flush", "--help"],
        &["list", "--help"],
        &["show", "--help"],
        &["stats", "--help"],
        &["report", "--help"],
        &["notify", "--help"],
        &["ack", "--help"],
        &["api", "--help"],
        &["health", "--help"],
        &["config", "--help"],
        &["completions", "--help"],
        &["man", "--help"],
        &["check", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
        &["user", "--help"],
        &["role", "--help"],
        &["token", "--help"],
        &["audit", "--help"],
        &["verify", "--help"],
    ] {
        let text = help(command);
        assert!(text.contains("Examples:\n"), "{text}");
        assert!(
            text.contains(&format!("backup-catalog {}", command[0])),
            "{text}"
        );
    }
}

/// The commands that a help lists.
fn commands(help: &str) -> Vec<String> {
    let (_, rest) = help.split_once("\nCommands:\n").unwrap_or_default();
    rest.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

/// Every command, flag, default and sentence: one snapshot a command, with its own commands.
#[test]
fn the_whole_surface_is_what_it_was() {
    let top = help(&["--help"]);
    insta::assert_snapshot!("program", top);
    for name in commands(&top) {
        let mut text = help(&[&name, "--help"]);
        for below in commands(&text.clone()) {
            text = format!(
                "{text}\n---- {name} {below}\n\n{}",
                help(&[&name, &below, "--help"])
            );
        }
        insta::assert_snapshot!(name.as_str(), text);
    }
}

#[test]
fn the_exit_codes_are_said() {
    let text = help(&["--help"]);
    for code in [
        "0 fine",
        "1 the answer is no",
        "2 wrong usage",
        "3 cannot reach",
        "4 data refused",
    ] {
        assert!(text.contains(code), "{code} in {text}");
    }
}

#[test]
fn list_has_a_flag_for_each_of_the_27_parameters() {
    let document: serde_json::Value = {
        let path = format!("{}/openapi/backups.yaml", env!("CARGO_MANIFEST_DIR"));
        yaml_serde::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let parameters = document["paths"]["/backups"]["get"]["parameters"]
        .as_array()
        .unwrap();
    assert_eq!(parameters.len(), 27);
    let text = help(&["list", "--help"]);
    for parameter in parameters {
        let reference = parameter["$ref"].as_str().unwrap();
        let name = match reference.rsplit('/').next().unwrap() {
            "nameLike" => "name-like",
            "orderBy" => "order-by",
            name => name,
        };
        assert!(
            text.lines().any(|line| line
                .split_whitespace()
                .any(|word| word == format!("--{name}"))),
            "--{name} in {text}"
        );
    }
}

#[test]
fn a_password_is_never_an_argument() {
    let folder = tempfile::tempdir().unwrap();
    for command in [
        &["list"][..],
        &["serve"],
        &["import", "restic"],
        &["import", "borg"],
        &["import", "pgbackrest"],
        &["verify", "http://nas"],
    ] {
        let mut program = program(&folder);
        program.args(command).args(["--password", "secret"]);
        Ended::of(&mut program).failed(2);
    }
}

#[test]
fn no_command_is_wrong_usage() {
    let folder = tempfile::tempdir().unwrap();
    assert!(
        Ended::of(&mut program(&folder))
            .failed(2)
            .contains("Usage: backup-catalog <COMMAND>")
    );
}
