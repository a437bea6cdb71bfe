//! The server.
use crate::model::Model;
use serde_json::Value;
use syn::File;
pub(crate) fn render(_model: &Model, _document: &Value, _types: &File) -> File {
    File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: Vec::new(),
    }
}
