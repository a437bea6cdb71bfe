//! What may stand where: the walls between the rooms of `docs/ARCHITECTURE.md`.

use super::tokens::{self, Tokens};

/// In these folders, but for those, these must not stand.
struct Rule {
    within: &'static [&'static str],
    except: &'static [&'static str],
    /// Parts of paths, such as `std::fs`; a macro ends in `!`, an attribute starts with `#`.
    paths: &'static [&'static str],
    /// Beginnings of texts.
    texts: &'static [&'static str],
    because: &'static str,
}

const NO_IO: &[&str] = &[
    "axum",
    "reqwest",
    "rusqlite",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::time",
    "tokio",
];

const RULES: &[Rule] = &[
    Rule {
        within: &["src/"],
        except: &["src/store/"],
        paths: &["rusqlite", "tokio_postgres"],
        texts: &[
            "SELECT ",
            "INSERT ",
            "UPDATE ",
            "DELETE FROM ",
            "CREATE ",
            "DROP ",
            "ALTER ",
            "PRAGMA ",
            "WITH ",
        ],
        because: "only src/store contains SQL",
    },
    Rule {
        within: &["src/"],
        except: &["src/http/"],
        paths: &[
            "extract::FromRequest",
            "extract::FromRequestParts",
            "extract::Request",
            "http::Request",
            "http::request",
        ],
        texts: &[],
        because: "only src/http and generated code know requests",
    },
    Rule {
        within: &["src/domain/"],
        except: &[],
        paths: NO_IO,
        texts: &[],
        because: "src/domain does no input or output",
    },
    Rule {
        within: &["src/domain/"],
        except: &[],
        paths: &[
            "crate::api",
            "crate::catalog",
            "crate::cli",
            "crate::client",
            "crate::http",
            "crate::serve",
            "crate::store",
        ],
        texts: &[],
        because: "src/domain knows nothing of what is built on it",
    },
    Rule {
        within: &["src/sources/"],
        except: &[],
        paths: NO_IO,
        texts: &[],
        because: "src/sources are pure functions from bytes to records",
    },
    Rule {
        within: &["src/"],
        except: &["src/clock.rs"],
        paths: &["SystemTime::now", "Timestamp::now", "Zoned::now"],
        texts: &[],
        because: "the time of day is an argument (src/clock.rs)",
    },
    Rule {
        within: &["src/"],
        except: &["src/entropy.rs"],
        paths: &["getrandom", "rand"],
        texts: &[],
        because: "randomness is an argument (src/entropy.rs)",
    },
    Rule {
        within: &["tests/", "xtask/"],
        except: &[],
        paths: &["thread::sleep"],
        texts: &[],
        because: "tests never sleep",
    },
    Rule {
        within: &[""],
        except: &[],
        paths: &["dbg!", "todo!", "unimplemented!", "#ignore"],
        texts: &[],
        because: "nothing stands there unfinished",
    },
];

/// What is wrong with a file.
pub(super) fn check(path: &str, text: &str) -> Vec<String> {
    let Some(found) = tokens::read(text) else {
        return vec![format!("{path} is not Rust")];
    };
    let mut faults: Vec<String> = RULES
        .iter()
        .filter(|rule| rule.holds_in(path))
        .flat_map(|rule| {
            rule.broken(&found)
                .map(move |what| format!("{path}: {what}; {}", rule.because))
        })
        .collect();
    if let Some(name) = path.strip_prefix("tests/")
        && !name.contains('/')
    {
        faults.push(format!(
            "{path}: tests stand in a folder an area, with a main.rs: each file here would be a program of its own"
        ));
    }
    faults
}

impl Rule {
    fn holds_in(&self, path: &str) -> bool {
        let within = |folders: &[&str]| folders.iter().any(|folder| path.starts_with(folder));
        within(self.within) && !within(self.except)
    }

    fn broken<'a>(&self, found: &'a Tokens) -> impl Iterator<Item = &'a String> {
        let path = |path: &&String| self.paths.iter().any(|part| contains(path, part));
        let text = |text: &&String| {
            self.texts
                .iter()
                .any(|start| text.trim_start().starts_with(start))
        };
        let mut broken: Vec<&String> = found.paths.iter().filter(path).collect();
        broken.extend(found.texts.iter().filter(text));
        broken.sort_unstable();
        broken.dedup();
        broken.into_iter()
    }
}

/// Whether a path has a part: whole segments, one after the other.
fn contains(path: &str, part: &str) -> bool {
    let (path, part): (Vec<&str>, Vec<&str>) =
        (path.split("::").collect(), part.split("::").collect());
    path.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn each_wall_is_seen_and_said() {
        for (path, text, said) in [
            (
                "src/api/list.rs",
                r#"fn f() { run("  SELECT 1") }"#,
                "only src/store contains SQL",
            ),
            (
                "src/api/list.rs",
                "use rusqlite::Row;",
                "only src/store contains SQL",
            ),
            (
                "src/api/list.rs",
                "use axum::{Json, http::{Method, Request}};",
                "axum::http::Request",
            ),
            (
                "src/domain/page.rs",
                "use std::{fmt, fs::File};",
                "std::fs::File",
            ),
            (
                "src/domain/page.rs",
                "fn f(s: &crate::store::Store) {}",
                "crate::store::Store",
            ),
            (
                "src/sources/restic.rs",
                "fn f() { std::process::exit(1) }",
                "pure functions",
            ),
            (
                "src/app.rs",
                "fn f() { std::time::SystemTime::now(); }",
                "src/clock.rs",
            ),
            ("src/app.rs", "fn f() { todo!() }", "unfinished"),
            (
                "tests/api/list.rs",
                "#[test] #[ignore = \"slow\"] fn f() {}",
                "unfinished",
            ),
            (
                "tests/api/list.rs",
                "fn f() { std::thread::sleep(D) }",
                "never sleep",
            ),
            ("tests/list.rs", "", "a folder an area"),
            ("src/app.rs", "fn f( {", "is not Rust"),
        ] {
            let faults = check(path, text);
            assert!(
                matches!(faults.as_slice(), [only] if only.contains(said) && only.starts_with(path)),
                "{text}: {faults:?}"
            );
        }
    }

    #[test]
    fn what_may_stand_there_is_not_complained_of() {
        for (path, text) in [
            (
                "src/store/list.rs",
                r#"use rusqlite::Row; const Q: &str = "SELECT 1";"#,
            ),
            ("src/http/body.rs", "use axum::extract::Request;"),
            (
                "src/cli/failure.rs",
                "fn f(e: ClientError) { matches!(e, ClientError::Request(_)); }",
            ),
            (
                "src/api/list.rs",
                "/// SELECT is not written here, nor `std::fs`.\nuse std::fmt;",
            ),
            (
                "src/domain/page.rs",
                "// std::fs\nuse crate::domain::store;",
            ),
            ("src/app.rs", "fn f() { std::time::Instant::now(); }"),
            ("tests/api/main.rs", "fn f() { tokio::time::sleep(D); }"),
        ] {
            assert_eq!(check(path, text), Vec::<String>::new(), "{text}");
        }
    }
}
