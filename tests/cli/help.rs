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
        &["list", "--help"],
        &["show", "--help"],
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
