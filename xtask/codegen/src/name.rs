//! Names of the document as Rust identifiers, the way progenitor writes them.

use proc_macro2::Span;
use syn::Ident;

const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The words of a name: `nameLike` and `name-like` are both `name`, `like`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let letters: Vec<char> = name.chars().collect();
    let mut word = String::new();
    for (index, letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            continue;
        }
        let before = index.checked_sub(1).map(|before| letters[before]);
        let after = letters.get(index + 1);
        let starts = letter.is_uppercase()
            && (before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit())
                || (before.is_some_and(char::is_uppercase)
                    && after.is_some_and(|after| after.is_lowercase())));
        if starts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        word.extend(letter.to_lowercase());
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// The name in snake case, with a trailing underscore where Rust reserves it.
pub(crate) fn snake(name: &str) -> String {
    let name = words(name).join("_");
    if KEYWORDS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// The field of a response header; case means nothing in a header's name, so `ETag` is `etag`.
pub(crate) fn header_field(name: &str) -> String {
    snake(&name.to_lowercase())
}

/// The name in Pascal case.
pub(crate) fn pascal(name: &str) -> String {
    words(name)
        .iter()
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect()
}

/// The name in the case of constants.
pub(crate) fn constant(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// An identifier.
pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

#[cfg(test)]
mod tests {
    use super::{header_field, pascal, snake};

    #[test]
    fn names_are_written_as_progenitor_writes_them() {
        for (name, expected) in [
            ("nameLike", "name_like"),
            ("protected-entity-type", "protected_entity_type"),
            ("type", "type_"),
            ("If-Match", "if_match"),
            ("X-Total-Count", "x_total_count"),
            ("HTTPServer", "http_server"),
            ("list_backups", "list_backups"),
        ] {
            assert_eq!(snake(name), expected);
        }
        assert_eq!(header_field("ETag"), "etag");
        assert_eq!(header_field("X-Total-Count"), "x_total_count");
        assert_eq!(pascal("list_backups"), "ListBackups");
        assert_eq!(pascal("BackupListRecord"), "BackupListRecord");
        assert_eq!(pascal("HTTPServer"), "HttpServer");
    }
}
