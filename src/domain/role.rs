//! What callers may do: privileges, and roles as sets of them.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Something that a caller may do (chosen, but for RESTORE, VIEW and EDIT, whose meaning the vendor's page hints at).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Privilege {
    /// See backups and all that they refer to.
    View,
    /// Edit descriptions, warnings and expectations.
    Edit,
    /// Acknowledge warnings.
    Acknowledge,
    /// Look up any backup for a restore, also outside of the caller's scope.
    Restore,
    /// Report backups.
    Ingest,
    /// Read the audit log.
    Audit,
    /// Administer tokens.
    Admin,
}

impl Privilege {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::View,
        Self::Edit,
        Self::Acknowledge,
        Self::Restore,
        Self::Ingest,
        Self::Audit,
        Self::Admin,
    ];

    /// As the document writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::View => "VIEW",
            Self::Edit => "EDIT",
            Self::Acknowledge => "ACKNOWLEDGE",
            Self::Restore => "RESTORE",
            Self::Ingest => "INGEST",
            Self::Audit => "AUDIT",
            Self::Admin => "ADMIN",
        }
    }

    /// What it allows, for people.
    pub const fn description(self) -> &'static str {
        match self {
            Self::View => "See backups",
            Self::Edit => "Edit descriptions and warnings",
            Self::Acknowledge => "Acknowledge warnings",
            Self::Restore => "Look up any backup for a restore",
            Self::Ingest => "Report backups",
            Self::Audit => "Read the audit log",
            Self::Admin => "Administer the server",
        }
    }
}

impl fmt::Display for Privilege {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A name that is no privilege's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no privilege; write one of VIEW, EDIT, ACKNOWLEDGE, RESTORE, INGEST, AUDIT, ADMIN"
)]
pub struct UnknownPrivilege(String);

impl FromStr for Privilege {
    type Err = UnknownPrivilege;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|privilege| privilege.as_str() == text)
            .ok_or_else(|| UnknownPrivilege(text.to_owned()))
    }
}

/// A named set of privileges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// Capitals, digits, `_` and `-`; at most 64.
    pub name: String,
    /// For whom it is.
    pub description: String,
    /// What it allows.
    pub privileges: BTreeSet<Privilege>,
    /// Whether every catalog has it and nobody can change it.
    pub built_in: bool,
}

/// The role that allows everything.
pub const ADMINISTRATOR: &str = "ADMINISTRATOR";

impl Role {
    /// The roles that every catalog has (chosen).
    pub fn built_in() -> Vec<Self> {
        use Privilege::{Acknowledge, Audit, Edit, Ingest, Restore, View};
        let role = |name: &str, description: &str, privileges: &[Privilege]| Self {
            name: name.to_owned(),
            description: description.to_owned(),
            privileges: privileges.iter().copied().collect(),
            built_in: true,
        };
        vec![
            role(ADMINISTRATOR, "May do everything", &Privilege::ALL),
            role("AUDITOR", "Sees backups and the audit log", &[View, Audit]),
            role(
                "OPERATOR",
                "Looks after backups: sees, edits, acknowledges",
                &[View, Edit, Acknowledge],
            ),
            role("REPORTER", "Reports backups and sees nothing", &[Ingest]),
            role(
                "RESTORER",
                "Sees backups, and looks up any for a restore",
                &[View, Restore],
            ),
            role("VIEWER", "Sees backups", &[View]),
        ]
    }

    /// Whether a text can be a role's name.
    pub fn is_name(text: &str) -> bool {
        (1..=64).contains(&text.len())
            && text.bytes().all(|letter| {
                letter.is_ascii_uppercase() || letter.is_ascii_digit() || b"_-".contains(&letter)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::{ADMINISTRATOR, Privilege, Role};

    #[test]
    fn privileges_are_read_as_they_are_written() {
        for privilege in Privilege::ALL {
            assert_eq!(privilege.as_str().parse(), Ok(privilege));
            let json = serde_json::to_value(privilege).ok();
            assert_eq!(json, Some(privilege.as_str().into()));
        }
        assert!("view".parse::<Privilege>().is_err());
    }

    #[test]
    fn only_the_administrator_may_do_everything() {
        for role in Role::built_in() {
            assert!(Role::is_name(&role.name), "{}", role.name);
            let all = role.privileges.len() == Privilege::ALL.len();
            assert_eq!(all, role.name == ADMINISTRATOR, "{}", role.name);
        }
        for name in ["", "viewer", "A B", "Ä", &"A".repeat(65)] {
            assert!(!Role::is_name(name), "{name}");
        }
    }
}
