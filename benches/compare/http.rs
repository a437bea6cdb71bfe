//! A client that adds as little as possible to what it measures: one connection, one request at a time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// A connection that is kept.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    address: String,
    /// A header line, such as `Cookie: …`.
    pub(crate) credential: String,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The value of `Set-Cookie`.
    pub(crate) cookie: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: &str, credential: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            address: address.to_owned(),
            credential: credential.to_owned(),
        }
    }

    /// The same to the same server, anew: one that was silent for long is hung up.
    pub(crate) fn renew(&mut self) {
        *self = Self::open(&self.address, &self.credential);
    }

    /// Logs in; the connection has the session from then on.
    pub(crate) fn log_in(&mut self, login: &str, password: &str) {
        let body = serde_json::json!({ "login": login, "password": password }).to_string();
        let answer = self.send("POST", "/api/session/login", body.as_bytes());
        assert_eq!(answer.status, 200, "the log-in");
        let cookie = answer.cookie.unwrap();
        let cookie = cookie.split(';').next().unwrap();
        self.credential = format!("Cookie: {cookie}");
    }

    /// The body of a GET that succeeds.
    pub(crate) fn get(&mut self, path: &str) -> Vec<u8> {
        let answer = self.send("GET", path, b"");
        let said = || String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, 200, "{path}: {}", said());
        answer.body
    }

    /// How long a GET takes.
    pub(crate) fn time(&mut self, path: &str) -> Duration {
        let begun = Instant::now();
        self.get(path);
        begun.elapsed()
    }

    pub(crate) fn send(&mut self, method: &str, path: &str, body: &[u8]) -> Answer {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            if self.credential.is_empty() {
                "Accept: */*"
            } else {
                &self.credential
            },
            body.len(),
        );
        let stream = self.stream.get_mut();
        stream.write_all(&[head.as_bytes(), body].concat()).unwrap();
        self.receive()
    }

    fn receive(&mut self) -> Answer {
        let first = self.line();
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        let (mut length, mut cookie) = (None, None);
        loop {
            let line = self.line();
            let Some((name, value)) = line.split_once(": ") else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.parse().unwrap()),
                "set-cookie" => cookie = Some(value.to_owned()),
                _ => {}
            }
        }
        let body = match length {
            Some(length) => self.exactly(length),
            None => self.chunks(),
        };
        Answer {
            status,
            cookie,
            body,
        }
    }

    fn chunks(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        loop {
            let length = usize::from_str_radix(&self.line(), 16).unwrap();
            body.extend(self.exactly(length));
            self.line();
            if length == 0 {
                return body;
            }
        }
    }

    fn exactly(&mut self, length: usize) -> Vec<u8> {
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        body
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(
            self.stream.read_line(&mut line).unwrap() > 0,
            "the server hung up"
        );
        line.trim_end().to_owned()
    }
}
