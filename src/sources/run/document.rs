//! JSON documents among other lines.

use serde_json::Value;

/// The longest document that is read, bytes (chosen: borg's and rustic's of one run are a few thousand).
const MAX: usize = 16 * 1024 * 1024;

/// Places where a document may begin that are looked at: each may cost as much as reading all that follows.
const TRIES: usize = 1_000;

/// Collects the lines of JSON documents that take several.
#[derive(Debug, Default)]
pub(super) struct Documents {
    text: String,
}

impl Documents {
    pub(super) fn push(&mut self, line: &str) {
        if self.text.len() + line.len() > MAX {
            return;
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The documents that are whole, in their order; of a list its elements. What else was printed is passed over.
    pub(super) fn read(self) -> Vec<Value> {
        let mut found = Vec::new();
        let text = crate::sources::borg::escapes::paired(self.text.as_bytes());
        let mut rest: &[u8] = &text;
        let mut tries = 0;
        while let Some(start) = memchr::memchr2(b'{', b'[', rest) {
            rest = &rest[start..];
            let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
            match values.next() {
                Some(Ok(value)) => {
                    let read = values.byte_offset();
                    match value {
                        Value::Array(list) => found.extend(list),
                        value => found.push(value),
                    }
                    rest = &rest[read..];
                }
                _ => rest = &rest[1..],
            }
            tries += 1;
            if tries == TRIES {
                break;
            }
        }
        found.retain(Value::is_object);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::Documents;

    fn read(text: &str) -> Vec<serde_json::Value> {
        let mut documents = Documents::default();
        text.lines().for_each(|line| documents.push(line));
        documents.read()
    }

    #[test]
    fn documents_are_found_among_other_lines() {
        let found = read("hello [x]\n{\n \"a\": 1\n}\nwarning {\n[{\"a\": 2}, {\"a\": 3}] {\"a\":");
        let numbers: Vec<_> = found.iter().map(|value| value["a"].as_i64()).collect();
        assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    }
}
