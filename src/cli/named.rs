//! Things that a person calls by name and the API by guid.

use std::convert::Infallible;
use std::str::FromStr;

use serde::Deserialize;
use uuid::Uuid;

use super::failure::{Failure, Kind};
use super::human;
use crate::client::Session;

/// Guids of things with one name that are listed.
const SHOWN: usize = 5;

/// A guid, or a name that is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// As the API knows it.
    Guid(Uuid),
    /// As people do.
    Name(String),
}

/// What a name is a name of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kinds {
    /// Where its names are listed.
    path: &'static str,
    /// As a sentence calls one.
    word: &'static str,
}

pub(super) const ENTITY: Kinds = kind("/catalog/entities", "protected entity");
pub(super) const POLICY: Kinds = kind("/catalog/policies", "policy");
pub(super) const RULE: Kinds = kind("/catalog/rules", "rule");
pub(super) const DESTINATION: Kinds = kind("/catalog/destinations", "destination");
pub(super) const NODE: Kinds = kind("/catalog/nodes", "node");
pub(super) const HYPERVISOR: Kinds = kind("/catalog/infrastructure/hypervisor", "hypervisor");
pub(super) const HYPERVISOR_MANAGER: Kinds = kind(
    "/catalog/infrastructure/hypervisor-manager",
    "hypervisor manager",
);
pub(super) const STORAGE_PROVIDER: Kinds = kind(
    "/catalog/infrastructure/storage-provider",
    "storage provider",
);
pub(super) const CLOUD_SERVICE_PROVIDER: Kinds = kind(
    "/catalog/infrastructure/cloud-service-provider",
    "cloud service provider",
);

const fn kind(path: &'static str, word: &'static str) -> Kinds {
    Kinds { path, word }
}

/// What all lists of names have.
#[derive(Debug, Deserialize)]
struct Found {
    guid: Uuid,
    name: String,
}

impl FromStr for Named {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(match text.parse() {
            Ok(guid) => Self::Guid(guid),
            Err(_) => Self::Name(text.to_owned()),
        })
    }
}

impl Named {
    /// The guid, if it is known already.
    pub(super) const fn known(&self) -> Option<Uuid> {
        match self {
            Self::Guid(guid) => Some(*guid),
            Self::Name(_) => None,
        }
    }

    /// The guid. A name must be known, and be that of one thing; in its own case it comes before others.
    pub(super) async fn guid(&self, session: &Session, kinds: Kinds) -> Result<Uuid, Failure> {
        let name = match self {
            Self::Guid(guid) => return Ok(*guid),
            Self::Name(name) => name,
        };
        let query: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("nameLike", name)
            .append_pair("size", "1000")
            .finish();
        let answer = session.get(&format!("{}?{query}", kinds.path)).await?;
        let found: Vec<Found> = serde_json::from_value(answer)
            .map_err(|error| Failure::unreachable(format!("the names cannot be read: {error}")))?;
        one(&found, name, kinds.word)
    }
}

fn one(found: &[Found], name: &str, word: &str) -> Result<Uuid, Failure> {
    let lower = name.to_lowercase();
    let mut matches: Vec<&Found> = found.iter().filter(|found| found.name == name).collect();
    if matches.is_empty() {
        matches = found
            .iter()
            .filter(|found| found.name.to_lowercase() == lower)
            .collect();
    }
    let no = |message| Err(Failure::new(Kind::No, message));
    match matches[..] {
        [one] => Ok(one.guid),
        [] => {
            let near: Vec<String> = found
                .iter()
                .take(SHOWN)
                .map(|found| format!("`{}`", human::line(&found.name)))
                .collect();
            let name = human::line(name);
            if near.is_empty() {
                no(format!("there is no {word} `{name}`"))
            } else {
                no(format!(
                    "there is no {word} `{name}`; there is {}",
                    near.join(", ")
                ))
            }
        }
        _ => {
            let guids: Vec<String> = matches
                .iter()
                .take(SHOWN)
                .map(|found| found.guid.to_string())
                .collect();
            Err(Failure::usage(format!(
                "{} of the kind {word} are called `{}`; give the guid of one: {}",
                matches.len(),
                human::line(name),
                guids.join(", ")
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Found, Named, one};
    use crate::cli::failure::Kind;

    fn found(names: &[&str]) -> Vec<Found> {
        let numbered = names.iter().zip(1_u128..);
        numbered
            .map(|(name, number)| Found {
                guid: Uuid::from_u128(number),
                name: (*name).to_owned(),
            })
            .collect()
    }

    #[test]
    fn a_guid_is_a_guid_and_everything_else_a_name() {
        let guid = "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11";
        assert_eq!(
            guid.parse(),
            Ok(Named::Guid(guid.parse().unwrap_or_default()))
        );
        assert_eq!("web01".parse(), Ok(Named::Name("web01".to_owned())));
    }

    #[test]
    fn the_same_case_comes_first_and_two_of_one_name_are_not_guessed() {
        let found = found(&["Web", "web", "web01", "db", "db"]);
        let guid = |name| one(&found, name, "entity");
        assert_eq!(guid("web"), Ok(Uuid::from_u128(2)));
        assert_eq!(guid("WEB01"), Ok(Uuid::from_u128(3)));
        let two = guid("db").err();
        assert!(
            two.as_ref()
                .is_some_and(|failure| failure.kind == Kind::Usage
                    && failure.message.contains("give the guid of one: 00000000"))
        );
        assert!(guid("WEB").is_err_and(|failure| failure.kind == Kind::Usage));
        let none = guid("we").err();
        assert!(none.is_some_and(|failure| {
            failure.kind == Kind::No
                && failure
                    .message
                    .contains("there is no entity `we`; there is `Web`")
        }));
    }
}
