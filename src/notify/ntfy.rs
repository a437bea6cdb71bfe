//! A push to a telephone, as <https://docs.ntfy.sh/publish/#publish-as-json> has it.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::json;

use super::SendError;
use super::message::Message;
use super::poster::Poster;
use crate::domain::alert::Happening;

/// The longest message in bytes (vendor: 4,096 with the end of a word).
const LONGEST: usize = 4_000;

/// A topic of a server.
#[derive(Debug)]
pub(super) struct Ntfy {
    pub(super) poster: Poster,
    pub(super) topic: String,
    /// `Authorization`, where the server asks for one.
    pub(super) authorization: Option<HeaderValue>,
}

impl Ntfy {
    pub(super) async fn send(&self, message: &Message) -> Result<(), SendError> {
        let (priority, tag) = match message.worst() {
            Some(Happening::Overdue | Happening::MassRemovalRefused) => (5, "rotating_light"),
            Some(Happening::Failed | Happening::SourceSilent) => (4, "warning"),
            Some(Happening::Recovered) => (2, "white_check_mark"),
            _ => (3, "floppy_disk"),
        };
        let mut body = json!({
            "topic": self.topic, "title": message.subject(), "message": shortened(message.text()),
            "priority": priority, "tags": [tag],
        });
        if let Some(url) = message.url() {
            body["click"] = url.into();
        }
        let mut headers = HeaderMap::new();
        if let Some(authorization) = &self.authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        self.poster.post(headers, body.to_string()).await
    }
}

/// A text that ntfy takes as one.
fn shortened(mut text: String) -> String {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_long_text_ends_at_a_letter() {
        let text = shortened("ü".repeat(3_000));
        assert!(text.len() <= 4_003 && text.ends_with('…'));
        assert_eq!(shortened("short".to_owned()), "short");
    }
}
