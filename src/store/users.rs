//! Users.

use super::database::OptionalRow as _;
use uuid::Uuid;

use super::{Store, StoreError};

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
}

impl Store {
    /// Whether there is any user.
    pub async fn has_users(&self) -> Result<bool, StoreError> {
        self.read_newest(|connection| {
            connection.query_row("SELECT EXISTS (SELECT 1 FROM users)", (), |row| row.get(0))
        })
        .await
    }

    /// The user with this login.
    pub async fn user(&self, login: String) -> Result<Option<User>, StoreError> {
        self.read_newest(move |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT guid, login, password_hash, created FROM users WHERE login = $1",
            )?;
            let user = statement.query_row([login], |row| {
                Ok(User {
                    guid: row.get(0)?,
                    login: row.get(1)?,
                    password_hash: row.get(2)?,
                    created: row.get(3)?,
                })
            });
            user.optional()
        })
        .await
    }

    /// Adds a user if there is none at all: of two servers that start at once, one does it.
    pub async fn add_first_user(&self, user: User) -> Result<bool, StoreError> {
        self.write(move |transaction| {
            let added = transaction.execute(
                "INSERT INTO users (guid, login, password_hash, created)
                 SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM users)",
                (user.guid, user.login, user.password_hash, user.created),
            )?;
            Ok(added == 1)
        })
        .await
    }
}
