//! Mail by SMTP.

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use uuid::Uuid;

use super::SendError;
use super::digest_html;
use super::message::Message;

/// Some mailboxes behind a server.
#[derive(Debug)]
pub(super) struct Mail {
    pub(super) transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(super) from: Mailbox,
    pub(super) to: Vec<Mailbox>,
}

impl Mail {
    pub(super) async fn send(
        &self,
        id: Uuid,
        message: &Message,
        now: i64,
    ) -> Result<(), SendError> {
        let letter = self.letter(id, message, now).map_err(|error| SendError {
            reason: format!("cannot write the mail: {error}"),
            is_final: true,
        })?;
        let sent = self.transport.send(letter).await;
        sent.map(|_| ()).map_err(|error| SendError {
            is_final: error.is_permanent(),
            reason: causes(&error),
        })
    }

    fn letter(
        &self,
        id: Uuid,
        message: &Message,
        now: i64,
    ) -> Result<lettre::Message, lettre::error::Error> {
        let since = Duration::from_millis(u64::try_from(now).unwrap_or_default());
        let domain = self.from.email.domain();
        let automatic = HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        );
        let mut letter = lettre::Message::builder()
            .from(self.from.clone())
            .date(UNIX_EPOCH + since)
            // The same at each attempt: who gets it twice sees that it is one.
            .message_id(Some(format!("<{id}@{domain}>")))
            .raw_header(automatic)
            .subject(crate::human::line(&message.subject()));
        for mailbox in &self.to {
            letter = letter.to(mailbox.clone());
        }
        match message {
            Message::Digest(digest) => letter.multipart(MultiPart::alternative_plain_html(
                message.text(),
                digest_html::page(digest).into_string(),
            )),
            _ => letter.singlepart(SinglePart::plain(message.text())),
        }
    }
}

fn causes(error: &lettre::transport::smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        let next_text = next.to_string();
        if !text.contains(&next_text) {
            text = format!("{text}: {next_text}");
        }
        cause = next.source();
    }
    crate::human::line(&text)
}
