//! Names that are not UTF-8.
//!
//! borg prints a byte of a file name that is no UTF-8 as half of a surrogate pair (`\udce9`), which is no character and
//! which JSON readers refuse. One such path in a command line must not cost the inventory.

use std::borrow::Cow;

/// What stands for a byte that is no character: U+FFFD, of the same length as what it replaces, so that places in the
/// output stay.
const REPLACEMENT: &[u8] = b"\\ufffd";

/// The JSON with each half surrogate pair replaced.
pub(in crate::sources) fn paired(json: &[u8]) -> Cow<'_, [u8]> {
    let mut text = Cow::Borrowed(json);
    let mut at = 0;
    // Outside of texts JSON has no backslashes.
    while let Some(found) = memchr::memchr(b'\\', &json[at..]) {
        at += found;
        at += match (unit(&json[at..]), json.get(at + 6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                text.to_mut()[at..at + 6].copy_from_slice(REPLACEMENT);
                6
            }
            (Some(_), _) => 6,
            // Another escape, of two bytes.
            (None, _) => 2,
        };
        if at >= json.len() {
            break;
        }
    }
    text
}

/// The number of a `\uXXXX` that the bytes begin with.
fn unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::paired;

    fn read(json: &str) -> String {
        serde_json::from_slice(&paired(json.as_bytes())).unwrap()
    }

    #[test]
    fn a_half_pair_is_one_unknown_character_and_a_whole_one_stays() {
        assert_eq!(read(r#""caf\udce9""#), "caf\u{fffd}");
        assert_eq!(
            read(r#""\udce9\udce8 \ud83d x""#),
            "\u{fffd}\u{fffd} \u{fffd} x"
        );
        assert_eq!(read(r#""\ud83d\ude00 \u00e9 \n\\udce9""#), "😀 é \n\\udce9");
    }

    #[test]
    fn what_is_cut_off_stays_cut_off() {
        for json in [r#""\udc"#, r#""\"#, r#""\u"#, r#""a"#] {
            assert_eq!(*paired(json.as_bytes()), *json.as_bytes());
        }
    }
}
