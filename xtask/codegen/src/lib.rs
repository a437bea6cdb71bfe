//! Turns the `OpenAPI` documents into Rust: types, a client, a server trait with its router.
//!
//! The documents are linted first: whatever the generators would get wrong, or leave out silently, is
//! refused with a [`Finding`] that says where, why and what to write instead.

mod bundle;
mod client;
mod document;
mod finding;
mod folder;
mod lint;
mod model;
mod name;
mod progenitor;
mod server;
mod summary;
mod types;

pub use document::Source;
pub use finding::{Finding, Findings};
pub use folder::read;

use document::Documents;

/// Everything that is generated from the documents.
#[derive(Debug)]
pub struct Generated {
    /// The component schemas as Rust types: the content of `pub mod types`.
    pub types: String,
    /// The client, to stand beside a module `types`.
    pub client: String,
    /// Server traits, query structs, typed responses, handlers and routers, to stand beside `types`.
    pub server: String,
    /// All documents as one, every reference internal.
    pub document: serde_json::Value,
    /// One line an operation: tag, operation id, method, path, privilege.
    pub operations: String,
    /// One line a method of the client's builders.
    pub client_signatures: String,
}

/// Generates all code from the documents, or says everything that is wrong with them.
pub fn generate(sources: &[Source]) -> Result<Generated, Findings> {
    let documents = Documents::parse(sources)?;
    lint::check(&documents)?;
    let document = bundle::merge(&documents)?;
    let model = model::Model::read(&document);
    let (types, client) = progenitor::run(&document)?;
    let types = types::finish(types, &document);
    let client = client::finish(client, &model);
    let server = server::render(&model, &document);
    Ok(Generated {
        operations: summary::operations(&model),
        client_signatures: summary::client_signatures(&client),
        types: prettyplease::unparse(&types),
        client: prettyplease::unparse(&client),
        server: prettyplease::unparse(&server),
        document: bundle::without_notes(document),
    })
}

/// Reads the documents and lints them, without generating anything.
pub fn lint(sources: &[Source]) -> Result<(), Findings> {
    let documents = Documents::parse(sources)?;
    lint::check(&documents)
}

/// All documents as one, every reference internal; not linted.
pub fn bundle(sources: &[Source]) -> Result<serde_json::Value, Findings> {
    bundle::merge(&Documents::parse(sources)?).map(bundle::without_notes)
}
