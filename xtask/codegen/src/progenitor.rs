//! Runs progenitor on the bundled document and takes its output apart.

use std::panic::{AssertUnwindSafe, catch_unwind};

use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Value, json};
use syn::{File, Item};

use crate::document::METHODS;
use crate::finding::Findings;

/// The types and the client, each as a file of its own.
pub(crate) fn run(document: &Value) -> Result<(File, File), Findings> {
    let document = for_progenitor(document.clone());
    let broken = |message: String| Findings::whole_file("(all documents)", "progenitor", message);
    let spec: openapiv3::OpenAPI =
        serde_json::from_value(document).map_err(|error| broken(error.to_string()))?;
    let mut settings = GenerationSettings::default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_derive("PartialEq")
        .with_map_type("::std::collections::BTreeMap");
    // The lint refuses all that is known to make it panic; what is not known yet shall still name itself.
    let tokens = catch_unwind(AssertUnwindSafe(|| {
        Generator::new(&settings).generate_tokens(&spec)
    }))
    .map_err(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        broken(format!(
            "the generator panicked: {}",
            said.unwrap_or_default()
        ))
    })?
    .map_err(|error| broken(error.to_string()))?;
    let mut client: File = syn::parse2(tokens).map_err(|error| broken(error.to_string()))?;
    let mut types = File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: Vec::new(),
    };
    client.items.retain_mut(|item| match item {
        Item::Mod(module) if module.ident == "types" => {
            types.items = module
                .content
                .take()
                .map(|(_, items)| items)
                .unwrap_or_default();
            false
        }
        _ => true,
    });
    Ok((types, client))
}

/// Progenitor knows one raw media type; what the document says is put back into the client afterwards.
fn for_progenitor(mut document: Value) -> Value {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        for method in METHODS {
            let Some(body) = item
                .get_mut(method)
                .and_then(|found| found.get_mut("requestBody"))
            else {
                continue;
            };
            if body.get("x-raw-body") == Some(&Value::Bool(true)) {
                body["content"] = json!({
                    "application/octet-stream": { "schema": { "type": "string", "format": "binary" } }
                });
            }
        }
    }
    document
}
