//! `role`: named sets of privileges.

use clap::{Args, Subcommand};

use super::{doing, refused, unreachable};
use crate::cli::database::DatabaseArguments;
use crate::cli::failure::Failure;
use crate::cli::{output, table};
use crate::domain::role::{Privilege, Role};

/// Manage roles, in the database itself
#[derive(Debug, Args)]
#[command(after_help = "\
Privileges: VIEW, EDIT, ACKNOWLEDGE, RESTORE, INGEST, AUDIT, ADMIN.

Examples:
  backup-catalog role list --database sqlite:catalog.db
  backup-catalog role set NIGHT-SHIFT --privilege VIEW --privilege ACKNOWLEDGE --database sqlite:catalog.db")]
pub(in crate::cli) struct RoleCommand {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List roles, built-in ones too
    List {
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Make a role, or change one
    Set {
        /// Capitals, digits, _ and -
        name: String,
        /// What it allows; several times
        #[arg(long, value_name = "PRIVILEGE", required = true)]
        privilege: Vec<Privilege>,
        /// For whom it is
        #[arg(long, value_name = "TEXT", default_value = "")]
        description: String,
        #[command(flatten)]
        database: DatabaseArguments,
    },
    /// Remove a role that nobody has
    Remove {
        /// Which
        name: String,
        #[command(flatten)]
        database: DatabaseArguments,
    },
}

impl RoleCommand {
    pub(in crate::cli) async fn run(self) -> Result<(), Failure> {
        match self.verb {
            Verb::List { database } => {
                let store = database.open().await?;
                let mut roles = table::table();
                roles.set_header(["ROLE", "PRIVILEGES", "FOR"]);
                for role in store.roles().await.map_err(unreachable)? {
                    let privileges: Vec<&str> =
                        role.privileges.iter().map(|it| it.as_str()).collect();
                    roles.add_row([role.name, privileges.join(", "), role.description]);
                }
                output::text(&table::text(roles, &[]))
            }
            Verb::Set {
                name,
                privilege,
                description,
                database,
            } => {
                if !Role::is_name(&name) {
                    return Err(Failure::usage(format!(
                        "{name:?} cannot be a role's name: capitals, digits, _ and -, at most 64"
                    )));
                }
                let role = Role {
                    name,
                    description,
                    privileges: privilege.into_iter().collect(),
                    built_in: false,
                };
                let store = database.open().await?;
                let event = doing("role.set");
                store.set_role(role, event).await.map_err(refused)
            }
            Verb::Remove { name, database } => {
                let store = database.open().await?;
                let event = doing("role.remove");
                store.remove_role(name, event).await.map_err(refused)
            }
        }
    }
}
