//! The documents as they are written, and places in them.

use serde_json::{Map, Value};

use crate::finding::Findings;

/// One document: the name of its file and its text.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file's name, as findings and references shall call it.
    pub file: &'a str,
    /// The YAML text.
    pub text: &'a str,
}

/// A parsed document.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) file: String,
    pub(crate) value: Value,
}

impl Document {
    /// The file's name without its folders: what references call it.
    pub(crate) fn short_name(&self) -> &str {
        self.file.rsplit('/').next().unwrap_or(&self.file)
    }

    /// The document's top.
    pub(crate) fn top(&self) -> Place<'_> {
        Place {
            document: self,
            path: String::new(),
            value: &self.value,
        }
    }
}

/// All documents, which may refer to each other by file name.
#[derive(Debug)]
pub(crate) struct Documents(pub(crate) Vec<Document>);

impl Documents {
    /// Parses the YAML; a duplicate key is an error.
    pub(crate) fn parse(sources: &[Source]) -> Result<Self, Findings> {
        let mut findings = Vec::new();
        let mut documents = Vec::new();
        for source in sources {
            match parse(source.text) {
                Ok(value) => documents.push(Document {
                    file: source.file.to_owned(),
                    value,
                }),
                Err(message) => {
                    findings.extend(Findings::whole_file(source.file, "yaml", message).0);
                }
            }
        }
        if findings.is_empty() {
            Ok(Self(documents))
        } else {
            Err(Findings(findings))
        }
    }

    /// What a reference in `from` points at.
    pub(crate) fn resolve<'a>(&'a self, from: &Place<'a>, reference: &str) -> Option<Place<'a>> {
        let (file, pointer) = reference.split_once('#')?;
        let document = if file.is_empty() {
            from.document
        } else {
            self.0
                .iter()
                .find(|document| document.short_name() == file)?
        };
        let mut place = document.top();
        for step in pointer.strip_prefix('/')?.split('/') {
            place = place.get(&step.replace("~1", "/").replace("~0", "~"))?;
        }
        Some(place)
    }

    /// The place itself, or what it refers to.
    pub(crate) fn follow<'a>(&'a self, place: &Place<'a>) -> Option<Place<'a>> {
        match place.reference() {
            Some(reference) => {
                let target = self.resolve(place, reference)?;
                // One level is enough: a component that is itself a reference is refused by the lint.
                target.reference().is_none().then_some(target)
            }
            None => Some(place.clone()),
        }
    }

    /// Every operation of every document.
    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        let mut operations = Vec::new();
        for document in &self.0 {
            let Some(paths) = document.top().get("paths") else {
                continue;
            };
            for (template, item) in paths.entries() {
                for method in METHODS {
                    if let Some(place) = item.get(method) {
                        operations.push(Operation {
                            template,
                            method,
                            item: item.clone(),
                            place,
                        });
                    }
                }
            }
        }
        operations
    }
}

/// The methods that an operation may have.
pub(crate) const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// An operation as it is written.
pub(crate) struct Operation<'a> {
    pub(crate) template: &'a str,
    pub(crate) method: &'static str,
    pub(crate) item: Place<'a>,
    pub(crate) place: Place<'a>,
}

impl<'a> Operation<'a> {
    /// The parameters as written, those of the path item first, then what they refer to.
    pub(crate) fn parameters(&self, documents: &'a Documents) -> Vec<(Place<'a>, Place<'a>)> {
        [&self.item, &self.place]
            .into_iter()
            .filter_map(|place| place.get("parameters"))
            .flat_map(|list| list.items())
            .filter_map(|written| documents.follow(&written).map(|meant| (written, meant)))
            .collect()
    }
}

/// A value in a document, which knows where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Place<'a> {
    document: &'a Document,
    path: String,
    value: &'a Value,
}

impl<'a> Place<'a> {
    pub(crate) fn file(&self) -> &'a str {
        &self.document.file
    }

    pub(crate) fn path(&self) -> &str {
        if self.path.is_empty() {
            "(document)"
        } else {
            &self.path
        }
    }

    pub(crate) fn value(&self) -> &'a Value {
        self.value
    }

    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(self.child(key, value))
    }

    /// The text under a key.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    /// Whether the key is there and `true`.
    pub(crate) fn flag(&self, key: &str) -> bool {
        self.value.get(key) == Some(&Value::Bool(true))
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    pub(crate) fn reference(&self) -> Option<&'a str> {
        self.text("$ref")
    }

    /// The entries, if this is an object.
    pub(crate) fn entries(&self) -> Vec<(&'a str, Self)> {
        self.value
            .as_object()
            .into_iter()
            .flat_map(Map::iter)
            .map(|(key, value)| (key.as_str(), self.child(key, value)))
            .collect()
    }

    /// The items, if this is an array.
    pub(crate) fn items(&self) -> Vec<Self> {
        self.value
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, value)| Place {
                document: self.document,
                path: format!("{}[{index}]", self.path),
                value,
            })
            .collect()
    }

    fn child(&self, key: &str, value: &'a Value) -> Self {
        let path = if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        };
        Place {
            document: self.document,
            path,
            value,
        }
    }
}

fn parse(text: &str) -> Result<Value, String> {
    // Through the YAML type first: it refuses duplicate keys, where JSON would keep the last one.
    let mut yaml: yaml_serde::Value =
        yaml_serde::from_str(text).map_err(|error| error.to_string())?;
    // One pass resolves one level: what is merged may bring a merge key of its own.
    loop {
        let before = yaml.clone();
        yaml.apply_merge().map_err(|error| error.to_string())?;
        if yaml == before {
            break;
        }
    }
    note_media_types(&mut yaml);
    let value: Value = yaml_serde::from_value(yaml).map_err(|error| error.to_string())?;
    let value = sorted(value);
    if value.is_object() {
        Ok(value)
    } else {
        Err("the document is not a mapping".to_owned())
    }
}

/// The same with properties in alphabetical order. They are so by themselves, unless some crate of the build asks
/// `serde_json` for the order of insertion: what is generated must not depend on that.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let mut entries: Vec<_> = entries.into_iter().collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            let entries = entries.into_iter();
            Value::Object(entries.map(|(key, value)| (key, sorted(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        value => value,
    }
}

/// Writes the order of a raw body's media types down as `x-media-types`: the client sends the first,
/// and the order of keys is lost in JSON.
fn note_media_types(yaml: &mut yaml_serde::Value) {
    match yaml {
        yaml_serde::Value::Mapping(entries) => {
            if entries
                .get("x-raw-body")
                .and_then(yaml_serde::Value::as_bool)
                == Some(true)
                && let Some(yaml_serde::Value::Mapping(content)) = entries.get("content")
            {
                let names = content.keys().cloned().collect();
                entries.insert("x-media-types".into(), yaml_serde::Value::Sequence(names));
            }
            entries.values_mut().for_each(note_media_types);
        }
        yaml_serde::Value::Sequence(items) => items.iter_mut().for_each(note_media_types),
        _ => {}
    }
}
