//! Channels as the configuration file has them.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use reqwest::Url;
use reqwest::header::HeaderValue;
use schemars::JsonSchema;
use serde::Deserialize;

use super::channel::{Channel, Target};
use super::digest_times::{DigestTimes, Often, Weekday};
use super::mail::Mail;
use super::ntfy::Ntfy;
use super::poster::Poster;
use super::webhook::{Secret, Webhook};
use crate::domain::alert::Happening;

/// Who is told what changes
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct NotifySettings {
    /// Hours after which a source that reports nothing is silent; 0: never [default: 48]
    #[schemars(range(max = 87_600))]
    pub(super) silent_after: Option<u32>,
    /// Where people find this server, such as <https://backup.example>: messages have links then
    public_url: Option<String>,
    /// Receivers of a signed POST
    webhook: Vec<WebhookSettings>,
    /// Mailboxes
    mail: Vec<MailSettings>,
    /// Topics of ntfy
    ntfy: Vec<NtfySettings>,
}

/// A receiver of a signed POST
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct WebhookSettings {
    /// What the command line and metrics call it
    name: String,
    /// Where to
    url: Option<String>,
    /// File whose first line is the URL, where that is a secret
    url_file: Option<PathBuf>,
    /// File whose first line is the secret that signs: `whsec_` and base64 of 24 to 64 bytes
    secret_file: Option<PathBuf>,
    /// PEM file with certificates to trust beside the system's
    ca_file: Option<PathBuf>,
    /// What it hears of [default: all]
    events: Option<Vec<Wanted>>,
}

/// A topic of ntfy
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct NtfySettings {
    /// What the command line and metrics call it
    name: String,
    /// Server and topic, such as <https://ntfy.sh/TOPIC>
    url: Option<String>,
    /// File whose first line is the URL: who knows the topic reads it
    url_file: Option<PathBuf>,
    /// File whose first line is the access token
    token_file: Option<PathBuf>,
    /// PEM file with certificates to trust beside the system's
    ca_file: Option<PathBuf>,
    /// What it hears of [default: all]
    events: Option<Vec<Wanted>>,
}

/// Mailboxes behind an SMTP server
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct MailSettings {
    /// What the command line and metrics call it
    name: String,
    /// The SMTP server
    server: String,
    /// Its port [default: 587, with `tls` 465, with `none` 25]
    port: Option<u16>,
    /// How the connection is encrypted [default: starttls]
    tls: Option<MailTls>,
    /// PEM file with certificates to trust beside the system's
    ca_file: Option<PathBuf>,
    /// Login
    user: Option<String>,
    /// File whose first line is the password
    password_file: Option<PathBuf>,
    /// The sender, such as Backups <backups@example.org>
    from: String,
    /// The receivers
    to: Vec<String>,
    /// What they hear of [default: all]
    events: Option<Vec<Wanted>>,
    /// How often they hear how everything stands [default: never]
    digest: Option<Often>,
    /// When, hours and minutes [default: 07:00]
    digest_at: Option<String>,
    /// On which day, of a weekly one [default: monday]
    digest_day: Option<Weekday>,
    /// In which zone, such as Europe/Warsaw [default: UTC]
    time_zone: Option<String>,
}

/// How a connection to an SMTP server is encrypted
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum MailTls {
    /// After STARTTLS
    Starttls,
    /// From the beginning
    Tls,
    /// Not at all
    None,
}

/// What a channel hears of
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Wanted {
    /// An entity has had no backup for longer than it should
    Overdue,
    /// A backup failed
    Failed,
    /// A backup is not complete
    Partial,
    /// What was wrong is over
    Recovered,
    /// An inventory was refused that would have marked too much as gone
    MassRemovalRefused,
    /// A source reports nothing any more
    SourceSilent,
}

impl From<Wanted> for Happening {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Overdue => Self::Overdue,
            Wanted::Failed => Self::Failed,
            Wanted::Partial => Self::Partial,
            Wanted::Recovered => Self::Recovered,
            Wanted::MassRemovalRefused => Self::MassRemovalRefused,
            Wanted::SourceSilent => Self::SourceSilent,
        }
    }
}

/// A channel that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the channel {name:?} of `notify` cannot be used: {reason}")]
pub struct ChannelError {
    /// Its name.
    pub name: String,
    /// Why, and what to do.
    pub reason: String,
}

impl NotifySettings {
    /// Where people find this server, without a slash at the end.
    pub(super) fn public_url(&self) -> Option<String> {
        let url = self.public_url.as_ref()?;
        Some(url.trim_end_matches('/').to_owned())
    }

    /// The channels, with their secrets read from their files.
    pub fn channels(&self) -> Result<Vec<Channel>, ChannelError> {
        let mut channels = Vec::new();
        for settings in &self.webhook {
            channels.push(made(&settings.name, settings.channel())?);
        }
        for settings in &self.mail {
            channels.push(made(&settings.name, settings.channel())?);
        }
        for settings in &self.ntfy {
            channels.push(made(&settings.name, settings.channel())?);
        }
        let mut names = HashSet::new();
        for channel in &channels {
            if !names.insert(channel.name.clone()) {
                let reason = "there is another one with this name; give each a name of its own";
                return made(&channel.name, Err(reason.to_owned()));
            }
        }
        Ok(channels)
    }
}

fn made<T>(name: &str, result: Result<T, String>) -> Result<T, ChannelError> {
    result.map_err(|reason| ChannelError {
        name: name.to_owned(),
        reason,
    })
}

impl WebhookSettings {
    fn channel(&self) -> Result<Channel, String> {
        let url = url(self.url.as_deref(), self.url_file.as_deref())?;
        let authority = file(self.ca_file.as_deref())?;
        let secret =
            match self.secret_file.as_deref() {
                None => None,
                Some(file) => Some(Secret::read(&first_line(file)?).map_err(|reason| {
                    format!("the secret in {} is none: {reason}", file.display())
                })?),
            };
        Ok(Channel {
            name: named(&self.name)?,
            wanted: wanted(self.events.as_deref()),
            digest: None,
            target: Target::Webhook(Webhook {
                poster: Poster::new(url, authority.as_deref())?,
                secret,
            }),
        })
    }
}

impl NtfySettings {
    fn channel(&self) -> Result<Channel, String> {
        let mut url = url(self.url.as_deref(), self.url_file.as_deref())?;
        let path = url.path().trim_matches('/').to_owned();
        let (before, topic) = path.rsplit_once('/').unwrap_or(("", &path));
        if topic.is_empty() {
            return Err("its URL has no topic; write https://ntfy.sh/TOPIC".to_owned());
        }
        url.set_path(before);
        let authorization = match self.token_file.as_deref() {
            None => None,
            Some(file) => {
                if url.scheme() == "http" && !is_here(url.host_str()) {
                    return Err(
                        "its token would go over the network for all to read; write https://"
                            .to_owned(),
                    );
                }
                let value = HeaderValue::from_str(&format!("Bearer {}", first_line(file)?));
                let mut value = value
                    .map_err(|_| format!("{} has letters that no token has", file.display()))?;
                value.set_sensitive(true);
                Some(value)
            }
        };
        let authority = file(self.ca_file.as_deref())?;
        Ok(Channel {
            name: named(&self.name)?,
            wanted: wanted(self.events.as_deref()),
            digest: None,
            target: Target::Ntfy(Ntfy {
                poster: Poster::new(url, authority.as_deref())?,
                topic: topic.to_owned(),
                authorization,
            }),
        })
    }
}

/// How long an SMTP server may take for each answer (chosen).
const PATIENCE: Duration = Duration::from_secs(20);

impl MailSettings {
    fn channel(&self) -> Result<Channel, String> {
        let mailbox = |text: &String| -> Result<Mailbox, String> {
            let read = text.parse();
            read.map_err(|error| format!("{text:?} is no mail address: {error}"))
        };
        let to: Result<Vec<Mailbox>, String> = self.to.iter().map(mailbox).collect();
        let to = to?;
        if to.is_empty() {
            return Err("`to` names nobody".to_owned());
        }
        let tls = self.tls.unwrap_or(MailTls::Starttls);
        let (usual, security) = match tls {
            MailTls::None => (25, Tls::None),
            MailTls::Starttls => (587, Tls::Required(self.parameters()?)),
            MailTls::Tls => (465, Tls::Wrapper(self.parameters()?)),
        };
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&self.server)
            .port(self.port.unwrap_or(usual))
            .timeout(Some(PATIENCE))
            .tls(security);
        match (&self.user, self.password_file.as_deref()) {
            (None, None) => {}
            (Some(_), Some(_)) if tls == MailTls::None && !is_here(Some(&self.server)) => {
                return Err(
                    "its password would go over the network for all to read; leave out tls = 'none'"
                        .to_owned(),
                );
            }
            (Some(user), Some(file)) => {
                transport =
                    transport.credentials(Credentials::new(user.clone(), first_line(file)?));
            }
            _ => return Err("`user` and `password-file` go together".to_owned()),
        }
        let digest = self.digest.map(|often| {
            DigestTimes::new(
                often,
                self.digest_at.as_deref(),
                self.digest_day,
                self.time_zone.as_deref(),
            )
        });
        Ok(Channel {
            name: named(&self.name)?,
            wanted: wanted(self.events.as_deref()),
            digest: digest.transpose()?,
            target: Target::Mail(Box::new(Mail {
                transport: transport.build(),
                from: mailbox(&self.from)?,
                to,
            })),
        })
    }

    fn parameters(&self) -> Result<TlsParameters, String> {
        crate::client::provide_tls();
        let mut parameters = TlsParameters::builder(self.server.clone());
        if let Some(pem) = file(self.ca_file.as_deref())? {
            let certificate = Certificate::from_pem(&pem)
                .map_err(|error| format!("cannot read the certificates of `ca-file`: {error}"))?;
            parameters = parameters.add_root_certificate(certificate);
        }
        parameters.build().map_err(|error| error.to_string())
    }
}

fn named(name: &str) -> Result<String, String> {
    if name.is_empty() || name.len() > 100 || name.chars().any(char::is_control) {
        return Err("`name` has 1 to 100 letters".to_owned());
    }
    Ok(name.to_owned())
}

fn wanted(events: Option<&[Wanted]>) -> BTreeSet<Happening> {
    match events {
        None => Happening::ALL.into(),
        Some(events) => events.iter().map(|wanted| (*wanted).into()).collect(),
    }
}

fn url(url: Option<&str>, file: Option<&Path>) -> Result<Url, String> {
    let text = match (url, file) {
        (Some(url), None) => url.to_owned(),
        (None, Some(file)) => first_line(file)?,
        _ => return Err("it needs one of `url` and `url-file`".to_owned()),
    };
    let url: Result<Url, _> = text.parse();
    // The URL itself may be a secret.
    match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err("its URL is none; write https://HOST/PATH".to_owned()),
    }
}

/// Whether a host is this machine.
fn is_here(host: Option<&str>) -> bool {
    matches!(host, Some("localhost" | "127.0.0.1" | "::1" | "[::1]"))
}

fn first_line(file: &Path) -> Result<String, String> {
    let text = fs::read_to_string(file)
        .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    match text.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => Ok(line.to_owned()),
        _ => Err(format!("{} has nothing on its first line", file.display())),
    }
}

fn file(file: Option<&Path>) -> Result<Option<Vec<u8>>, String> {
    let Some(file) = file else { return Ok(None) };
    let read = fs::read(file);
    read.map(Some)
        .map_err(|error| format!("cannot read {}: {error}", file.display()))
}
