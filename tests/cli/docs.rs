//! The commands of the documentation are commands that there are.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// README.md and what stands in docs/ and docs/sources/.
fn documents() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = ["docs", "docs/sources"].into_iter();
    let docs = folders.flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let docs = docs.map(|entry| entry.unwrap().path());
    docs.filter(|path| path.extension().is_some_and(|it| it == "md"))
        .chain([root.join("README.md")])
        .collect()
}

/// The lines of a document's shell blocks, those joined that end in a backslash.
fn shell(text: &str) -> Vec<String> {
    let blocks = text.split("\n```sh\n").skip(1);
    let lines = blocks.flat_map(|block| {
        let (block, _) = block.split_once("\n```").unwrap();
        let block = block.replace("\\\n", " ");
        block.lines().map(str::to_owned).collect::<Vec<_>>()
    });
    lines.collect()
}

/// The call of the program in a line, up to where another command begins or its output goes elsewhere.
fn call(line: &str) -> Option<&str> {
    let (before, _) = line.split_once("backup-catalog ")?;
    let is_begin = |word: &str| {
        let word = word.trim_start_matches(['(', '|', ' ']);
        word.is_empty() || word == "sudo" || word.contains('=')
    };
    if !before.split(' ').all(is_begin) && !before.trim_end().ends_with(['|', ';']) {
        return None;
    }
    let call = &line[before.len()..];
    let end = call.find([';', '|', '>', '#', '<']);
    let call = &call[..end.unwrap_or(call.len())];
    // What stands for something else is not one of its values.
    (!call.contains('…') && !call.contains("GUID")).then(|| call.trim_end())
}

#[test]
fn each_command_of_the_documentation_is_understood() {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_backup-catalog"));
    let mut calls = 0;
    for path in documents() {
        for line in shell(&fs::read_to_string(&path).unwrap()) {
            let Some(call) = call(&line) else { continue };
            // What follows is another command.
            let call = call.split(" -- ").next().unwrap();
            calls += 1;
            // Flags and values are read up to --help, which then ends it.
            let output = Command::new("sh")
                .args(["-c", &format!("{call} --help")])
                .env_clear()
                .env(
                    "PATH",
                    format!("{}:/usr/bin:/bin", program.parent().unwrap().display()),
                )
                .env("HOME", "/nonexistent")
                .envs([
                    ("SERVER_URL", "http://127.0.0.1:1"),
                    ("SERVER_USER", "u"),
                    ("SERVER_PASSWORD_FILE", "f"),
                    // What a line above it in the block has set.
                    ("d", "/srv/mariadb/2026-11-29"),
                ])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.success(),
                "{}: {line}: {said}",
                path.display()
            );
        }
    }
    assert!(calls > 25, "{calls}");
}
