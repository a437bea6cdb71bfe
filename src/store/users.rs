//! Users.

use std::collections::BTreeSet;

use super::database::{Connection, OptionalRow as _, Row, Transaction};
use uuid::Uuid;

use super::roles::{self, AccessError, Holder};
use super::{Store, StoreError, audit};
use crate::domain::audit::Event;
use crate::domain::role::{ADMINISTRATOR, Privilege};
use crate::domain::scope::Scope;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Identity.
    pub guid: Uuid,
    /// The name to log in with.
    pub login: String,
    /// The password's hash, a PHC string.
    pub password_hash: String,
    /// When the user was made, epoch ms.
    pub created: i64,
    /// Whether the user is kept out.
    pub disabled: bool,
    /// Names of roles.
    pub roles: Vec<String>,
    /// What the user sees.
    pub scope: Scope,
}

/// What to change of a user; what is not named stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChange {
    /// The password's new hash. All sessions end.
    pub password_hash: Option<String>,
    /// Keeps the user out, or lets them in again. Sessions end.
    pub disabled: Option<bool>,
    /// These roles and no others.
    pub roles: Option<Vec<String>>,
    /// What the user sees.
    pub scope: Option<Scope>,
}

const COLUMNS: &str = "id, guid, login, password_hash, created, disabled, scope";

impl Store {
    /// Whether there is any user.
    pub async fn has_users(&self) -> Result<bool, StoreError> {
        self.read_newest(|connection| {
            connection.query_row("SELECT EXISTS (SELECT 1 FROM users)", (), |row| row.get(0))
        })
        .await
    }

    /// All users, by login.
    pub async fn users(&self) -> Result<Vec<User>, StoreError> {
        self.read_newest(|connection| {
            let rows = connection
                .prepare_cached(&format!("SELECT {COLUMNS} FROM users ORDER BY login"))?
                .query_all((), read)?;
            rows.into_iter()
                .map(|(id, user)| with_roles(connection, id, user))
                .collect()
        })
        .await
    }

    /// The user with this login.
    pub async fn user(&self, login: String) -> Result<Option<User>, StoreError> {
        self.read_newest(move |connection| {
            find(connection, &login)?
                .map(|(id, user)| with_roles(connection, id, user))
                .transpose()
        })
        .await
    }

    /// What the roles of a user allow together; nothing if the user is gone.
    pub async fn privileges_of_user(&self, guid: Uuid) -> Result<BTreeSet<Privilege>, StoreError> {
        self.read_newest(move |connection| {
            let id = connection
                .prepare_cached("SELECT id FROM users WHERE guid = $1")?
                .query_row([guid], |row| row.get(0))
                .optional()?;
            id.map_or_else(
                || Ok(BTreeSet::new()),
                |id| roles::privileges_of(connection, Holder::User(id)),
            )
        })
        .await
    }

    /// Adds a user if there is none at all: of two servers that start at once, one does it.
    pub async fn add_first_user(&self, user: User, event: Event) -> Result<bool, AccessError> {
        self.write(move |transaction| {
            let none = "SELECT NOT EXISTS (SELECT 1 FROM users)";
            if !transaction.query_row(none, (), |row| row.get(0))? {
                return Ok(false);
            }
            add(transaction, user, event)?;
            Ok(true)
        })
        .await
    }

    /// Adds a user.
    pub async fn add_user(&self, user: User, event: Event) -> Result<(), AccessError> {
        self.write(move |transaction| {
            if find(transaction, &user.login)?.is_some() {
                return Err(AccessError::Taken {
                    kind: "user",
                    name: user.login,
                });
            }
            add(transaction, user, event)
        })
        .await
    }

    /// Changes a user.
    pub async fn change_user(
        &self,
        login: String,
        change: UserChange,
        event: Event,
    ) -> Result<(), AccessError> {
        self.write(move |transaction| {
            let (id, user) = known(transaction, login)?;
            let mut event = event.to("user", Some(user.guid), &user.login);
            let kept = administrators(transaction)?;
            if let Some(hash) = change.password_hash {
                transaction.execute(
                    "UPDATE users SET password_hash = $1 WHERE id = $2",
                    (hash, id),
                )?;
                event = event.with("password", "changed");
            }
            if let Some(disabled) = change.disabled {
                transaction.execute(
                    "UPDATE users SET disabled = $1 WHERE id = $2",
                    (disabled, id),
                )?;
                event = event.with("disabled", disabled);
            }
            if let Some(scope) = change.scope {
                let scope = scope.to_json();
                event = event.with("scope", shown(scope.as_deref()));
                transaction.execute("UPDATE users SET scope = $1 WHERE id = $2", (scope, id))?;
            }
            if let Some(roles) = change.roles {
                let before = roles::of(transaction, Holder::User(id))?;
                roles::give(transaction, Holder::User(id), &roles)?;
                event = event.with("roles", roles).with("rolesBefore", before);
            }
            if kept > 0 && administrators(transaction)? == 0 {
                return Err(AccessError::LastAdministrator(user.login));
            }
            transaction.execute("DELETE FROM sessions WHERE user_id = $1", [id])?;
            Ok(audit::write(transaction, &event)?)
        })
        .await
    }

    /// Removes a user with all sessions.
    pub async fn remove_user(&self, login: String, event: Event) -> Result<(), AccessError> {
        self.write(move |transaction| {
            let (id, user) = known(transaction, login)?;
            let kept = administrators(transaction)?;
            transaction.execute("DELETE FROM sessions WHERE user_id = $1", [id])?;
            transaction.execute("DELETE FROM user_roles WHERE user_id = $1", [id])?;
            transaction.execute("DELETE FROM users WHERE id = $1", [id])?;
            if kept > 0 && administrators(transaction)? == 0 {
                return Err(AccessError::LastAdministrator(user.login));
            }
            let event = event.to("user", Some(user.guid), user.login);
            Ok(audit::write(transaction, &event)?)
        })
        .await
    }
}

/// A scope as the audit log shows it.
pub(super) fn shown(scope: Option<&str>) -> serde_json::Value {
    scope.map_or_else(
        || "everything".into(),
        |text| serde_json::from_str(text).unwrap_or_else(|_| text.into()),
    )
}

/// Users who may do everything, everywhere.
fn administrators(connection: &Connection) -> Result<i64, StoreError> {
    connection.query_row(
        "SELECT count(*) FROM users u JOIN user_roles r ON r.user_id = u.id
         WHERE u.disabled = 0 AND u.scope IS NULL AND r.role = $1",
        [ADMINISTRATOR],
        |row| row.get(0),
    )
}

fn add(transaction: &Transaction<'_>, user: User, event: Event) -> Result<(), AccessError> {
    let scope = user.scope.to_json();
    let event = event
        .to("user", Some(user.guid), &user.login)
        .with("roles", user.roles.clone())
        .with("scope", shown(scope.as_deref()));
    let id = transaction.insert(
        "INSERT INTO users (guid, login, password_hash, created, disabled, scope) VALUES ($1, $2, $3, $4, $5, $6)",
        (
            user.guid,
            user.login,
            user.password_hash,
            user.created,
            user.disabled,
            scope,
        ),
    )?;
    roles::give(transaction, Holder::User(id), &user.roles)?;
    Ok(audit::write(transaction, &event)?)
}

fn known(connection: &Connection, login: String) -> Result<(i64, User), AccessError> {
    find(connection, &login)?.ok_or(AccessError::Unknown {
        kind: "user",
        name: login,
    })
}

fn find(connection: &Connection, login: &str) -> Result<Option<(i64, User)>, StoreError> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM users WHERE login = $1"))?
        .query_row([login], read)
        .optional()
}

/// A user without roles.
fn read(row: &Row<'_>) -> Result<(i64, User), StoreError> {
    let user = User {
        guid: row.get(1)?,
        login: row.get(2)?,
        password_hash: row.get(3)?,
        created: row.get(4)?,
        disabled: row.get(5)?,
        roles: Vec::new(),
        scope: scope(row, 6)?,
    };
    Ok((row.get(0)?, user))
}

/// A scope as it is kept.
pub(super) fn scope(row: &Row<'_>, column: usize) -> Result<Scope, StoreError> {
    let text = row.text(column)?;
    Scope::from_json(text).map_err(|_| StoreError::Corrupt {
        value: text.unwrap_or_default().to_owned(),
        expected: "a scope",
    })
}

fn with_roles(connection: &Connection, id: i64, user: User) -> Result<User, StoreError> {
    Ok(User {
        roles: roles::of(connection, Holder::User(id))?,
        ..user
    })
}
