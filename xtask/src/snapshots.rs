//! All tests, and that each snapshot in the repository is one that a test compared with.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{self, Failure, findings};
use crate::files;

/// Runs all tests. No snapshot is written or accepted, and none may be left over from a test that is gone.
pub(crate) fn run_tests() -> Result<(), Failure> {
    let references = files::absolute("target/snapshots-of-the-tests");
    // insta only adds to it.
    if references.exists() {
        fs::remove_file(&references).map_err(|cause| Failure::ByHand(cause.to_string()))?;
    }
    command::run(
        command::tests(&["--no-fail-fast"])
            .env("INSTA_UPDATE", "no")
            .env("RUST_TEST_THREADS", command::test_threads())
            .env("INSTA_SNAPSHOT_REFERENCES_FILE", &references),
    )?;
    let compared = fs::read_to_string(&references).unwrap_or_default();
    findings(left_over(&files_of_snapshots()?, &compared))
}

fn files_of_snapshots() -> Result<Vec<String>, Failure> {
    let is_snapshot = |path: &String| {
        Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "snap")
    };
    Ok(files::all()?
        .into_iter()
        .map(|file| file.path)
        .filter(is_snapshot)
        .collect())
}

/// What is wrong with these files, when the tests compared with those.
fn left_over(snapshots: &[String], compared: &str) -> Vec<String> {
    // A test's path may go through `..`.
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let compared: BTreeSet<PathBuf> = compared.lines().map(|line| real(Path::new(line))).collect();
    snapshots
        .iter()
        .filter(|path| !compared.contains(&real(&files::absolute(path))))
        .map(|path| format!("{path}: no test compares with it; delete it"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::left_over;
    use crate::command::root;

    #[test]
    fn a_snapshot_that_no_test_compares_with_is_named() {
        let snapshots = ["tests/a.snap".to_owned(), "tests/b.snap".to_owned()];
        let compared = format!("{}\n", root().join("tests/a.snap").display());
        assert_eq!(
            left_over(&snapshots, &compared),
            ["tests/b.snap: no test compares with it; delete it"]
        );
    }
}
