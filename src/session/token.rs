//! Secrets that callers show: the value of the session cookie, and API tokens.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// What API tokens begin with, so that people and secret scanners know one when they see it.
const PREFIX: &str = "bc_";

/// What a caller shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Shown {
    /// The value of the session cookie.
    Cookie(Token),
    /// An API token, in the header `Authorization`.
    Bearer(Token),
}

impl Shown {
    /// The value of a cookie, if it can be one of a session.
    pub fn cookie(text: &str) -> Option<Self> {
        Token::parse(text).map(Self::Cookie)
    }

    /// An API token, if the text can be one.
    pub fn bearer(text: &str) -> Option<Self> {
        Token::parse(text.strip_prefix(PREFIX)?).map(Self::Bearer)
    }
}

/// Thirty-two random bytes as text. The database holds only their hash: who reads it cannot use the sessions.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Token(String);

impl Token {
    /// A token of these bytes.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(secret))
    }

    /// The value of a cookie, if it can be a token.
    pub fn parse(text: &str) -> Option<Self> {
        let plausible = text.len() == 43
            && text
                .bytes()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_');
        plausible.then(|| Self(text.to_owned()))
    }

    /// The text, for the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text of an API token.
    pub fn bearer(&self) -> String {
        format!("{PREFIX}{}", self.0)
    }

    /// Sixteen letters of it: 96 bits, short enough to be typed once.
    pub(super) fn short(&self) -> String {
        self.0.chars().take(16).collect()
    }

    /// What the database knows it by (BLAKE3; the token has too much entropy to need a slow hash).
    pub fn hash(&self) -> [u8; 32] {
        *blake3::hash(self.0.as_bytes()).as_bytes()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
