//! `api`: any operation, as the document has it.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};

use clap::Args;

use super::connection::{self, Connection};
use super::failure::Failure;
use super::output;
use crate::client::{Method, Session};

/// Call any operation of the API
#[derive(Debug, Args)]
#[command(after_help = "\
The answer's body goes to standard output as it comes. A refusal is said on standard error, with the exit codes of the
other commands. The operations are in the server's /docs.

Examples:
  backup-catalog api GET '/backups/grouped?nameLike=web&size=5'
  backup-catalog api PUT /backups/GUID/description --data '{\"value\":\"before the move\"}'
  backup-catalog api POST /catalog/ingest --data @records.ndjson --type application/x-ndjson")]
pub(super) struct Api {
    /// GET, PUT, POST …
    #[arg(value_parser = method)]
    method: Method,
    /// The path below /api, with the query
    path: String,
    /// The body; @FILE reads a file, @- standard input
    #[arg(short, long, value_name = "TEXT|@FILE")]
    data: Option<String>,
    /// The body's media type
    #[arg(long = "type", value_name = "TYPE", default_value = "application/json")]
    media_type: String,
    /// Print status and headers before the body
    #[arg(short, long)]
    include: bool,
    #[command(flatten)]
    connection: Connection,
}

fn method(text: &str) -> Result<Method, String> {
    let upper = text.to_uppercase();
    upper
        .parse()
        .map_err(|_| "it is no method of HTTP".to_owned())
}

impl Api {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let body = self.data.as_deref().map(read).transpose()?;
        let session = self.connection.open().await?;
        let answer = self.call(&session, body).await;
        connection::close(session).await;
        let (head, body) = answer?;
        if self.include {
            output::text(&head)?;
        }
        output::bytes(&body)
    }

    async fn call(
        &self,
        session: &Session,
        body: Option<Vec<u8>>,
    ) -> Result<(String, Vec<u8>), Failure> {
        let path = self.path.strip_prefix("/api/").unwrap_or(&self.path);
        let path = format!("/{}", path.trim_start_matches('/'));
        let body = body.map(|bytes| (self.media_type.as_str(), bytes));
        let answer = session.call(self.method.clone(), &path, body).await?;
        let mut head = format!("HTTP {}\n", answer.status);
        for (name, value) in &answer.headers {
            // The session is as good as a password.
            if name != "set-cookie" {
                // Writing to a String cannot fail.
                let value = String::from_utf8_lossy(value.as_bytes());
                let _ = writeln!(head, "{name}: {value}");
            }
        }
        Ok((head, answer.body))
    }
}

fn read(data: &str) -> Result<Vec<u8>, Failure> {
    let refuse = |error: io::Error| Failure::usage(format!("cannot read the body: {error}"));
    match data.strip_prefix('@') {
        None => Ok(data.as_bytes().to_vec()),
        Some("-") => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map_err(refuse)?;
            Ok(bytes)
        }
        Some(file) => fs::read(file).map_err(refuse),
    }
}
