//! A line of `key='value'` pairs.

/// The pairs of one line, in their order.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sources) struct Line<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Line<'a> {
    /// Reads a line, or says at which column (from 1) what is wrong.
    pub(in crate::sources) fn read(line: &'a str) -> Result<Self, (usize, String)> {
        let mut pairs = Vec::new();
        let whole = line.trim_end();
        let mut rest = whole;
        while !rest.is_empty() {
            let column = whole.len() - rest.len() + 1;
            let wrong = |reason: &str| (column, reason.to_owned());
            let (key, value) = rest
                .split_once('=')
                .ok_or_else(|| wrong("a pair key='value' is expected"))?;
            let quote = value
                .chars()
                .next()
                .filter(|quote| matches!(quote, '\'' | '"'))
                .ok_or_else(|| wrong("a value in quotes is expected"))?;
            let value = &value[1..];
            let end = value
                .find(quote)
                .ok_or_else(|| wrong("the value has no closing quote"))?;
            pairs.push((key, &value[..end]));
            rest = &value[end + 1..];
            match rest.strip_prefix(' ') {
                Some(next) => rest = next,
                None if rest.is_empty() => {}
                None => {
                    let column = whole.len() - rest.len() + 1;
                    return Err((column, "a space is expected after a value".to_owned()));
                }
            }
        }
        Ok(Self(pairs))
    }

    /// A value that is not empty.
    pub(in crate::sources) fn get(&self, key: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(name, _)| *name == key);
        found
            .map(|(_, value)| *value)
            .filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn pairs_are_read_and_what_is_none_is_named_by_its_column() {
        let line = Line::read(r#"format="backups" source_url='/mnt/a b' status=''"#);
        let line = line.as_ref();
        assert_eq!(
            line.map(|line| line.get("source_url")),
            Ok(Some("/mnt/a b"))
        );
        assert_eq!(line.map(|line| line.get("status")), Ok(None));
        for (text, column, reason) in [
            ("a='b' c", 7, "a pair key='value' is expected"),
            ("a='b' c='d", 7, "the value has no closing quote"),
            ("a=b", 1, "a value in quotes is expected"),
            ("a='b'c='d'", 6, "a space is expected after a value"),
        ] {
            assert_eq!(Line::read(text), Err((column, reason.to_owned())), "{text}");
        }
    }
}
