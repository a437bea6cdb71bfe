//! Roles: those that every catalog has, and those that were made.

use std::collections::BTreeSet;

use super::database::{Connection, Row, Transaction};
use super::{Store, StoreError, audit};
use crate::domain::audit::Event;
use crate::domain::role::{Privilege, Role};

/// Why a change of users, roles or tokens was not made. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    /// There is no such thing.
    #[error("there is no {kind} `{name}`")]
    Unknown {
        /// `user`, `role`, `token`.
        kind: &'static str,
        /// What was looked for.
        name: String,
    },
    /// The name is taken.
    #[error("there is a {kind} `{name}` already")]
    Taken {
        /// `user`, `role`, `token`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A role that every catalog has.
    #[error("the role `{0}` is built in and cannot be changed; make one with another name")]
    BuiltIn(String),
    /// A role that somebody has.
    #[error(
        "the role `{name}` is in use by {users} user(s) and {tokens} token(s); take it from them first"
    )]
    InUse {
        /// The role.
        name: String,
        /// Users who have it.
        users: i64,
        /// Tokens that have it.
        tokens: i64,
    },
    /// Nobody could administer the catalog any more.
    #[error("`{0}` is the last user who may administer everything; make another one first")]
    LastAdministrator(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// All roles, by name.
    pub async fn roles(&self) -> Result<Vec<Role>, StoreError> {
        self.read_newest(all).await
    }

    /// Makes a role, or changes one that was made.
    pub async fn set_role(&self, role: Role, event: Event) -> Result<(), AccessError> {
        self.write(move |transaction| {
            refuse_built_in(&role.name)?;
            let privileges = serde_json::json!(role.privileges).to_string();
            transaction.execute(
                "INSERT INTO roles (name, description, privileges) VALUES ($1, $2, $3)
                 ON CONFLICT (name) DO UPDATE SET description = $2, privileges = $3",
                (&role.name, &role.description, &privileges),
            )?;
            let event = event
                .to("role", None, role.name)
                .with("privileges", serde_json::json!(role.privileges));
            Ok(audit::write(transaction, &event)?)
        })
        .await
    }

    /// Forgets a role that nobody has.
    pub async fn remove_role(&self, name: String, event: Event) -> Result<(), AccessError> {
        self.write(move |transaction| {
            refuse_built_in(&name)?;
            let count = |table: &str| {
                let sql = format!("SELECT count(*) FROM {table} WHERE role = $1");
                transaction.query_row(&sql, [&name], |row| row.get::<i64>(0))
            };
            let (users, tokens) = (count("user_roles")?, count("token_roles")?);
            if users + tokens > 0 {
                return Err(AccessError::InUse {
                    name,
                    users,
                    tokens,
                });
            }
            if transaction.execute("DELETE FROM roles WHERE name = $1", [&name])? == 0 {
                return Err(AccessError::Unknown { kind: "role", name });
            }
            Ok(audit::write(transaction, &event.to("role", None, name))?)
        })
        .await
    }
}

fn refuse_built_in(name: &str) -> Result<(), AccessError> {
    if Role::built_in().iter().any(|role| role.name == name) {
        return Err(AccessError::BuiltIn(name.to_owned()));
    }
    Ok(())
}

/// All roles, by name.
fn all(connection: &Connection) -> Result<Vec<Role>, StoreError> {
    let mut roles = Role::built_in();
    roles.extend(
        connection
            .prepare_cached("SELECT name, description, privileges FROM roles")?
            .query_all((), |row| {
                Ok(Role {
                    name: row.get(0)?,
                    description: row.get(1)?,
                    privileges: privileges(row, 2)?,
                    built_in: false,
                })
            })?,
    );
    roles.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(roles)
}

fn privileges(row: &Row<'_>, column: usize) -> Result<BTreeSet<Privilege>, StoreError> {
    super::codec::json(row, column)
}

/// Refuses roles that do not exist.
pub(super) fn check(transaction: &Transaction<'_>, names: &[String]) -> Result<(), AccessError> {
    let known = all(transaction)?;
    let unknown = |name: &&String| !known.iter().any(|role| role.name == **name);
    match names.iter().find(unknown) {
        None => Ok(()),
        Some(name) => Err(AccessError::Unknown {
            kind: "role",
            name: name.clone(),
        }),
    }
}

/// Whose roles.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holder {
    User(i64),
    Token(i64),
}

impl Holder {
    const fn table(self) -> (&'static str, &'static str, i64) {
        match self {
            Self::User(id) => ("user_roles", "user_id", id),
            Self::Token(id) => ("token_roles", "token_id", id),
        }
    }
}

/// The roles that a user or token has, by name.
pub(super) fn of(connection: &Connection, holder: Holder) -> Result<Vec<String>, StoreError> {
    let (table, column, id) = holder.table();
    connection
        .prepare_cached(&format!(
            "SELECT role FROM {table} WHERE {column} = $1 ORDER BY role"
        ))?
        .query_all([id], |row| row.get(0))
}

/// What the roles of a user or token allow together. A role that does not exist any more allows nothing.
pub(super) fn privileges_of(
    connection: &Connection,
    holder: Holder,
) -> Result<BTreeSet<Privilege>, StoreError> {
    let held = of(connection, holder)?;
    Ok(all(connection)?
        .into_iter()
        .filter(|role| held.contains(&role.name))
        .flat_map(|role| role.privileges)
        .collect())
}

/// Gives a user or token these roles and no others.
pub(super) fn give(
    transaction: &Transaction<'_>,
    holder: Holder,
    roles: &[String],
) -> Result<(), AccessError> {
    check(transaction, roles)?;
    let (table, column, id) = holder.table();
    transaction.execute(&format!("DELETE FROM {table} WHERE {column} = $1"), [id])?;
    for role in roles {
        transaction.execute(
            &format!("INSERT INTO {table} ({column}, role) VALUES ($1, $2) ON CONFLICT DO NOTHING"),
            (id, role),
        )?;
    }
    Ok(())
}
