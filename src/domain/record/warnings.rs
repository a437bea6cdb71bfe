//! Warnings and messages as they are shown.

use super::limits::{MESSAGE, WARNINGS};
use super::{Record, Warning};

impl Warning {
    /// `CODE: message (path)`, without the parts that are absent.
    fn to_text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Parts {
                code,
                path,
                message,
            } => {
                let code = code
                    .as_ref()
                    .map(|code| format!("{code}: "))
                    .unwrap_or_default();
                let path = path
                    .as_ref()
                    .map(|path| format!(" ({path})"))
                    .unwrap_or_default();
                format!("{code}{message}{path}")
            }
        }
    }
}

impl Record {
    /// The warnings as texts, at most [`WARNINGS`] and one that says how many more there were. None: the record says
    /// nothing of warnings.
    pub fn warning_texts(&self) -> Option<Vec<String>> {
        if self.warnings.is_none() && self.warning_count.is_none() {
            return None;
        }
        let warnings = self.warnings.as_deref().unwrap_or_default();
        let listed = i64::try_from(warnings.len()).unwrap_or(i64::MAX);
        let all = self.warning_count.unwrap_or(0).max(listed);
        let mut texts: Vec<String> = warnings
            .iter()
            .take(WARNINGS)
            .map(|warning| message(&warning.to_text()))
            .collect();
        let more = all.saturating_sub(i64::try_from(texts.len()).unwrap_or(i64::MAX));
        match (more, texts.is_empty()) {
            (0, _) => {}
            (1, true) => texts.push("1 warning, not listed by the source".to_owned()),
            (_, true) => texts.push(format!("{more} warnings, not listed by the source")),
            (1, false) => texts.push("and 1 more warning".to_owned()),
            (_, false) => texts.push(format!("and {more} more warnings")),
        }
        Some(texts)
    }

    /// The status in words, cut to [`MESSAGE`] characters.
    pub fn status_text(&self) -> Option<String> {
        self.status_info.as_deref().map(message)
    }
}

/// A message cut to its greatest length. U+0000, which not every database can hold, becomes U+FFFD.
fn message(text: &str) -> String {
    let text = text.replace('\0', "\u{fffd}");
    match text.char_indices().nth(MESSAGE) {
        None => text,
        Some((end, _)) => {
            let more = text[end..].chars().count();
            format!("{}… ({more} more characters)", &text[..end])
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Record, Warning};

    fn texts(count: usize, warning_count: Option<i64>) -> Option<Vec<String>> {
        let warnings = (0..count).map(|n| Warning::Text(n.to_string())).collect();
        Record {
            warnings: (count > 0).then_some(warnings),
            warning_count,
            ..Record::default()
        }
        .warning_texts()
    }

    #[test]
    fn parts_become_one_text() {
        let warning = |code: Option<&str>, path: Option<&str>| {
            Warning::Parts {
                code: code.map(str::to_owned),
                path: path.map(str::to_owned),
                message: "denied".to_owned(),
            }
            .to_text()
        };
        assert_eq!(warning(Some("READ"), Some("/a")), "READ: denied (/a)");
        assert_eq!(warning(None, Some("/a")), "denied (/a)");
        assert_eq!(warning(Some("READ"), None), "READ: denied");
    }

    #[test]
    fn what_is_not_listed_is_counted() {
        assert_eq!(texts(0, None), None);
        assert_eq!(texts(0, Some(0)), Some(vec![]));
        assert_eq!(
            texts(0, Some(3)).unwrap(),
            ["3 warnings, not listed by the source"]
        );
        assert_eq!(texts(2, Some(3)).unwrap(), ["0", "1", "and 1 more warning"]);
        assert_eq!(texts(2, Some(1)).unwrap(), ["0", "1"]);
        let cut = texts(1002, None).unwrap();
        assert_eq!(
            (cut.len(), cut[1000].as_str()),
            (1001, "and 2 more warnings")
        );
    }

    #[test]
    fn long_messages_are_cut_between_characters() {
        let record = Record {
            status_info: Some(format!("{}ÄÖ", "ü".repeat(4095))),
            ..Record::default()
        };
        let text = record.status_text().unwrap();
        assert!(
            text.ends_with("üÄ… (1 more characters)"),
            "{}",
            &text[8180..]
        );
    }
}
