//! Which server, and as whom.

use std::env;
use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::failure::Failure;
use super::profile::{self, Profile};
use super::secret;
use crate::client::{Address, Session};

/// The environment's password; an argument would stand in the process list.
const PASSWORD: &str = "BACKUP_CATALOG_PASSWORD";
/// The environment's password of another server.
const FROM_PASSWORD: &str = "BACKUP_CATALOG_FROM_PASSWORD";
/// The environment's token.
const TOKEN: &str = "BACKUP_CATALOG_TOKEN";
/// Where a server listens unless it is told otherwise.
const SERVER: &str = "http://127.0.0.1:8181";
/// The first administrator.
const USER: &str = "admin";

/// How to reach the server.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
#[command(next_help_heading = "Server")]
pub(super) struct Connection {
    /// The server [default: the profile's, else http://127.0.0.1:8181]
    #[arg(long, value_name = "URL", env = "BACKUP_CATALOG_SERVER")]
    server: Option<Address>,
    /// A server of the file of profiles, with who asks [default: the one that the file says, unless --server is given]
    #[arg(long, value_name = "NAME", env = "BACKUP_CATALOG_PROFILE")]
    profile: Option<String>,
    /// PEM file with the certificates to trust in a server, and no others [default: the profile's, else the system's]
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_CA_FILE")]
    ca_file: Option<PathBuf>,
    /// File whose first line is an API token, for its owner only; BACKUP_CATALOG_TOKEN has the token itself
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    #[command(flatten)]
    login: Login,
}

/// As whom.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Clone, Args)]
pub(super) struct Login {
    /// Login name; the password comes from --password-file, BACKUP_CATALOG_PASSWORD or a prompt [default: admin]
    #[arg(long, value_name = "LOGIN", env = "BACKUP_CATALOG_USER")]
    user: Option<String>,
    /// File whose first line is the password
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_PASSWORD_FILE")]
    password_file: Option<PathBuf>,
}

/// As whom to read another server.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Args)]
#[command(next_help_heading = "The other server")]
pub(super) struct Origin {
    /// Login name there; the password comes from --from-password-file, BACKUP_CATALOG_FROM_PASSWORD or a prompt [default:
    /// admin]
    #[arg(
        long = "from-user",
        id = "from_user",
        value_name = "LOGIN",
        env = "BACKUP_CATALOG_FROM_USER"
    )]
    user: Option<String>,
    /// File whose first line is the password there
    #[arg(
        long = "from-password-file",
        id = "from_password_file",
        value_name = "FILE",
        env = "BACKUP_CATALOG_FROM_PASSWORD_FILE",
        conflicts_with = "from_token_file"
    )]
    password_file: Option<PathBuf>,
    /// File whose first line is an API token of that server, for its owner only
    #[arg(
        long = "from-token-file",
        id = "from_token_file",
        value_name = "FILE",
        env = "BACKUP_CATALOG_FROM_TOKEN_FILE"
    )]
    token_file: Option<PathBuf>,
    /// PEM file with the certificates to trust in that server, and no others [default: the system's]
    #[arg(
        long = "from-ca-file",
        id = "from_ca_file",
        value_name = "FILE",
        env = "BACKUP_CATALOG_FROM_CA_FILE"
    )]
    ca_file: Option<PathBuf>,
}

impl Origin {
    /// A session there.
    pub(super) async fn open(self, server: Address) -> Result<Session, Failure> {
        let server = trusting(server, self.ca_file.as_ref())?;
        if let Some(file) = &self.token_file {
            return Ok(Session::with_token(server, &secret::token(file)?)?);
        }
        let login = Login {
            user: self.user,
            password_file: self.password_file,
        };
        let password = match (&login.password_file, variable(FROM_PASSWORD)?) {
            (None, Some(password)) => password,
            (Some(file), _) => secret::first_line(file, "password")?,
            (None, None) => prompt(login.name(), &server, FROM_PASSWORD, "--from-password-file")?,
        };
        let there = server.to_string();
        let session = Session::log_in(server, login.name(), &password).await;
        // There are two servers: a refusal has to say whose it is.
        session.map_err(|error| {
            let failure = Failure::from(error);
            if failure.message.contains(&there) {
                return failure;
            }
            Failure::new(failure.kind, format!("{there}: {}", failure.message))
        })
    }
}

/// What is shown to the server.
enum Credentials {
    Token(String),
    Password { login: String, password: String },
}

impl Connection {
    /// A session: logged in, or with a token.
    pub(super) async fn open(&self) -> Result<Session, Failure> {
        self.open_as(Login::password).await
    }

    /// The same, with the password from `ask`.
    async fn open_as(
        &self,
        ask: impl FnOnce(&Login, &Address) -> Result<String, Failure>,
    ) -> Result<Session, Failure> {
        let profile = profile::chosen(self.profile.as_deref(), self.server.is_some())?;
        let server = match (&self.server, &profile.server) {
            (Some(server), _) | (None, Some(server)) => server.clone(),
            (None, None) => SERVER.parse()?,
        };
        let server = trusting(server, self.ca_file.as_ref().or(profile.ca_file.as_ref()))?;
        Ok(match self.credentials(&server, profile, ask)? {
            Credentials::Token(token) => Session::with_token(server, &token)?,
            Credentials::Password { login, password } => {
                Session::log_in(server, &login, &password).await?
            }
        })
    }

    /// What was said now comes before what the profile says, a token before a password.
    fn credentials(
        &self,
        server: &Address,
        profile: Profile,
        ask: impl FnOnce(&Login, &Address) -> Result<String, Failure>,
    ) -> Result<Credentials, Failure> {
        if let Some(file) = &self.token_file {
            return secret::token(file).map(Credentials::Token);
        }
        if let Some(token) = variable(TOKEN)? {
            return Ok(Credentials::Token(token));
        }
        let says_who = self.login.user.is_some() || self.login.password_file.is_some();
        if !says_who && let Some(file) = &profile.token_file {
            return secret::token(file).map(Credentials::Token);
        }
        let login = Login {
            user: self.login.user.clone().or(profile.user),
            password_file: self.login.password_file.clone().or(profile.password_file),
        };
        let password = ask(&login, server)?;
        Ok(Credentials::Password {
            login: login.name().to_owned(),
            password,
        })
    }
}

impl Login {
    /// The login name.
    pub(super) fn name(&self) -> &str {
        self.user.as_deref().unwrap_or(USER)
    }

    /// The password: from the file or the environment, if it is there.
    fn known_password(&self) -> Result<Option<String>, Failure> {
        match &self.password_file {
            Some(file) => secret::first_line(file, "password").map(Some),
            None => variable(PASSWORD),
        }
    }

    /// The password: from the file, the environment or a prompt.
    pub(super) fn password(&self, server: &Address) -> Result<String, Failure> {
        if let Some(password) = self.known_password()? {
            return Ok(password);
        }
        prompt(self.name(), server, PASSWORD, "--password-file")
    }
}

/// How to reach the server, for who runs while nobody watches: nobody is asked, and a setting that is wrong is found when it
/// is needed, not before.
#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Server")]
pub(super) struct Unattended {
    /// The server [default: the profile's, else http://127.0.0.1:8181]
    #[arg(long, value_name = "URL", env = "BACKUP_CATALOG_SERVER")]
    server: Option<String>,
    /// A server of the file of profiles, with who asks [default: the one that the file says, unless --server is given]
    #[arg(long, value_name = "NAME", env = "BACKUP_CATALOG_PROFILE")]
    profile: Option<String>,
    /// PEM file with the certificates to trust in a server, and no others [default: the profile's, else the system's]
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_CA_FILE")]
    ca_file: Option<PathBuf>,
    /// File whose first line is an API token, for its owner only; BACKUP_CATALOG_TOKEN has the token itself
    #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    #[command(flatten)]
    login: Login,
}

impl Unattended {
    /// A session: logged in, or with a token.
    pub(super) async fn open(&self) -> Result<Session, Failure> {
        let server = self.server.as_ref().filter(|text| !text.is_empty());
        let server = server.map(|text| text.parse()).transpose()?;
        let connection = Connection {
            server,
            profile: self.profile.clone(),
            ca_file: self.ca_file.clone(),
            token_file: self.token_file.clone(),
            login: self.login.clone(),
        };
        let known = |login: &Login, server: &Address| {
            login.known_password()?.ok_or_else(|| {
                Failure::usage(format!(
                    "nobody says who reports to {server}: set {TOKEN} or --token-file, or {PASSWORD}"
                ))
            })
        };
        connection.open_as(known).await
    }

    /// Has another command reach the same server; the environment it has already.
    #[cfg(unix)]
    pub(super) fn pass_on(&self, command: &mut tokio::process::Command) {
        let mut variable = |name: &str, value: Option<&std::ffi::OsStr>| {
            if let Some(value) = value {
                command.env(name, value);
            }
        };
        let path = |path: &Option<PathBuf>| path.clone().map(PathBuf::into_os_string);
        variable(
            "BACKUP_CATALOG_SERVER",
            self.server.as_deref().map(AsRef::as_ref),
        );
        variable(
            "BACKUP_CATALOG_PROFILE",
            self.profile.as_deref().map(AsRef::as_ref),
        );
        variable("BACKUP_CATALOG_CA_FILE", path(&self.ca_file).as_deref());
        variable(
            "BACKUP_CATALOG_TOKEN_FILE",
            path(&self.token_file).as_deref(),
        );
        variable(
            "BACKUP_CATALOG_USER",
            self.login.user.as_deref().map(AsRef::as_ref),
        );
        let password_file = path(&self.login.password_file);
        variable("BACKUP_CATALOG_PASSWORD_FILE", password_file.as_deref());
    }
}

/// Asks on the terminal.
fn prompt(login: &str, server: &Address, variable: &str, flag: &str) -> Result<String, Failure> {
    rpassword::prompt_password(format!("Password of {login} at {server}: ")).map_err(|error| {
        Failure::usage(format!(
            "no password: set {variable} or give {flag} (there is no terminal to ask on: {error})"
        ))
    })
}

/// The server, trusted by the certificates in a file, if there is one.
pub(super) fn trusting(server: Address, file: Option<&PathBuf>) -> Result<Address, Failure> {
    let Some(file) = file else {
        return Ok(server);
    };
    let refuse = |why: String| Failure::usage(format!("cannot use {}: {why}", file.display()));
    let pem = fs::read(file).map_err(|error| refuse(error.to_string()))?;
    let trusted = server.with_authority(&pem);
    trusted.map_err(|error| refuse(error.to_string()))
}

fn variable(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Some(value)),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage(format!("{name} is not UTF-8"))),
        Err(env::VarError::NotPresent) => Ok(None),
    }
}

/// Ends a session. What was asked for is done by then: a log-out that fails is no failure of the command, and the
/// session ends by itself.
pub(super) async fn close(session: Session) {
    drop(session.log_out().await);
}
