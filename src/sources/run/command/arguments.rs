//! The words that a program is given.

/// The words after a program's name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arguments<'a>(pub(super) &'a [String]);

impl Arguments<'_> {
    /// Whether this word is among them.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.iter().any(|other| other == word)
    }

    /// Whether one of these words is among them.
    pub(super) fn has_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.has(word))
    }

    /// The value of a flag, the last one: `--flag=value`, `--flag value`, and for a letter `-f value` and `-fvalue`.
    pub(super) fn value(&self, flag: &str) -> Option<String> {
        self.values(flag).pop()
    }

    /// The values of a flag that may be given several times.
    pub(super) fn values(&self, flag: &str) -> Vec<String> {
        let mut values = Vec::new();
        let mut words = self.0.iter();
        while let Some(word) = words.next() {
            if let Some(rest) = dashed(word, flag) {
                if let Some(value) = rest.strip_prefix('=') {
                    values.push(value.to_owned());
                } else if rest.is_empty() {
                    values.extend(words.next().cloned());
                } else if flag.len() == 1 {
                    values.push(rest.to_owned());
                }
            }
        }
        values
    }

    /// The words after a command that are neither flags nor values of those flags that take one.
    pub(super) fn after(&self, command: &str, with_value: &[&str]) -> Vec<String> {
        let mut words = self.0.iter().skip_while(|word| *word != command).skip(1);
        let mut found = Vec::new();
        while let Some(word) = words.next() {
            if word == "--" {
                found.extend(words.cloned());
                break;
            }
            if word.len() > 1 && word.starts_with('-') {
                let takes_next = |flag: &&&str| dashed(word, flag) == Some("");
                if with_value.iter().any(|flag| takes_next(&flag)) {
                    words.next();
                }
            } else {
                found.push(word.clone());
            }
        }
        found
    }
}

/// What follows a flag in its word.
fn dashed<'a>(word: &'a str, flag: &str) -> Option<&'a str> {
    let dashes = if flag.len() == 1 { "-" } else { "--" };
    let rest = word.strip_prefix(dashes)?.strip_prefix(flag)?;
    (rest.is_empty() || rest.starts_with('=') || flag.len() == 1 && !word.starts_with("--"))
        .then_some(rest)
}
