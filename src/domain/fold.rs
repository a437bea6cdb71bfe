//! Comparison without regard to case, the same on every store.

use icu_casemap::CaseMapper;

/// The text after full Unicode case folding (`Ä` → `ä`, `ß` → `ss`, `İ` → `i̇`). Stores keep the folded text beside
/// the text: a database's own `lower` knows ASCII only, or depends on its locale.
pub fn fold(text: &str) -> String {
    CaseMapper::new().fold_string(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn letters_of_every_alphabet_lose_their_case() {
        assert_eq!(fold("WEB01:/Srv"), "web01:/srv");
        assert_eq!(fold("ÄÖÜ"), fold("äöü"));
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("İstanbul"), fold("i̇stanbul"));
        assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("σίσυφος"));
    }
}
