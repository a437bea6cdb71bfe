//! A mail server that keeps what it gets, and may be told to refuse.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

#[derive(Debug, Clone, Default)]
pub(crate) struct Letter {
    pub(crate) to: Vec<String>,
    /// Head and body as they came.
    pub(crate) text: String,
}

impl Letter {
    /// A header, folded lines joined.
    pub(crate) fn header(&self, name: &str) -> String {
        let (head, _) = self.text.split_once("\n\n").unwrap();
        let head = head.replace("\n ", " ");
        let mut lines = head.lines();
        let line = lines.find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name} in {head}"))
            .to_owned()
    }
}

pub(crate) struct Sink {
    address: SocketAddr,
    letters: Arc<Mutex<Vec<Letter>>>,
    refusal: Arc<Mutex<Option<&'static str>>>,
}

impl Sink {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let sink = Self {
            address: listener.local_addr().unwrap(),
            letters: Arc::default(),
            refusal: Arc::default(),
        };
        let (letters, refusal) = (Arc::clone(&sink.letters), Arc::clone(&sink.refusal));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&letters), Arc::clone(&refusal)));
            }
        });
        sink
    }

    pub(crate) const fn port(&self) -> u16 {
        self.address.port()
    }

    /// Refuses letters so from now on.
    pub(crate) fn refuse(&self, answer: Option<&'static str>) {
        *self.refusal.lock().unwrap() = answer;
    }

    /// What came since the last time.
    pub(crate) fn take(&self) -> Vec<Letter> {
        std::mem::take(&mut self.letters.lock().unwrap())
    }
}

async fn talk(
    stream: TcpStream,
    letters: Arc<Mutex<Vec<Letter>>>,
    refusal: Arc<Mutex<Option<&'static str>>>,
) {
    let mut stream = BufReader::new(stream);
    let mut letter = Letter::default();
    let mut answer = "220 sink ESMTP".to_owned();
    loop {
        stream
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .unwrap();
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let command = line.trim();
        "250 fine".clone_into(&mut answer);
        if let Some(to) = command.strip_prefix("RCPT TO:") {
            letter.to.push(to.trim_matches(['<', '>']).to_owned());
            if let Some(refusal) = *refusal.lock().unwrap() {
                refusal.clone_into(&mut answer);
            }
        } else if command == "QUIT" {
            return;
        } else if command == "DATA" {
            stream.write_all(b"354 go on\r\n").await.unwrap();
            loop {
                let mut line = String::new();
                stream.read_line(&mut line).await.unwrap();
                if line == ".\r\n" {
                    break;
                }
                let line = line.trim_end_matches(['\r', '\n']);
                letter.text.push_str(line.strip_prefix('.').unwrap_or(line));
                letter.text.push('\n');
            }
            letters.lock().unwrap().push(std::mem::take(&mut letter));
        }
    }
}
