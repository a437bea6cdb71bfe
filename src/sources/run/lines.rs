//! Bytes as lines.

/// The longest line that is read as a whole, bytes; the rest of a longer one is left out (chosen: restic names up to a
/// few current files in a line, borg lists a command line).
pub(super) const MAX_LINE: usize = 1024 * 1024;

/// Cuts bytes into lines, in constant memory. A carriage return ends a line too: progress is shown so.
#[derive(Debug, Default)]
pub struct Lines {
    line: Vec<u8>,
}

impl Lines {
    /// Takes the next bytes, and hands on each line that ends in them.
    pub fn push(&mut self, mut bytes: &[u8], mut take: impl FnMut(&str)) {
        while let Some(end) = memchr::memchr2(b'\n', b'\r', bytes) {
            self.add(&bytes[..end]);
            bytes = &bytes[end + 1..];
            self.hand_on(&mut take);
        }
        self.add(bytes);
    }

    /// Hands on a last line without an end.
    pub fn finish(&mut self, mut take: impl FnMut(&str)) {
        self.hand_on(&mut take);
    }

    fn add(&mut self, bytes: &[u8]) {
        let room = MAX_LINE.saturating_sub(self.line.len());
        self.line.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn hand_on(&mut self, take: &mut impl FnMut(&str)) {
        if !self.line.is_empty() {
            take(&String::from_utf8_lossy(&self.line));
            self.line.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, MAX_LINE};

    fn lines(pieces: &[&[u8]]) -> Vec<String> {
        let mut lines = Lines::default();
        let mut seen = Vec::new();
        for piece in pieces {
            lines.push(piece, |line| seen.push(line.to_owned()));
        }
        lines.finish(|line| seen.push(line.to_owned()));
        seen
    }

    #[test]
    fn lines_are_the_same_however_they_arrive() {
        let whole: &[u8] = b"one\ntwo\r\n\n 5%\r10%\rlast";
        let expected = ["one", "two", " 5%", "10%", "last"];
        assert_eq!(lines(&[whole]), expected);
        let single: Vec<&[u8]> = whole.chunks(1).collect();
        assert_eq!(lines(&single), expected);
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_off_and_the_next_one_is_whole() {
        let long = vec![b'x'; 3 * MAX_LINE];
        let seen = lines(&[&long, &long, b"\nnext\n"]);
        assert_eq!(seen.len(), 2);
        assert_eq!((seen[0].len(), seen[1].as_str()), (MAX_LINE, "next"));
    }

    #[test]
    fn what_is_not_utf_8_is_still_a_line() {
        assert_eq!(lines(&[b"caf\xe9\n"]), ["caf\u{fffd}"]);
    }
}
