//! Comparison without regard to case.

/// Upper case, then lower case, letter by letter: what full case folding of Unicode gives for all letters but a few
/// (`ı` is no `i`, and is left alone).
pub(in super::super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == 'ı' {
            folded.push(letter);
        } else {
            folded.extend(letter.to_uppercase().flat_map(char::to_lowercase));
        }
    }
    folded
}

/// Whether `needle` occurs in `text`, in any case.
pub(in super::super) fn contains(text: &str, needle: &str) -> bool {
    fold(text).contains(&fold(needle))
}

#[cfg(test)]
mod tests {
    use super::contains;

    #[test]
    fn case_means_nothing_and_everything_else_does() {
        assert!(contains("WEB01:/srv", "eb01:/S"));
        assert!(contains("Ärzte-Straße", "ärzte-STRASSE"));
        assert!(contains("mail_100%", "_100%"));
        assert!(!contains("mailX100", "l_1"));
        assert!(!contains("ırmak", "irmak"));
    }
}
