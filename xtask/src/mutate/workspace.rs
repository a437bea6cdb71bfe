//! A copy of the repository whose generated code is put there by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::{Generated, Source};

use super::mutants::{File, Mutant};
use super::stale;
use crate::command::{Failure, root};

/// In place of the generator: what was generated elsewhere, and damaged.
const BUILD: &str = r#"fn main() {
    let out = std::env::var("OUT_DIR").unwrap();
    for file in ["types.rs", "client.rs", "server.rs", "openapi.json", "openapi.yaml"] {
        println!("cargo::rerun-if-changed=generated/{file}");
        std::fs::copy(format!("generated/{file}"), format!("{out}/{file}")).unwrap();
    }
}
"#;

/// The copy.
pub(super) struct Workspace {
    pub(super) folder: PathBuf,
    /// Where it is built: beside the rest, so that dependencies are built once.
    pub(super) target: PathBuf,
    generated: Generated,
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> Failure + '_ {
    move |cause| Failure::ByHand(format!("{}: {cause}", path.display()))
}

impl Workspace {
    /// Copies what git knows, and generates the code.
    pub(super) fn new() -> Result<Self, Failure> {
        let root = root();
        let target = root.join("target");
        let folder = target.join("mutate");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io(&folder))?;
        }
        let listed = Command::new("git")
            .args([
                "ls-files",
                "-z",
                "--cached",
                "--others",
                "--exclude-standard",
            ])
            .current_dir(&root)
            .output()
            .map_err(|cause| Failure::Start {
                program: "git".to_owned(),
                cause,
            })?;
        for file in String::from_utf8_lossy(&listed.stdout)
            .split('\0')
            .filter(|file| !file.is_empty())
        {
            let (from, to) = (root.join(file), folder.join(file));
            // A file that is deleted but not committed is listed all the same.
            if from.is_file() {
                fs::create_dir_all(to.parent().unwrap_or(&folder)).map_err(io(&to))?;
                fs::copy(&from, &to).map_err(io(&from))?;
            }
        }
        fs::write(folder.join("build.rs"), BUILD).map_err(io(&folder))?;
        fs::create_dir_all(folder.join("generated")).map_err(io(&folder))?;
        let read = |file: &str| fs::read_to_string(root.join(file)).map_err(io(Path::new(file)));
        let (backups, catalog) = (read("openapi/backups.yaml")?, read("openapi/catalog.yaml")?);
        let generated = codegen::generate(&[
            Source {
                file: "openapi/backups.yaml",
                text: &backups,
            },
            Source {
                file: "openapi/catalog.yaml",
                text: &catalog,
            },
        ])
        .map_err(|findings| Failure::ByHand(findings.to_string()))?;
        Ok(Self {
            folder,
            target,
            generated,
        })
    }

    /// Puts the generated code there, with or without a loss.
    pub(super) fn write(&self, mutant: Option<&Mutant>) -> Result<(), Failure> {
        let (mut types, mut server) = (self.generated.types.clone(), self.generated.server.clone());
        if let Some(mutant) = mutant {
            let text = match mutant.file {
                File::Types => &mut types,
                File::Server => &mut server,
            };
            *text = damage(text, mutant)?;
        }
        let document = self.generated.document.to_string();
        for (file, text) in [
            ("types.rs", &types),
            ("client.rs", &self.generated.client),
            ("server.rs", &server),
            ("openapi.json", &document),
            ("openapi.yaml", &document),
        ] {
            let path = self.folder.join("generated").join(file);
            // An unchanged file keeps its time: nothing is built for nothing.
            if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                fs::write(&path, text).map_err(io(&path))?;
            }
        }
        Ok(())
    }
}

/// The text with the loss: the first place after the anchor.
fn damage(text: &str, mutant: &Mutant) -> Result<String, Failure> {
    let anchor = text
        .find(mutant.anchor)
        .ok_or_else(|| stale(mutant, "its anchor is not in the generated code"))?;
    let (before, after) = text.split_at(anchor);
    if !after.contains(mutant.from) {
        return Err(stale(
            mutant,
            "what it takes away is not in the generated code",
        ));
    }
    Ok(format!(
        "{before}{}",
        after.replacen(mutant.from, mutant.to, 1)
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use std::collections::BTreeSet;
    use std::fs;

    use super::super::mutants::{File, MUTANTS};
    use super::{Source, damage, root};

    #[test]
    fn every_loss_can_be_made() {
        let read = |file: &str| fs::read_to_string(root().join(file)).unwrap();
        let (backups, catalog) = (read("openapi/backups.yaml"), read("openapi/catalog.yaml"));
        let generated = codegen::generate(&[
            Source {
                file: "openapi/backups.yaml",
                text: &backups,
            },
            Source {
                file: "openapi/catalog.yaml",
                text: &catalog,
            },
        ])
        .unwrap();
        let mut stale = Vec::new();
        for mutant in MUTANTS {
            let text = match mutant.file {
                File::Types => &generated.types,
                File::Server => &generated.server,
            };
            match damage(text, mutant) {
                Ok(damaged) => assert_ne!(&damaged, text, "{}", mutant.name),
                Err(failure) => stale.push(failure.to_string()),
            }
        }
        assert!(stale.is_empty(), "{}", stale.join("\n"));
    }

    #[test]
    fn the_losses_are_of_many_kinds_and_have_names_of_their_own() {
        let names: BTreeSet<&str> = MUTANTS.iter().map(|mutant| mutant.name).collect();
        assert_eq!(names.len(), MUTANTS.len());
        assert!(MUTANTS.len() >= 25);
    }
}
