//! Who a caller is, and what that allows.

use core::net::IpAddr;
use std::collections::BTreeSet;

use uuid::Uuid;

use super::audit::{Actor, ActorKind};
use super::role::Privilege;
use super::scope::Scope;

/// What a principal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalKind {
    /// A user.
    User,
    /// An API token.
    Token,
}

/// A user or an API token, with what it may do and see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// What it is.
    pub kind: PrincipalKind,
    /// Its guid.
    pub guid: Uuid,
    /// The login, or the token's name.
    pub name: String,
    /// What it may do: what its roles allow together.
    pub privileges: BTreeSet<Privilege>,
    /// What it sees.
    pub scope: Scope,
}

impl Principal {
    /// Whether it may do something.
    pub fn may(&self, privilege: Privilege) -> bool {
        self.privileges.contains(&privilege)
    }

    /// As the audit log names it.
    pub fn actor(&self, address: Option<IpAddr>) -> Actor {
        Actor {
            kind: match self.kind {
                PrincipalKind::User => ActorKind::User,
                PrincipalKind::Token => ActorKind::Token,
            },
            guid: Some(self.guid),
            name: self.name.clone(),
            address,
        }
    }
}
