//! Files of settings: TOML of a type, and whoever misspells a key is told the right one.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jsonschema::error::ValidationErrorKind;
use schemars::{JsonSchema, schema_for};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::failure::Failure;

/// How alike two keys must be for one to be meant by the other (Jaro-Winkler; chosen: `databse` is 0.97 like `database`,
/// `listen` and `insecure` are 0.6 alike).
const ALIKE: f64 = 0.8;

/// The schema of the type, as JSON.
pub(super) fn schema<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}

/// Reads a file. What is wrong with it is said at once, a line for each.
pub(super) fn read<T: DeserializeOwned + JsonSchema>(file: &Path) -> Result<T, Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::usage(format!("cannot read {}: {error}", file.display())))?;
    parse(&text).map_err(|wrong| Failure::usage(format!("{}: {wrong}", file.display())))
}

fn parse<T: DeserializeOwned + JsonSchema>(text: &str) -> Result<T, String> {
    let table: toml::Table = text.parse().map_err(|error| said(&error))?;
    let instance = serde_json::to_value(&table).map_err(|error| error.to_string())?;
    let schema = schema::<T>();
    let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string())?;
    let mut known = BTreeSet::new();
    names(&schema, &mut known);
    let wrong: Vec<String> = validator
        .iter_errors(&instance)
        .map(|error| match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                let unknown = unexpected.iter().map(|key| unknown(key, &known));
                unknown.collect::<Vec<_>>().join("; ")
            }
            _ => format!("{}: {error}", place(error.instance_path().as_str())),
        })
        .collect();
    if !wrong.is_empty() {
        return Err(wrong.join("; "));
    }
    toml::from_str(text).map_err(|error| said(&error))
}

/// What toml says, with the line, on one line.
fn said(error: &toml::de::Error) -> String {
    let text = error.to_string();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    match lines[..] {
        // "TOML parse error at line 1, column 9", the line itself between bars, the reason.
        [first, .., last] if lines.len() > 2 => {
            format!("{last} ({})", first.trim_start_matches("TOML parse error "))
        }
        _ => lines.join(" "),
    }
}

fn unknown(key: &str, known: &BTreeSet<String>) -> String {
    let nearest = known
        .iter()
        .map(|name| (strsim::jaro_winkler(key, name), name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((_, name)) => format!("there is no setting `{key}`; did you mean `{name}`?"),
        None => format!("there is no setting `{key}`"),
    }
}

/// The names of all settings, however deep.
fn names(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            for (key, value) in object {
                if let ("properties", Value::Object(properties)) = (key.as_str(), value) {
                    into.extend(properties.keys().cloned());
                }
                names(value, into);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| names(value, into)),
        _ => {}
    }
}

/// A JSON pointer as TOML names the place.
fn place(pointer: &str) -> String {
    format!("`{}`", pointer.trim_start_matches('/').replace('/', "."))
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::cli::serve::Settings;

    fn wrong(text: &str) -> String {
        match parse::<Settings>(text) {
            Ok(settings) => panic!("{settings:?}"),
            Err(wrong) => wrong,
        }
    }

    #[test]
    fn a_misspelt_key_is_named_with_the_right_one() {
        assert_eq!(
            wrong("databse = 'x'"),
            "there is no setting `databse`; did you mean `database`?"
        );
        assert_eq!(
            wrong("tls_cert = 'x'\nqqq = 1"),
            "there is no setting `qqq`; there is no setting `tls_cert`; did you mean `tls-cert`?"
        );
    }

    #[test]
    fn a_value_that_is_wrong_is_named_with_its_key_or_line() {
        let cases = [
            ("listen = 8181", "`listen`: 8181 is not of type"),
            ("listen = 'here'", "(at line 1, column 10)"),
            (
                "database-connections = 1",
                "`database-connections`: 1 is less than the minimum of 2",
            ),
            ("log-format = 'xml'", "`log-format`: "),
            ("allow-origin = ['*']", "every page could act"),
            ("listen = ", "(at line 1, column "),
            ("demo = true\ndemo = false", "duplicate key (at line 2"),
        ];
        for (text, expected) in cases {
            let wrong = wrong(text);
            assert!(wrong.contains(expected), "{text}: {wrong}");
            assert!(!wrong.contains('\n'), "{wrong}");
        }
    }
}
