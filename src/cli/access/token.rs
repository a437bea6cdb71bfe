//! `token`: what programs log in with.

use std::sync::Arc;

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::scope::ScopeArguments;
use super::{doing, failed, refused, summary, unreachable};
use crate::cli::database::DatabaseArguments;
use crate::cli::failure::{Failure, Kind};
use crate::cli::{human, output, table};
use crate::clock::SystemClock;
use crate::domain::page::Page;
use crate::domain::ping::{Call, Ping};
use crate::entropy::SystemEntropy;
use crate::session::{NewToken, Sessions};
use crate::store::Store;
use crate::store::tokens::ApiToken;
use crate::types::ProtectedEntityType;

/// A day, ms.
const DAY: i64 = 86_400_000;

/// Manage API tokens, in the database itself
#[derive(Debug, Args)]
#[command(after_help = "\
A server that runs knows a new token at once, and a revoked one no more within a second.

Examples:
  backup-catalog token create web01 --role REPORTER --source web01 --database sqlite:catalog.db
  backup-catalog token create-ping web01-etc --source web01 --entity web01:/etc --database sqlite:catalog.db
  backup-catalog token revoke web01 --database sqlite:catalog.db")]
pub(in crate::cli) struct TokenCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[allow(clippy::doc_markdown, reason = "clap shows the text as it is")]
#[derive(Debug, Subcommand)]
enum Verb {
    /// List tokens, revoked ones too
    List {
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Make a token and print its secret, this once
    Create {
        /// What to call it; no other live token has the name
        name: String,
        /// A role, such as REPORTER or VIEWER; several times
        #[arg(long, value_name = "ROLE", required = true)]
        role: Vec<String>,
        /// Days after which it ends; by default it does not
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=36500))]
        days: Option<i64>,
        #[command(flatten)]
        database: DatabaseArguments,
        #[command(flatten)]
        scope: ScopeArguments,
    },
    /// Make a token of pings for one job and print its secret, this once
    CreatePing {
        /// What to call it; no other live token has the name
        name: String,
        /// Who reports
        #[arg(long, value_name = "NAME")]
        source: String,
        /// What is backed up
        #[arg(long, value_name = "NAME")]
        entity: String,
        /// Kind of what is backed up, such as OS_AGENT, APP or VM
        #[arg(long, value_name = "TYPE")]
        entity_type: Option<ProtectedEntityType>,
        /// Its policy
        #[arg(long, value_name = "NAME")]
        policy: Option<String>,
        /// Where the backups are
        #[arg(long, value_name = "NAME")]
        destination: Option<String>,
        /// The host that is backed up
        #[arg(long, value_name = "NAME")]
        node: Option<String>,
        /// Days after which it ends; by default it does not
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..=36500))]
        days: Option<i64>,
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Revoke a token, with the sessions that were begun with it
    Revoke {
        /// Its name or guid
        token: String,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

impl TokenCommand {
    pub(in crate::cli) async fn run(self) -> Result<(), Failure> {
        match self.verb {
            Verb::List { database } => list(&database.open().await?).await,
            Verb::Create {
                name,
                role,
                days,
                scope,
                database,
            } => {
                check(&name)?;
                let store = database.open().await?;
                let event = doing("token.create");
                let new = NewToken {
                    name,
                    roles: role,
                    scope: scope.read(&store).await?,
                    expires: days.map(|days| event.time + days * DAY),
                };
                let sessions = Sessions::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy));
                let (secret, _) = sessions.issue(new, event).await.map_err(failed)?;
                eprintln!("The token's secret; it is not shown again:");
                output::text(&secret)
            }
            Verb::CreatePing {
                name,
                source,
                entity,
                entity_type,
                policy,
                destination,
                node,
                days,
                database,
            } => {
                check(&name)?;
                let ping = Ping {
                    source,
                    entity,
                    entity_type,
                    policy,
                    destination,
                    node,
                };
                // What no ping of it could report is refused now.
                let call = Call::success(0);
                for record in ping.take(Uuid::nil(), None, &call).records {
                    let checked = record.check();
                    checked.map_err(|refusal| Failure::usage(refusal.to_string()))?;
                }
                let store = database.open().await?;
                let event = doing("token.create");
                let expires = days.map(|days| event.time + days * DAY);
                let sessions = Sessions::new(store, Arc::new(SystemClock), Arc::new(SystemEntropy));
                let issued = sessions.issue_ping(name, ping, expires, event);
                let secret = issued.await.map_err(failed)?;
                eprintln!(
                    "The secret of its URL, which is the server's with /ping/ and this; it is not shown again:"
                );
                output::text(&secret)
            }
            Verb::Revoke { token, database } => {
                let store = database.open().await?;
                let guid = guid(&store, &token).await?;
                let event = doing("token.revoke");
                let time = event.time;
                let revoked = store.revoke_token(guid, time, event).await;
                revoked.map(|_| ()).map_err(refused)
            }
        }
    }
}

fn check(name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() || name.chars().count() > 100 {
        return Err(Failure::usage("a token's name has 1 to 100 characters"));
    }
    Ok(())
}

async fn list(store: &Store) -> Result<(), Failure> {
    let mut tokens = table::table();
    tokens.set_header([
        "NAME",
        "ROLES",
        "SEES",
        "CREATED (UTC)",
        "BY",
        "LAST USED (UTC)",
        "EXPIRES (UTC)",
        "REVOKED (UTC)",
        "GUID",
    ]);
    let time = |time: Option<i64>| time.map_or_else(|| "-".to_owned(), human::time);
    for token in store.tokens(Page::Whole).await.map_err(unreachable)?.rows {
        tokens.add_row([
            human::line(&token.name),
            roles(&token),
            match &token.ping {
                Some(ping) => human::line(&ping.entity),
                None => summary(&token.scope),
            },
            human::time(token.created),
            human::line(&token.created_by),
            time(token.last_used),
            time(token.expires),
            time(token.revoked),
            token.guid.to_string(),
        ]);
    }
    output::text(&table::text(tokens, &[]))
}

/// Its roles, or that it is one of pings.
fn roles(token: &ApiToken) -> String {
    match token.ping {
        Some(_) => "(pings)".to_owned(),
        None => token.roles.join(", "),
    }
}

/// The token with this guid, or the live one with this name.
async fn guid(store: &Store, text: &str) -> Result<Uuid, Failure> {
    let tokens = store.tokens(Page::Whole).await.map_err(unreachable)?.rows;
    let wanted = text.parse::<Uuid>().ok();
    tokens
        .into_iter()
        .find(|token| Some(token.guid) == wanted || (token.revoked.is_none() && token.name == text))
        .map(|token| token.guid)
        .ok_or_else(|| Failure::new(Kind::No, format!("there is no live token {text:?}")))
}
