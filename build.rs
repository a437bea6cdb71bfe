//! Generates the types, the client and the server from the documents in `openapi/`.

use std::path::{Path, PathBuf};
use std::{env, fs};

const DOCUMENTS: [&str; 2] = ["openapi/backups.yaml", "openapi/catalog.yaml"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut texts = Vec::new();
    for file in DOCUMENTS {
        println!("cargo::rerun-if-changed={file}");
        let text =
            fs::read_to_string(root.join(file)).map_err(|error| format!("{file}: {error}"))?;
        texts.push((file, text));
    }
    let sources: Vec<_> = texts
        .iter()
        .map(|(file, text)| codegen::Source { file, text })
        .collect();
    match codegen::generate(&sources) {
        Ok(generated) => {
            let out = env::var("OUT_DIR")?;
            fs::write(Path::new(&out).join("types.rs"), generated.types)?;
            fs::write(Path::new(&out).join("client.rs"), generated.client)?;
            fs::write(Path::new(&out).join("server.rs"), generated.server)?;
            fs::write(
                Path::new(&out).join("openapi.json"),
                generated.document.to_string(),
            )?;
            fs::write(
                Path::new(&out).join("openapi.yaml"),
                yaml_serde::to_string(&generated.document)?,
            )?;
        }
        Err(findings) => findings
            .0
            .iter()
            .for_each(|finding| println!("cargo::error={finding}")),
    }
    Ok(())
}
