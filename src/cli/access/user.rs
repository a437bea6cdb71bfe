//! `user`: who may log in.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::scope::ScopeArguments;
use super::{doing, failed, refused, summary, unreachable};
use crate::cli::database::DatabaseArguments;
use crate::cli::failure::Failure;
use crate::cli::{human, output, secret, table};
use crate::domain::identity;
use crate::domain::role::ADMINISTRATOR;
use crate::domain::scope::Scope;
use crate::entropy::{Entropy as _, SystemEntropy};
use crate::session;
use crate::store::Store;
use crate::store::users::{User, UserChange};

/// The shortest password (chosen, after NIST SP 800-63B).
const SHORTEST: usize = 8;

/// Manage users, in the database itself
#[derive(Debug, Args)]
#[command(after_help = "\
A change ends the sessions of the user: on a running server within a second.

Examples:
  backup-catalog user add alice --role OPERATOR --database sqlite:catalog.db
  backup-catalog user add bob --role VIEWER --policy nightly --database sqlite:catalog.db
  backup-catalog user password admin --password-file secret.txt --database sqlite:catalog.db")]
pub(in crate::cli) struct UserCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List users
    List {
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Add a user, who sees everything unless a scope is given
    Add {
        /// The name to log in with
        login: String,
        /// A role, such as VIEWER or OPERATOR; several times
        #[arg(long, value_name = "ROLE", required = true)]
        role: Vec<String>,
        /// File whose first line is the password; by default it is asked for
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        #[command(flatten)]
        database: DatabaseArguments,
        #[command(flatten)]
        scope: ScopeArguments,
    },
    /// Set a user's password
    Password {
        /// Whose
        login: String,
        /// File whose first line is the password; by default it is asked for
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Change what a user may do and see
    Set {
        /// Whom
        login: String,
        /// A role; several times. The user has these and no others
        #[arg(long, value_name = "ROLE")]
        role: Vec<String>,
        /// See everything again
        #[arg(long, conflicts_with_all = ["policy", "entity", "project", "source"])]
        everything: bool,
        /// Keep the user out
        #[arg(long, conflicts_with = "enable")]
        disable: bool,
        /// Let the user in again
        #[arg(long)]
        enable: bool,
        #[command(flatten)]
        database: DatabaseArguments,
        #[command(flatten)]
        scope: ScopeArguments,
    },
    /// Remove a user; the audit log keeps the name
    Remove {
        /// Whom
        login: String,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

impl UserCommand {
    pub(in crate::cli) async fn run(self) -> Result<(), Failure> {
        match self.verb {
            Verb::List { database } => list(&database.open().await?).await,
            Verb::Add {
                login,
                role,
                password_file,
                scope,
                database,
            } => {
                let store = database.open().await?;
                let scope = scope.read(&store).await?;
                add(&store, login, role, scope, password_file.as_deref()).await
            }
            Verb::Password {
                login,
                password_file,
                database,
            } => {
                let store = database.open().await?;
                let change = UserChange {
                    password_hash: Some(hash(password_file.as_deref(), &login).await?),
                    ..UserChange::default()
                };
                change_user(&store, login, change, "user.password").await
            }
            Verb::Set {
                login,
                role,
                everything,
                disable,
                enable,
                scope,
                database,
            } => {
                let store = database.open().await?;
                let change = UserChange {
                    password_hash: None,
                    disabled: (disable || enable).then_some(disable),
                    roles: (!role.is_empty()).then_some(role),
                    scope: match (everything, scope.is_empty()) {
                        (true, _) => Some(Scope::Everything),
                        (false, true) => None,
                        (false, false) => Some(scope.read(&store).await?),
                    },
                };
                if change == UserChange::default() {
                    return Err(Failure::usage(
                        "say what to change: --role, --disable, --enable, --everything or a scope",
                    ));
                }
                change_user(&store, login, change, "user.change").await
            }
            Verb::Remove { login, database } => {
                let store = database.open().await?;
                let event = doing("user.remove");
                store.remove_user(login, event).await.map_err(refused)
            }
        }
    }
}

async fn list(store: &Store) -> Result<(), Failure> {
    let mut users = table::table();
    users.set_header(["LOGIN", "ROLES", "SEES", "STATE", "CREATED (UTC)"]);
    for user in store.users().await.map_err(unreachable)? {
        let state = if user.disabled { "disabled" } else { "enabled" };
        users.add_row([
            human::line(&user.login),
            user.roles.join(", "),
            summary(&user.scope),
            state.to_owned(),
            human::time(user.created),
        ]);
    }
    output::text(&table::text(users, &[]))
}

async fn add(
    store: &Store,
    login: String,
    roles: Vec<String>,
    scope: Scope,
    password_file: Option<&Path>,
) -> Result<(), Failure> {
    if login.trim().is_empty() || login.chars().any(char::is_control) || login.len() > 256 {
        return Err(Failure::usage(
            "a login is a name of at most 256 bytes, without control characters",
        ));
    }
    if scope != Scope::Everything && roles.iter().any(|role| role == ADMINISTRATOR) {
        return Err(Failure::usage(
            "an ADMINISTRATOR sees everything; give another role with a scope",
        ));
    }
    let event = doing("user.create");
    let user = User {
        guid: identity::user(&login),
        password_hash: hash(password_file, &login).await?,
        login,
        created: event.time,
        disabled: false,
        roles,
        scope,
    };
    store.add_user(user, event).await.map_err(refused)
}

async fn change_user(
    store: &Store,
    login: String,
    change: UserChange,
    action: &'static str,
) -> Result<(), Failure> {
    let event = doing(action);
    store
        .change_user(login, change, event)
        .await
        .map_err(refused)
}

/// The hash of a password from a file, or from who sits at the terminal, who types it twice.
async fn hash(file: Option<&Path>, login: &str) -> Result<String, Failure> {
    let password = if let Some(file) = file {
        secret::first_line(file, "password")?
    } else {
        let ask = |what: &str| {
            rpassword::prompt_password(what).map_err(|error| {
                Failure::usage(format!(
                    "no password: give --password-file (there is no terminal to ask on: {error})"
                ))
            })
        };
        let password = ask(&format!("Password of {login}: "))?;
        if ask("The same again: ")? != password {
            return Err(Failure::usage("the two passwords differ"));
        }
        password
    };
    if password.chars().count() < SHORTEST {
        return Err(Failure::usage(format!(
            "the password is too short; it needs at least {SHORTEST} characters"
        )));
    }
    let salt = SystemEntropy
        .secret()
        .map_err(|error| Failure::unreachable(error.to_string()))?;
    session::hash(password, salt)
        .await
        .map_err(|error| failed(error.into()))
}
