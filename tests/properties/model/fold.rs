//! Comparison without regard to case.

/// Upper case, then lower case, letter by letter. For the letters of the pools that is what Unicode's full case
/// folding says; it is not for some others (`ı`), which no pool has.
pub fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether `needle` occurs in `text`, in any case.
pub fn contains(text: &str, needle: &str) -> bool {
    fold(text).contains(&fold(needle))
}
