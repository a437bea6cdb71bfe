//! A copy of the repository whose generated code is put there by hand.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::Generated;

use super::loss::{self, Documents, Loss};
use super::verdict::Verdict;
use crate::command::{Failure, cargo, root};
use crate::files;

/// In place of the generator: what was generated elsewhere, and damaged.
const BUILD: &str = r#"fn main() {
    let out = std::env::var("OUT_DIR").unwrap();
    for file in ["types.rs", "client.rs", "server.rs", "openapi.json", "openapi.yaml", "documents.rs"] {
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
    documents: Documents,
    generated: Generated,
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> Failure + '_ {
    move |cause| Failure::ByHand(format!("{}: {cause}", path.display()))
}

/// The documents as they are.
pub(super) fn documents() -> Result<Documents, Failure> {
    let documents = files::documents("openapi")?.into_iter();
    Ok(documents
        .map(|(file, text)| (format!("openapi/{file}"), text))
        .collect())
}

impl Workspace {
    /// Copies what git knows, and generates the code.
    pub(super) fn new() -> Result<Self, Failure> {
        let target = root().join("target");
        let folder = target.join("mutate");
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io(&folder))?;
        }
        for file in files::all()? {
            let (from, to) = (files::absolute(&file.path), folder.join(&file.path));
            fs::create_dir_all(to.parent().unwrap_or(&folder)).map_err(io(&to))?;
            fs::copy(&from, &to).map_err(io(&from))?;
        }
        fs::write(folder.join("build.rs"), BUILD).map_err(io(&folder))?;
        fs::create_dir_all(folder.join("generated")).map_err(io(&folder))?;
        let documents = documents()?;
        let generated = loss::generate(&documents)?;
        Ok(Self {
            folder,
            target,
            documents,
            generated,
        })
    }

    /// Puts the generated code there, with or without a loss.
    pub(super) fn write(&self, loss: Option<&Loss>) -> Result<(), Failure> {
        let whole = &self.generated;
        let (types, server) = match loss {
            Some(loss) => loss.apply(&self.documents, whole)?,
            None => (whole.types.clone(), whole.server.clone()),
        };
        let document = whole.document.to_string();
        let documents: Vec<_> = self
            .documents
            .iter()
            .map(|(path, text)| (path.trim_start_matches("openapi/"), text))
            .collect();
        let documents = format!("&{:?}", documents.as_slice());
        for (file, text) in [
            ("types.rs", &types),
            ("client.rs", &whole.client),
            ("server.rs", &server),
            ("openapi.json", &document),
            ("openapi.yaml", &document),
            ("documents.rs", &documents),
        ] {
            let path = self.folder.join("generated").join(file);
            // An unchanged file keeps its time: nothing is built for nothing.
            if fs::read_to_string(&path).ok().as_ref() != Some(text) {
                fs::write(&path, text).map_err(io(&path))?;
            }
        }
        Ok(())
    }

    /// Runs the conformance tests.
    pub(super) fn judge(&self) -> Result<Verdict, Failure> {
        let mut command = cargo(&[
            "test",
            "--no-default-features",
            "--features",
            "server,openapi,schemars",
            "--test",
            "conformance",
        ]);
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target);
        let output = command.output().map_err(|cause| Failure::Start {
            program: "cargo".to_owned(),
            cause,
        })?;
        Verdict::read(&output)
    }
}
