//! Generates the types, the client and the server from the documents in `openapi/`.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=openapi");
    let documents = codegen::read(&root.join("openapi"))?;
    let named: Vec<_> = documents
        .iter()
        .map(|(file, text)| (format!("openapi/{file}"), text))
        .collect();
    let sources: Vec<_> = named
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
            fs::write(
                Path::new(&out).join("documents.rs"),
                format!("&{:?}", documents.as_slice()),
            )?;
        }
        Err(findings) => findings
            .0
            .iter()
            .for_each(|finding| println!("cargo::error={finding}")),
    }
    Ok(())
}
