//! The documents of a folder.

use std::fs;
use std::io;
use std::path::Path;

/// The name and the text of each `.yaml` file of a folder: first those that refer to no other, then by name.
///
/// The order is that of everything that is made of them, so that a document that is added moves nothing.
///
/// # Errors
///
/// The folder or a file cannot be read; the message names it.
pub fn read(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let named = |path: &Path, cause: io::Error| {
        io::Error::new(cause.kind(), format!("{}: {cause}", path.display()))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|cause| named(folder, cause))? {
        let path = entry.map_err(|cause| named(folder, cause))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(name) = name.filter(|_| path.extension().is_some_and(|it| it == "yaml")) else {
            continue;
        };
        let text = fs::read_to_string(&path).map_err(|cause| named(&path, cause))?;
        found.push((name.to_owned(), text));
    }
    found.sort_by_key(|(name, text)| (text.contains(".yaml#/"), name.clone()));
    Ok(found)
}
