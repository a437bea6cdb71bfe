//! API tokens: listed, made, revoked.

use uuid::Uuid;

use crate::app::App;
use crate::domain::page::Page;
use crate::domain::principal::Principal;
use crate::domain::scope::{Named, Scope};
use crate::generated::server::{CreateTokenOk, ListTokensOk, RevokeTokenOk, TokenFilter};
use crate::http::{ApiError, Caller};
use crate::session::{NewToken, SessionError};
use crate::store::roles::AccessError;
use crate::store::tokens::ApiToken;
use crate::types;

pub(super) async fn list_tokens(
    app: &App,
    caller: &Caller,
    query: &TokenFilter,
) -> Result<ListTokensOk, ApiError> {
    caller.unscoped()?;
    let page = Page::from_parameters(query.page, query.size);
    let found = app.store.tokens(page).await?;
    Ok(ListTokensOk {
        body: found.rows.into_iter().map(record).collect(),
        x_total_count: found.total,
    })
}

pub(super) async fn create_token(
    app: &App,
    caller: &Caller,
    request: types::TokenRequest,
) -> Result<CreateTokenOk, ApiError> {
    let principal = caller.unscoped()?;
    let event = caller.does(app, "token.create")?;
    if let Some(expires) = request.expires.filter(|expires| *expires <= event.time) {
        return Err(ApiError::unprocessable(
            Some("expires".to_owned()),
            "The token would have ended before it began; give a time after now, in epoch ms.",
        )
        .value(expires.to_string()));
    }
    let roles: Vec<String> = request.roles.iter().map(|name| name.to_string()).collect();
    may_give(app, principal, &roles).await?;
    let new = NewToken {
        name: request.name.to_string(),
        roles,
        scope: request.scope.map_or(Scope::Everything, scope),
        expires: request.expires,
    };
    let (secret, token) = app
        .sessions
        .issue(new, event)
        .await
        .map_err(|error| match error {
            SessionError::Access(error) => refusal(error),
            SessionError::Store(error) => error.into(),
            error => ApiError::internal(error),
        })?;
    Ok(CreateTokenOk {
        body: types::NewTokenRecord {
            secret,
            token: record(token),
        },
    })
}

pub(super) async fn revoke_token(
    app: &App,
    caller: &Caller,
    guid: Uuid,
) -> Result<RevokeTokenOk, ApiError> {
    caller.unscoped()?;
    let event = caller.does(app, "token.revoke")?;
    let token = app.sessions.revoke(guid, event).await.map_err(refusal)?;
    Ok(RevokeTokenOk {
        body: record(token),
    })
}

/// Nobody gives what they have not.
async fn may_give(app: &App, principal: &Principal, roles: &[String]) -> Result<(), ApiError> {
    let known = app.store.roles().await?;
    for name in roles {
        let Some(role) = known.iter().find(|role| role.name == *name) else {
            let names = known.into_iter().map(|role| role.name);
            return Err(ApiError::unprocessable(
                Some("roles".to_owned()),
                format!("There is no role {name:?}."),
            )
            .value(name.clone())
            .allowed(names));
        };
        if let Some(lacking) = role.privileges.iter().find(|it| !principal.may(**it)) {
            return Err(ApiError::forbidden(format!(
                "The role {name} gives the privilege {lacking}, which you do not have."
            )));
        }
    }
    Ok(())
}

fn refusal(error: AccessError) -> ApiError {
    match error {
        AccessError::Store(error) => error.into(),
        AccessError::Unknown { kind, .. } => {
            ApiError::not_found(format!("There is no such {kind}."))
        }
        AccessError::Taken { kind, name } => ApiError::conflict(format!(
            "There is a live {kind} {name:?} already; revoke it first, or take another name."
        )),
        error => ApiError::conflict(format!("Nothing was changed: {error}.")),
    }
}

fn scope(scope: types::ScopeRecord) -> Scope {
    Scope::Only(Named {
        policies: scope.policies.into_iter().collect(),
        entities: scope.entities.into_iter().collect(),
        projects: scope.projects.into_iter().collect(),
        sources: scope.sources.into_iter().collect(),
    })
}

fn record(token: ApiToken) -> types::TokenRecord {
    types::TokenRecord {
        guid: token.guid,
        name: token.name,
        roles: token.roles,
        scope: match token.scope {
            Scope::Everything => None,
            Scope::Only(named) => Some(types::ScopeRecord {
                policies: named.policies.into_iter().collect(),
                entities: named.entities.into_iter().collect(),
                projects: named.projects.into_iter().collect(),
                sources: named.sources.into_iter().collect(),
            }),
        },
        created: token.created,
        created_by: token.created_by,
        expires: token.expires,
        revoked: token.revoked,
        last_used: token.last_used,
    }
}
