//! Any command: its exit status says how it went, and its messages why.

use super::kept::Tail;
use super::outcome::Verdict;
use super::{Ended, Known, Outcome, Reader, Stream};

#[derive(Debug, Default)]
pub(super) struct Plain {
    messages: Tail,
}

impl Reader for Plain {
    fn line(&mut self, stream: Stream, line: &str) {
        if stream != Stream::Out {
            self.messages.push(line);
        }
    }

    fn end(self: Box<Self>, ended: &Ended, known: &Known) -> Outcome {
        let verdict = Verdict::new(ended.status(), why(ended, &self.messages));
        Outcome::of(known, ended, &verdict, Vec::new())
    }
}

/// Why a run failed: what it said, and how it ended.
pub(super) fn why(ended: &Ended, messages: &Tail) -> Option<String> {
    if ended.well() {
        return None;
    }
    let ended = ended
        .in_words()
        .unwrap_or_else(|| "the output does not say how it ended".to_owned());
    Some(match messages.reason() {
        Some(reason) => format!("{reason} ({ended})"),
        None => ended,
    })
}
