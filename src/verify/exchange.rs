//! One request and its answer, over a plain HTTP client.

use std::error::Error as _;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use reqwest::{Certificate, ClientBuilder, Method};
use serde_json::Value;

use super::document::Operation;
use super::query::{Query, encode};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(10);
/// How long an answer may take.
const ANSWER: Duration = Duration::from_mins(2);

/// As whom a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The session of the run.
    Session,
    /// Nobody: no cookie.
    Nobody,
    /// A cookie of the same names and lengths that no log-in gave.
    Forged,
}

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    /// None for what the document does not have.
    pub(super) operation: Option<Arc<Operation>>,
    pub(super) method: String,
    /// Below the base, encoded.
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Vec<u8>>,
    pub(super) who: Who,
}

impl Ask {
    /// An operation; its path parameters are still to be given.
    pub(super) fn of(operation: &Arc<Operation>) -> Self {
        Self {
            operation: Some(Arc::clone(operation)),
            method: operation.method.clone(),
            path: operation.path.clone(),
            query: String::new(),
            headers: Vec::new(),
            body: None,
            who: Who::Session,
        }
    }

    /// With a parameter of the path.
    pub(super) fn at(mut self, name: &str, value: &str) -> Self {
        self.path = self.path.replace(&format!("{{{name}}}"), &encode(value));
        self
    }

    /// With the parameters of the query.
    pub(super) fn query(mut self, query: &Query) -> Self {
        self.query = query.encoded();
        self
    }

    /// With a body in JSON.
    pub(super) fn json(self, body: &Value) -> Self {
        self.text("application/json", body.to_string())
    }

    /// With a body.
    pub(super) fn text(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.headers.retain(|(name, _)| name != "content-type");
        if !media_type.is_empty() {
            self.headers
                .push(("content-type".to_owned(), media_type.to_owned()));
        }
        self.body = Some(body.into());
        self
    }

    /// With a header.
    pub(super) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As somebody else.
    pub(super) fn by(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    /// The address below the base.
    pub(super) fn target(&self) -> String {
        match self.query.as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// Method, address and what else matters, for people.
    pub(super) fn words(&self, base: &str) -> String {
        // Writing to a string does not fail.
        let mut text = format!("{} {base}{}", self.method, self.target());
        for (name, value) in self
            .headers
            .iter()
            .filter(|(name, _)| name != "content-type")
        {
            let _ = write!(text, " [{name}: {}]", shortened(value, 80));
        }
        match self.who {
            Who::Session => {}
            Who::Nobody => text.push_str(" [no cookie]"),
            Who::Forged => text.push_str(" [a made-up cookie]"),
        }
        if let Some(body) = &self.body {
            let is_login = self.operation.as_ref().is_some_and(|it| it.id == "login");
            let body = if is_login {
                "{…}".into()
            } else {
                String::from_utf8_lossy(body)
            };
            let _ = write!(text, " {}", shortened(&body, 200));
        }
        text
    }
}

/// An answer as it came.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// 0 where none came.
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    pub(super) elapsed: Duration,
    /// Why none came.
    pub(super) broken: Option<String>,
}

impl Answer {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body, null where it is no JSON.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// A header's text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// `X-Total-Count`.
    pub(super) fn total(&self) -> Option<i64> {
        self.header("x-total-count")?.parse().ok()
    }

    /// Status and the beginning of the body, for people.
    pub(super) fn words(&self) -> String {
        if let Some(reason) = &self.broken {
            return format!("no answer: {reason}");
        }
        let body = String::from_utf8_lossy(&self.body);
        if body.is_empty() {
            return format!("{} without a body", self.status);
        }
        format!("{} {}", self.status, shortened(&body, 300))
    }
}

/// The beginning of a text, on one line that cannot steer a terminal.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let clean = |letter: char| if letter.is_control() { ' ' } else { letter };
    let mut short: String = text.chars().take(most).map(clean).collect();
    if text.chars().nth(most).is_some() {
        short.push('…');
    }
    short
}

/// Sends requests.
#[derive(Debug)]
pub(super) struct Client {
    http: reqwest::Client,
    pub(super) base: String,
    cookie: Option<HeaderValue>,
}

impl Client {
    /// `authority`: PEM of the only certificates that are trusted.
    pub(super) fn new(base: &str, authority: Option<&[u8]>) -> Result<Self, String> {
        crate::client::provide_tls();
        let mut builder = ClientBuilder::new();
        if let Some(pem) = authority {
            let trusted = Certificate::from_pem_bundle(pem).map_err(|error| innermost(&error))?;
            builder = builder.tls_certs_only(trusted);
        }
        let http = builder
            .connect_timeout(CONNECT)
            .timeout(ANSWER)
            .user_agent(concat!("backup-catalog-verify/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| innermost(&error))?;
        Ok(Self {
            http,
            base: base.to_owned(),
            cookie: None,
        })
    }

    /// Keeps the cookies of a log-in. Returns whether there were any.
    pub(super) fn keep_cookies(&mut self, answer: &Answer) -> bool {
        self.cookie = cookies(answer);
        self.cookie.is_some()
    }

    /// The session's cookies, put aside for another.
    pub(super) fn swap(&mut self, cookie: Option<HeaderValue>) -> Option<HeaderValue> {
        std::mem::replace(&mut self.cookie, cookie)
    }

    /// Sends a request; what goes wrong on the way is said in the answer.
    pub(super) async fn send(&self, ask: &Ask) -> Answer {
        let start = Instant::now();
        let mut answer = match self.exchange(ask).await {
            Ok(answer) => answer,
            Err(reason) => Answer {
                status: 0,
                headers: HeaderMap::new(),
                body: Vec::new(),
                elapsed: Duration::ZERO,
                broken: Some(reason),
            },
        };
        answer.elapsed = start.elapsed();
        answer
    }

    async fn exchange(&self, ask: &Ask) -> Result<Answer, String> {
        let method =
            Method::from_bytes(ask.method.as_bytes()).map_err(|error| error.to_string())?;
        let mut request = self
            .http
            .request(method, format!("{}{}", self.base, ask.target()));
        for (name, value) in &ask.headers {
            let name: HeaderName = name.parse().map_err(|_| format!("{name} is no header"))?;
            let value =
                HeaderValue::from_bytes(value.as_bytes()).map_err(|error| error.to_string())?;
            request = request.header(name, value);
        }
        match (ask.who, &self.cookie) {
            (Who::Session, Some(cookie)) => request = request.header(COOKIE, cookie),
            (Who::Forged, Some(cookie)) => request = request.header(COOKIE, forged(cookie)),
            _ => {}
        }
        if let Some(body) = &ask.body {
            request = request.body(body.clone());
        }
        let response = request.send().await.map_err(|error| innermost(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.bytes().await.map_err(|error| innermost(&error))?;
        Ok(Answer {
            status,
            headers,
            body: body.to_vec(),
            elapsed: Duration::ZERO,
            broken: None,
        })
    }
}

/// The cookies that an answer sets, without their attributes.
pub(super) fn cookies(answer: &Answer) -> Option<HeaderValue> {
    let set = answer.headers.get_all(SET_COOKIE).iter();
    let pairs: Vec<&str> = set
        .filter_map(|value| value.to_str().ok()?.split(';').next())
        .map(str::trim)
        .filter(|pair| pair.contains('='))
        .collect();
    let mut cookie = HeaderValue::from_str(&pairs.join("; ")).ok()?;
    cookie.set_sensitive(true);
    (!pairs.is_empty()).then_some(cookie)
}

/// The same names with other values.
fn forged(cookie: &HeaderValue) -> HeaderValue {
    let text = cookie.to_str().unwrap_or_default();
    let pairs = text.split("; ").map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let other = value
            .chars()
            .map(|letter| if letter == 'a' { 'b' } else { 'a' });
        format!("{name}={}", other.collect::<String>())
    });
    HeaderValue::from_str(&pairs.collect::<Vec<_>>().join("; "))
        .unwrap_or_else(|_| HeaderValue::from_static("SESSION=a"))
}

/// Whether a content type is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = value
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    kind.trim().eq_ignore_ascii_case("application/json")
}

/// The last cause says most.
fn innermost(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "it does not answer in time".to_owned();
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = error.to_string();
        cause = error.source();
    }
    text
}
