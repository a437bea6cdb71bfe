//! Who may do what, managed in the database itself: whoever may write to it is above all users, and an API that made
//! users would be one more way in.

mod audit;
mod role;
mod scope;
mod token;
mod user;

pub(super) use audit::Audit;
pub(super) use role::RoleCommand;
pub(super) use token::TokenCommand;
pub(super) use user::UserCommand;

use super::failure::{Failure, Kind};
use crate::clock::{Clock as _, SystemClock};
use crate::domain::audit::{Actor, Event};
use crate::domain::scope::Scope;
use crate::session::SessionError;
use crate::store::StoreError;
use crate::store::roles::AccessError;

/// Something that is done at the command line, now, by the system's user.
fn doing(action: &'static str) -> Event {
    let name = ["SUDO_USER", "USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()));
    let actor = Actor::command_line(name.unwrap_or_else(|| "unknown".to_owned()));
    Event::done(SystemClock.now(), action, actor)
}

fn refused(error: AccessError) -> Failure {
    match error {
        AccessError::Store(error) => unreachable(error),
        AccessError::Unknown { .. } => Failure::new(Kind::No, error.to_string()),
        error => Failure::usage(error.to_string()),
    }
}

fn failed(error: SessionError) -> Failure {
    match error {
        SessionError::Access(error) => refused(error),
        error => Failure::unreachable(error.to_string()),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn unreachable(error: StoreError) -> Failure {
    Failure::unreachable(error.to_string())
}

/// A scope for people: how many things of which kinds.
fn summary(scope: &Scope) -> String {
    let Scope::Only(named) = scope else {
        return "everything".to_owned();
    };
    let parts: Vec<String> = named
        .kinds()
        .into_iter()
        .filter(|(_, guids)| !guids.is_empty())
        .map(|(kind, guids)| format!("{} {kind}", guids.len()))
        .collect();
    if parts.is_empty() {
        return "nothing".to_owned();
    }
    parts.join(", ")
}
