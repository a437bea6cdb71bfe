//! What is being done, on one line of standard error, on a terminal only.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// The line changes no more often than this (chosen: the eye follows ten a second).
const PERIOD: Duration = Duration::from_millis(100);

/// The line. It is gone when this is dropped.
pub(super) struct Progress {
    terminal: bool,
    shown: Option<Instant>,
}

impl Progress {
    pub(super) fn new() -> Self {
        Self {
            terminal: std::io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Shows a text.
    pub(super) fn show(&mut self, text: &str) {
        if self.terminal {
            self.shown = Some(Instant::now());
            eprint!("\r\u{1b}[K{text}");
            // Progress that cannot be shown is no failure.
            drop(std::io::stderr().flush());
        }
    }

    /// Shows a text, unless one was shown a moment ago.
    pub(super) fn now_and_then(&mut self, text: impl FnOnce() -> String) {
        let is_due = self.shown.is_none_or(|shown| shown.elapsed() >= PERIOD);
        if self.terminal && is_due {
            self.show(&text());
        }
    }

    /// Empties the line.
    pub(super) fn clear(&mut self) {
        if self.shown.take().is_some() {
            eprint!("\r\u{1b}[K");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
