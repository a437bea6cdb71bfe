//! Places in the bundled document, and the names that people use for them.

use std::fmt;

use serde_json::Value;

/// The methods that a path may have.
pub(super) const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// A place: the keys that lead to it. A parameter is found by its name, not by its position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(Vec<String>);

impl Place {
    /// The keys, from the top.
    pub(super) fn new<const N: usize>(keys: [&str; N]) -> Self {
        Self(keys.map(str::to_owned).to_vec())
    }

    /// A place below.
    pub(super) fn at(&self, key: &str) -> Self {
        let mut keys = self.0.clone();
        keys.push(key.to_owned());
        Self(keys)
    }

    /// What `#/components/schemas/X` refers to.
    pub(super) fn of_reference(reference: &str) -> Self {
        let pointer = reference.trim_start_matches(['#', '/']);
        let unescaped = |key: &str| key.replace("~1", "/").replace("~0", "~");
        Self(pointer.split('/').map(unescaped).collect())
    }

    /// The keys that decide in which file it stands: a path, or a component.
    pub(super) fn owner(&self) -> &[String] {
        let depth = match self.0.first().map(String::as_str) {
            Some("paths") => 2,
            Some("components") => 3,
            _ => 1,
        };
        &self.0[..depth.min(self.0.len())]
    }

    /// What a line of the changelog calls it: `operation`, `operation.parameter`, `Schema.property` or a component.
    pub(super) fn subject(&self, bundle: &Value) -> String {
        let keys: Vec<&str> = self.0.iter().map(String::as_str).collect();
        match keys[..] {
            ["components", "schemas", name, ref rest @ ..] => {
                let mut subject = name.to_owned();
                for pair in rest.windows(2) {
                    if pair[0] == "properties" {
                        subject = format!("{subject}.{}", pair[1]);
                    }
                }
                subject
            }
            ["components", _, name, ..] => name.to_owned(),
            ["paths", path, method, ref rest @ ..] if METHODS.contains(&method) => {
                let id = bundle["paths"][path][method]["operationId"].as_str();
                let id = id.map_or_else(|| format!("{method} {path}"), str::to_owned);
                match rest {
                    ["parameters", name, ..] => format!("{id}.{name}"),
                    _ => id,
                }
            }
            _ => keys.last().copied().unwrap_or_default().to_owned(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|key| write!(formatter, "/{}", key.replace('~', "~0").replace('/', "~1")))
    }
}
