//! The beginning of a manifest: `Hostname web01`, `Localdir /srv/data`, and then the volumes.

/// The folder that was backed up, as duplicity was given it.
pub(super) fn source(manifest: &[u8]) -> Option<String> {
    let line = manifest
        .split(|byte| *byte == b'\n')
        .take(8)
        .find_map(|line| line.strip_prefix(b"Localdir "))?;
    let text = match line.strip_prefix(b"\"") {
        Some(quoted) => unquoted(quoted.strip_suffix(b"\"")?)?,
        None => line.to_vec(),
    };
    Some(String::from_utf8_lossy(&text).into_owned()).filter(|text| !text.is_empty())
}

/// What stands in quotes, where `\x20` is a blank.
fn unquoted(quoted: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    let mut bytes = quoted.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            text.push(byte);
            continue;
        }
        if bytes.next() != Some(b'x') {
            return None;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let value = digit()? * 16 + digit()?;
        text.push(u8::try_from(value).ok()?);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::source;

    #[test]
    fn the_folder_is_read_also_where_it_has_blanks() {
        let read = |text: &str| source(text.as_bytes());
        assert_eq!(
            read("Hostname web01\nLocaldir /srv/data\nVolume 1:\n").as_deref(),
            Some("/srv/data")
        );
        assert_eq!(
            read("Hostname web01\nLocaldir \"/srv/my\\x20d\\xc3\\xa4ta\"\n").as_deref(),
            Some("/srv/my däta")
        );
        for none in ["", "Volume 1:\n", "Localdir \"a\\", "Localdir \"\\xg0\"\n"] {
            assert_eq!(read(none), None, "{none}");
        }
    }
}
