//! `notify`: who is told what changes.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::database::DatabaseArguments;
use super::failure::{Failure, Kind};
use super::{human, output, serve, table};
use crate::clock::{Clock as _, SystemClock};
use crate::entropy::{Entropy as _, SystemEntropy};
use crate::notify::{Channel, Message};
use crate::store::StoreError;

/// Try the channels that tell people what changes, and see what is on its way to them
#[derive(Debug, Args)]
#[command(after_help = "\
`status` ends with 1 where something was given up.

Examples:
  backup-catalog notify test ops --config /etc/backup-catalog/server.toml
  backup-catalog notify status --database sqlite:catalog.db
  backup-catalog notify retry --channel ops --database sqlite:catalog.db")]
pub(super) struct Notify {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Send a test message to a channel, now
    Test {
        /// The channel's name
        name: String,
        /// The server's configuration, TOML
        #[arg(long, value_name = "FILE", env = "BACKUP_CATALOG_CONFIG")]
        config: PathBuf,
    },
    /// Show what waits and what was given up, from the database itself
    Status {
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Send what was given up after all
    Retry {
        /// Of this channel only
        #[arg(long, value_name = "NAME")]
        channel: Option<String>,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

impl Notify {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self.verb {
            Verb::Test { name, config } => {
                let settings = serve::notify_settings(&config)?;
                let channels = settings.channels();
                let channels = channels.map_err(|error| Failure::usage(error.to_string()))?;
                test(&name, &channels).await
            }
            Verb::Status { database } => status(&database).await,
            Verb::Retry { channel, database } => {
                let store = database.open().await?;
                let now = SystemClock.now();
                let count = store.retry_dead(channel, now).await.map_err(unreachable)?;
                output::text(&format!("{count} on their way again"))
            }
        }
    }
}

async fn test(name: &str, channels: &[Channel]) -> Result<(), Failure> {
    let Some(channel) = channels.iter().find(|channel| channel.name() == name) else {
        let names: Vec<&str> = channels.iter().map(Channel::name).collect();
        let there = if names.is_empty() {
            "the file has none".to_owned()
        } else {
            format!("there are {}", names.join(", "))
        };
        return Err(Failure::usage(format!(
            "there is no channel {name:?}; {there}"
        )));
    };
    let secret = SystemEntropy.secret();
    let secret = secret.map_err(|error| Failure::unreachable(error.to_string()))?;
    let id = Uuid::new_v5(&Uuid::NAMESPACE_OID, &secret);
    let sent = channel.send(id, &Message::Test, SystemClock.now()).await;
    sent.map_err(|error| Failure::unreachable(format!("{name}: {error}")))?;
    output::text(&format!("{name} has taken a test message"))
}

async fn status(database: &DatabaseArguments) -> Result<(), Failure> {
    let store = database.open().await?;
    let mut channels = table::table();
    channels.set_header(["CHANNEL", "WAITING", "GIVEN UP", "LAST SENT (UTC)"]);
    let mut dead = 0;
    for channel in store.channel_states().await.map_err(unreachable)? {
        dead += channel.dead;
        channels.add_row([
            human::line(&channel.channel),
            channel.waiting.to_string(),
            channel.dead.to_string(),
            channel
                .last_sent
                .map_or_else(|| "-".to_owned(), human::time),
        ]);
    }
    let mut text = table::text(channels, &[1, 2]);
    let unsent = store.unsent().await.map_err(unreachable)?;
    if !unsent.is_empty() {
        let mut messages = table::table();
        messages.set_header([
            "SINCE (UTC)",
            "CHANNEL",
            "STATE",
            "ATTEMPTS",
            "NEXT (UTC)",
            "WHY",
        ]);
        for message in unsent {
            let (state, next) = if message.is_dead {
                ("GIVEN UP", "-".to_owned())
            } else {
                ("WAITING", human::time(message.due))
            };
            messages.add_row([
                human::time(message.created),
                human::line(&message.channel),
                state.to_owned(),
                message.attempts.to_string(),
                next,
                human::line(&message.error.unwrap_or_else(|| "-".to_owned())),
            ]);
        }
        text = format!("{text}\n\n{}", table::text(messages, &[3]));
    }
    output::text(&text)?;
    if dead > 0 {
        return Err(Failure::silent(Kind::No));
    }
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn unreachable(error: StoreError) -> Failure {
    Failure::unreachable(error.to_string())
}
