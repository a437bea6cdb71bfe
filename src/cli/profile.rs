//! Profiles: servers and who asks them, in a file of the user's.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use super::failure::Failure;
use super::toml_file;
use crate::client::Address;

/// The file, if it is another one than `profiles.toml` in the user's folder of settings.
const FILE: &str = "BACKUP_CATALOG_PROFILES";

/// The file of profiles.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Profiles {
    /// The profile that counts when none is named.
    default: Option<String>,
    /// The profiles by name.
    profiles: BTreeMap<String, Profile>,
}

/// A server and who asks it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct Profile {
    /// Its address, such as <https://backups.example.org>.
    #[serde(deserialize_with = "address")]
    #[schemars(with = "Option<String>")]
    pub(super) server: Option<Address>,
    /// PEM file with the certificates to trust in it.
    pub(super) ca_file: Option<PathBuf>,
    /// Login name.
    pub(super) user: Option<String>,
    /// File whose first line is the password.
    pub(super) password_file: Option<PathBuf>,
    /// File whose first line is an API token.
    pub(super) token_file: Option<PathBuf>,
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Address>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map(Some).map_err(serde::de::Error::custom)
}

/// The profile with this name, or the default one. Where the server is named otherwise, the default one does not count:
/// what it has would go to a server that it was not meant for.
pub(super) fn chosen(name: Option<&str>, is_server_named: bool) -> Result<Profile, Failure> {
    if name.is_none() && is_server_named {
        return Ok(Profile::default());
    }
    let Some(file) = file() else {
        return match name {
            None => Ok(Profile::default()),
            Some(name) => Err(Failure::usage(format!(
                "there is no profile `{name}`, and no file of profiles; make one, see docs/command-line.md"
            ))),
        };
    };
    let all: Profiles = toml_file::read(&file)?;
    let Some(name) = name.or(all.default.as_deref()) else {
        return Ok(Profile::default());
    };
    let Some(found) = all.profiles.get(name) else {
        let known: Vec<&str> = all.profiles.keys().map(String::as_str).collect();
        return Err(Failure::usage(format!(
            "there is no profile `{name}` in {}; there is {}",
            file.display(),
            known.join(", ")
        )));
    };
    let mut profile = found.clone();
    // Paths are those beside the file, wherever the program is run.
    let folder = file.parent().unwrap_or(&file);
    for path in [
        &mut profile.ca_file,
        &mut profile.password_file,
        &mut profile.token_file,
    ] {
        *path = path.take().map(|path| folder.join(path));
    }
    Ok(profile)
}

/// The file, if there is one.
fn file() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    if let Some(file) = env::var_os(FILE).filter(|file| !file.is_empty()) {
        return Some(file.into());
    }
    let folder = etcetera::choose_base_strategy().ok()?.config_dir();
    let file = folder.join("backup-catalog").join("profiles.toml");
    file.exists().then_some(file)
}
