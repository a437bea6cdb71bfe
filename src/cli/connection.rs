//! Which server, and as whom.

use std::env;
use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use crate::client::{Address, Session};

/// The environment's password; an argument would stand in the process list.
const PASSWORD: &str = "BACKUP_CATALOG_PASSWORD";

/// How to reach the server.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub(super) struct Connection {
    /// The server
    #[arg(
        long,
        value_name = "URL",
        env = "BACKUP_CATALOG_SERVER",
        default_value = "http://127.0.0.1:8181"
    )]
    server: Address,
    #[command(flatten)]
    login: Login,
}

/// As whom.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
pub(super) struct Login {
    /// Login name; the password comes from --password-file, BACKUP_CATALOG_PASSWORD or a prompt
    #[arg(
        long,
        value_name = "LOGIN",
        env = "BACKUP_CATALOG_USER",
        default_value = "admin"
    )]
    user: String,
    /// File whose first line is the password
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl Connection {
    /// Logs in.
    pub(super) async fn open(&self) -> Result<Session, Failure> {
        let password = self.login.password(&self.server)?;
        Ok(Session::log_in(self.server.clone(), self.login.name(), &password).await?)
    }
}

impl Login {
    /// The login name.
    pub(super) fn name(&self) -> &str {
        &self.user
    }

    /// The password: from the file, the environment or a prompt.
    pub(super) fn password(&self, server: &Address) -> Result<String, Failure> {
        if let Some(file) = &self.password_file {
            let text = fs::read_to_string(file).map_err(|error| {
                Failure::usage(format!(
                    "cannot read the password file {}: {error}",
                    file.display()
                ))
            })?;
            return Ok(text.lines().next().unwrap_or_default().to_owned());
        }
        match env::var(PASSWORD) {
            Ok(password) => return Ok(password),
            Err(env::VarError::NotUnicode(_)) => {
                return Err(Failure::usage(format!("{PASSWORD} is not UTF-8")));
            }
            Err(env::VarError::NotPresent) => {}
        }
        rpassword::prompt_password(format!("Password of {} at {}: ", self.user, server))
            .map_err(|error| {
                Failure::usage(format!(
                    "no password: set {PASSWORD} or give --password-file (there is no terminal to ask on: {error})"
                ))
            })
    }
}

/// Ends a session. What was asked for is done by then: a log-out that fails is no failure of the command, and the
/// session ends by itself.
pub(super) async fn close(session: Session) {
    drop(session.log_out().await);
}
