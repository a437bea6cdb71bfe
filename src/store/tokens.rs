//! API tokens.

use super::database::{Connection, OptionalRow as _, Row, Transaction};
use uuid::Uuid;

use super::roles::{self, AccessError, Holder};
use super::sql::Sql;
use super::users::{scope, shown};
use super::{Store, StoreError, audit, pings};
use crate::domain::audit::Event;
use crate::domain::page::{Listing, Page};
use crate::domain::ping::Ping;
use crate::domain::principal::{Principal, PrincipalKind};
use crate::domain::scope::Scope;

/// An API token; its secret is nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Identity.
    pub guid: Uuid,
    /// The name; of the tokens that are not revoked each has another.
    pub name: String,
    /// Names of roles.
    pub roles: Vec<String>,
    /// What it sees.
    pub scope: Scope,
    /// When it was made, epoch ms.
    pub created: i64,
    /// Who made it.
    pub created_by: String,
    /// When it ends, epoch ms; none: never.
    pub expires: Option<i64>,
    /// When it was revoked, epoch ms.
    pub revoked: Option<i64>,
    /// When it was used last, epoch ms, about.
    pub last_used: Option<i64>,
    /// What its pings speak of; none: it is an API token.
    pub ping: Option<Ping>,
}

/// A token that was shown, and is not revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownToken {
    /// Whom it stands for.
    pub principal: Principal,
    /// When it ends, epoch ms.
    pub expires: Option<i64>,
    /// When it was used last, epoch ms, about.
    pub last_used: Option<i64>,
    /// The state of the catalog that its last write made; 0: none is known.
    pub wrote: i64,
}

const COLUMNS: &str =
    "id, guid, name, scope, created, created_by, expires, revoked, last_used, wrote, ping";

impl Store {
    /// The tokens, by name, revoked ones after those of the same name that are not.
    pub async fn tokens(&self, page: Page) -> Result<Listing<ApiToken>, StoreError> {
        self.read_newest(move |connection| {
            let total =
                connection.query_row("SELECT count(*) FROM tokens", (), |row| row.get(0))?;
            let mut sql = Sql::new(&format!(
                "SELECT {COLUMNS} FROM tokens ORDER BY name, revoked NULLS FIRST, guid"
            ));
            if let Page::Rows { offset, limit } = page {
                sql.push(" LIMIT ")
                    .bind(limit)
                    .push(" OFFSET ")
                    .bind(offset);
            }
            let rows = connection
                .prepare_cached(&sql.text)?
                .query_all(&sql.values, read)?
                .into_iter()
                .map(|(id, token)| with_roles(connection, id, token))
                .collect::<Result<_, _>>()?;
            Ok(Listing { rows, total })
        })
        .await
    }

    /// Adds a token with the hash of its secret.
    pub async fn add_token(
        &self,
        token: ApiToken,
        token_hash: [u8; 32],
        event: Event,
    ) -> Result<(), AccessError> {
        self.write(move |transaction| {
            if taken(transaction, &token.name)? {
                return Err(AccessError::Taken {
                    kind: "token",
                    name: token.name,
                });
            }
            let scope = token.scope.to_json();
            let event = event
                .to("token", Some(token.guid), &token.name)
                .with("roles", token.roles.clone())
                .with("scope", shown(scope.as_deref()))
                .with("expires", token.expires);
            let id = transaction.insert(
                "INSERT INTO tokens (guid, name, token_hash, scope, created, created_by, expires)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                (
                    token.guid,
                    token.name,
                    token_hash,
                    scope,
                    token.created,
                    token.created_by,
                    token.expires,
                ),
            )?;
            roles::give(transaction, Holder::Token(id), &token.roles)?;
            Ok(audit::write(transaction, &event)?)
        })
        .await
    }

    /// Revokes a token, and ends its sessions. One that is revoked already stays as it is.
    pub async fn revoke_token(
        &self,
        guid: Uuid,
        time: i64,
        event: Event,
    ) -> Result<ApiToken, AccessError> {
        self.write(move |transaction| {
            let unknown = || AccessError::Unknown {
                kind: "token",
                name: guid.to_string(),
            };
            let (id, token) = transaction
                .prepare_cached(&format!("SELECT {COLUMNS} FROM tokens WHERE guid = $1"))?
                .query_row([guid], read)
                .optional()?
                .ok_or_else(unknown)?;
            let mut token = with_roles(transaction, id, token)?;
            if token.revoked.is_none() {
                token.revoked = Some(time);
                transaction.execute("UPDATE tokens SET revoked = $1 WHERE id = $2", (time, id))?;
                transaction.execute("DELETE FROM sessions WHERE token_id = $1", [id])?;
                audit::write(transaction, &event.to("token", Some(guid), &token.name))?;
            }
            Ok(token)
        })
        .await
    }

    /// The token with this hash of its secret, unless it is revoked.
    pub async fn shown_token(
        &self,
        token_hash: [u8; 32],
    ) -> Result<Option<ShownToken>, StoreError> {
        self.read_newest(move |connection| {
            let found = connection
                .prepare_cached(&format!(
                    "SELECT {COLUMNS} FROM tokens WHERE token_hash = $1 AND ping IS NULL AND revoked IS NULL"
                ))?
                .query_row([token_hash], |row| Ok((read(row)?, row.get(9)?)))
                .optional()?;
            let Some(((id, token), wrote)) = found else {
                return Ok(None);
            };
            Ok(Some(ShownToken {
                principal: Principal {
                    kind: PrincipalKind::Token,
                    guid: token.guid,
                    name: token.name,
                    privileges: roles::privileges_of(connection, Holder::Token(id))?,
                    scope: token.scope,
                },
                expires: token.expires,
                last_used: token.last_used,
                wrote,
            }))
        })
        .await
    }

    /// Notes that a token was used; not while a standby stands in for the primary.
    pub async fn touch_token(&self, token_hash: [u8; 32], now: i64) -> Result<(), StoreError> {
        if self.inner.readers.is_primary_silent() {
            return Ok(());
        }
        self.write_aside(move |transaction| {
            transaction.execute(
                "UPDATE tokens SET last_used = $1 WHERE token_hash = $2 AND (last_used IS NULL OR last_used < $1)",
                (now, token_hash),
            )?;
            Ok(())
        })
        .await
    }
}

/// Whether a live token has this name.
pub(super) fn taken(transaction: &Transaction<'_>, name: &str) -> Result<bool, StoreError> {
    transaction.query_row(
        "SELECT EXISTS (SELECT 1 FROM tokens WHERE name = $1 AND revoked IS NULL)",
        [name],
        |row| row.get(0),
    )
}

/// A token without roles.
fn read(row: &Row<'_>) -> Result<(i64, ApiToken), StoreError> {
    let token = ApiToken {
        guid: row.get(1)?,
        name: row.get(2)?,
        roles: Vec::new(),
        scope: scope(row, 3)?,
        created: row.get(4)?,
        created_by: row.get(5)?,
        expires: row.get(6)?,
        revoked: row.get(7)?,
        last_used: row.get(8)?,
        ping: row
            .get::<Option<String>>(10)?
            .map(pings::read)
            .transpose()?,
    };
    Ok((row.get(0)?, token))
}

fn with_roles(connection: &Connection, id: i64, token: ApiToken) -> Result<ApiToken, StoreError> {
    Ok(ApiToken {
        roles: roles::of(connection, Holder::Token(id))?,
        ..token
    })
}
