//! What is kept of a run's messages: a bounded number of them.

use crate::domain::record::Warning;
use crate::domain::record::limits::{MESSAGE, WARNINGS};

/// Warnings, in the order in which they came: the first ones, and how many there were.
#[derive(Debug, Default)]
pub(super) struct Warnings {
    first: Vec<Warning>,
    count: usize,
}

impl Warnings {
    pub(super) fn push(&mut self, warning: Warning) {
        self.count += 1;
        if self.first.len() < WARNINGS {
            self.first.push(warning);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.push(Warning::Text(short(text)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub(super) fn into_parts(self) -> (Vec<Warning>, usize) {
        (self.first, self.count)
    }
}

/// Messages in words: the first one that says why something failed, and the last one.
#[derive(Debug, Default)]
pub(super) struct Tail {
    reason: Option<String>,
    last: Option<String>,
}

impl Tail {
    pub(super) fn push(&mut self, line: &str) {
        let line = plain(line);
        if line.is_empty() {
            return;
        }
        let line = short(&line);
        let lower = line.to_lowercase();
        let is_reason = lower.starts_with("fatal") || lower.contains("error:");
        if self.reason.is_none() && is_reason {
            self.reason = Some(line.clone());
        }
        self.last = Some(line);
    }

    /// Why it failed, as far as the messages say it.
    pub(super) fn reason(&self) -> Option<String> {
        self.reason.clone().or_else(|| self.last.clone())
    }
}

/// A text without what colours a terminal, and without blanks around it.
pub(super) fn plain(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' && letters.peek() == Some(&'[') {
            letters.next();
            // Parameters, up to the letter that ends them.
            while letters
                .next_if(|letter| !('@'..='~').contains(letter))
                .is_some()
            {}
            letters.next();
        } else {
            text.push(letter);
        }
    }
    text.trim().to_owned()
}

/// As much of a message as a record keeps.
pub(super) fn short(text: &str) -> String {
    text.chars().take(MESSAGE).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn colours_are_no_part_of_a_message() {
        assert_eq!(
            plain("\u{1b}[0m\u{1b}[1m\u{1b}[31merror:\u{1b}[0m no key found "),
            "error: no key found"
        );
        assert_eq!(plain("a \u{1b} b"), "a \u{1b} b");
    }
}
