//! What the crates that this is built from may be: their licences, where they come from, how many they are.
//!
//! cargo-deny knows more (advisories), but would have to be compiled for every clean run, and fetches its advisories from a
//! place that a build machine need not reach. What is left of it is this page.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, LicenseReq, ParseMode};

use crate::command::{self, Failure, cargo, findings};

/// Licences that may be linked into a program under MIT OR Apache-2.0. MPL-2.0 holds for its own files only.
const LICENCES: [&str; 13] = [
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Zlib",
];

/// Crates that must not be used, and what is used instead.
const BANNED: [(&str, &str); 6] = [
    (
        "aws-lc-rs",
        "rustls with ring: no C compiler for an afternoon",
    ),
    (
        "aws-lc-sys",
        "rustls with ring: no C compiler for an afternoon",
    ),
    ("native-tls", "rustls: the same TLS on every system"),
    ("openssl", "rustls: the same TLS on every system"),
    ("openssl-sys", "rustls: the same TLS on every system"),
    (
        "sqlx",
        "rusqlite: two versions of SQLite cannot be linked together",
    ),
];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Crates that stand there in more than one version; each costs compile time and says that two others disagree.
const MOST_DUPLICATES: usize = 14;

/// What somebody compiles who wants the generated client and nothing else.
const MOST_CRATES_OF_THE_CLIENT: usize = 120;

/// Every rule; all that is wrong is said at once.
pub(crate) fn check() -> Result<(), Failure> {
    let metadata = metadata()?;
    let packages: Vec<Package> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Package::read)
        .collect();
    let mut wrong: Vec<String> = packages
        .iter()
        // A crate of this repository has no source.
        .filter(|package| package.source.is_some())
        .filter_map(Package::fault)
        .collect();
    wrong.extend(duplicates(&packages));
    wrong.extend(client()?);
    println!("{} crates", packages.len());
    findings(wrong)
}

/// What of a crate's description counts here.
struct Package<'a> {
    name: &'a str,
    version: &'a str,
    licence: Option<&'a str>,
    source: Option<&'a str>,
}

impl<'a> Package<'a> {
    fn read(package: &'a Value) -> Option<Self> {
        Some(Self {
            name: package["name"].as_str()?,
            version: package["version"].as_str()?,
            licence: package["license"].as_str(),
            source: package["source"].as_str(),
        })
    }

    fn fault(&self) -> Option<String> {
        let Self { name, version, .. } = self;
        if let Some((_, instead)) = BANNED.iter().find(|(banned, _)| banned == name) {
            return Some(format!("{name} {version} is banned; use {instead}"));
        }
        if self.source != Some(CRATES_IO) {
            let source = self.source.unwrap_or_default();
            return Some(format!(
                "{name} {version} comes from {source}; only crates.io is allowed"
            ));
        }
        let licence = self.licence.unwrap_or("no licence");
        (!allowed(licence)).then(|| {
            format!(
                "{name} {version} is under {licence}; allowed are {}",
                LICENCES.join(", ")
            )
        })
    }
}

/// Whether one choice that a licence expression leaves is allowed in all its parts.
fn allowed(expression: &str) -> bool {
    // Old crates write `MIT/Apache-2.0`.
    Expression::parse_mode(expression, ParseMode::LAX)
        .is_ok_and(|expression| expression.evaluate(is_listed))
}

fn is_listed(licence: &LicenseReq) -> bool {
    let licence = licence.to_string();
    LICENCES.contains(&licence.as_str())
}

fn duplicates(packages: &[Package]) -> Option<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages {
        versions
            .entry(package.name)
            .or_default()
            .insert(package.version);
    }
    let several: Vec<String> = versions
        .into_iter()
        .filter(|(_, versions)| versions.len() > 1)
        .map(|(name, versions)| {
            let versions: Vec<_> = versions.into_iter().collect();
            format!("{name} {}", versions.join(" "))
        })
        .collect();
    (several.len() > MOST_DUPLICATES).then(|| {
        format!(
            "{} crates stand there in more than one version, at most {MOST_DUPLICATES} may: {}",
            several.len(),
            several.join(", ")
        )
    })
}

/// The crates that the client alone is built from.
fn client() -> Result<Option<String>, Failure> {
    let tree = command::output(&mut cargo(&[
        "tree",
        "--package=backup-catalog",
        "--no-default-features",
        "--features=client",
        "--edges=normal,build",
        "--prefix=none",
        "--no-dedupe",
        "--format={p}",
    ]))?;
    let crates: BTreeSet<&str> = tree.lines().filter(|line| !line.is_empty()).collect();
    println!("{} crates for the client alone", crates.len());
    Ok((crates.len() > MOST_CRATES_OF_THE_CLIENT).then(|| {
        format!(
            "the client alone is built from {} crates, at most {MOST_CRATES_OF_THE_CLIENT} are allowed",
            crates.len()
        )
    }))
}

/// All crates of this machine's platform, with all features.
fn metadata() -> Result<Value, Failure> {
    let version = command::output(Command::new("rustc").arg("-vV"))?;
    let platform = version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or_else(|| Failure::ByHand("`rustc -vV` does not say its host".to_owned()))?;
    let text = command::output(&mut cargo(&[
        "metadata",
        "--format-version=1",
        "--all-features",
        "--locked",
        "--filter-platform",
        platform,
    ]))?;
    serde_json::from_str(&text).map_err(|error| Failure::ByHand(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_choice_of_a_licence_is_enough_and_all_its_parts_count() {
        for expression in [
            "MIT",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "(MIT OR GPL-3.0) AND Unicode-3.0",
            "Apache-2.0 WITH LLVM-exception",
        ] {
            assert!(allowed(expression), "{expression}");
        }
        for expression in [
            "GPL-3.0",
            "MIT AND GPL-3.0",
            "Apache-2.0 WITH Classpath-exception-2.0",
            "no licence",
            "",
        ] {
            assert!(!allowed(expression), "{expression}");
        }
    }

    #[test]
    fn a_crate_from_elsewhere_and_a_banned_one_are_named() {
        let package = |name, source| Package {
            name,
            version: "1.2.3",
            licence: Some("MIT"),
            source: Some(source),
        };
        assert_eq!(package("serde", CRATES_IO).fault(), None);
        let elsewhere = package("serde", "git+https://example.org/serde").fault();
        assert!(elsewhere.is_some_and(|fault| fault.starts_with("serde 1.2.3 comes from git+")));
        let banned = package("openssl", CRATES_IO).fault();
        assert!(banned.is_some_and(|fault| fault.contains("use rustls")));
    }

    #[test]
    fn versions_are_counted_by_name() {
        let package = |name, version| Package {
            name,
            version,
            licence: None,
            source: None,
        };
        let names: Vec<String> = (0..=MOST_DUPLICATES)
            .map(|number| format!("n{number}"))
            .collect();
        let mut packages: Vec<Package> = names
            .iter()
            .flat_map(|name| [package(name, "1.0.0"), package(name, "2.0.0")])
            .collect();
        assert!(duplicates(&packages).is_some_and(|fault| fault.contains("n0 1.0.0 2.0.0")));
        packages.truncate(2 * MOST_DUPLICATES);
        assert_eq!(duplicates(&packages), None);
    }
}
