//! The contract as it is written: operations, parameters, bodies, answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::VerifyError;
use crate::contract;

/// The document, with what the checks ask of it.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) root: Value,
    pub(super) operations: Vec<Arc<Operation>>,
}

/// An operation.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) id: String,
    /// In upper case.
    pub(super) method: String,
    /// With its parameters in braces.
    pub(super) path: String,
    pub(super) description: String,
    /// This project added it: no other server need have it.
    pub(super) chosen: bool,
    /// Answered without a session.
    pub(super) open: bool,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    /// By status, those of success.
    pub(super) successes: BTreeMap<u16, Response>,
}

/// A parameter.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    pub(super) name: String,
    /// `path`, `query` or `header`.
    pub(super) place: String,
    pub(super) description: String,
    /// Of one value, without references.
    pub(super) schema: Value,
    pub(super) repeatable: bool,
    pub(super) chosen: bool,
}

/// A request body in JSON.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) media_type: String,
    /// None of a body that is read by the operation itself.
    pub(super) schema: Option<Value>,
}

/// An answer of success.
#[derive(Debug, Clone)]
pub(super) struct Response {
    /// Name, schema and description.
    pub(super) headers: Vec<(String, Value, String)>,
    pub(super) schema: Option<Value>,
}

/// Whether an operation is never asked: a run makes and revokes no tokens of somebody's server, and what is overdue
/// follows from the time of day, which a run does not know of the server.
fn is_left_out(operation: &Value) -> bool {
    let tag = operation["tags"][0].as_str();
    matches!(tag, Some("access" | "monitoring")) || operation["operationId"] == "login_with_token"
}

impl Document {
    /// The one that this program was built from.
    pub(super) fn embedded() -> Result<Self, VerifyError> {
        let broken = |reason: &str| VerifyError::Document(reason.to_owned());
        let root: Value = serde_json::from_str(contract::JSON)
            .map_err(|error| VerifyError::Document(error.to_string()))?;
        let paths = root["paths"]
            .as_object()
            .ok_or_else(|| broken("no paths"))?;
        let mut operations = Vec::new();
        for (path, item) in paths {
            for (method, value) in item.as_object().into_iter().flatten() {
                if is_left_out(value) {
                    continue;
                }
                operations.push(Arc::new(Operation::read(&root, path, method, value)));
            }
        }
        Ok(Self { root, operations })
    }

    /// An operation by its id.
    pub(super) fn find(&self, id: &str) -> Option<Arc<Operation>> {
        self.operations.iter().find(|it| it.id == id).cloned()
    }

    /// What a reference means, or the value itself.
    pub(super) fn follow<'a>(&'a self, value: &'a Value) -> &'a Value {
        follow(&self.root, value)
    }

    /// The names of the properties of a schema, those that it has from others as well.
    pub(super) fn properties(&self, schema: &str) -> Vec<String> {
        let value = &self.root["components"]["schemas"][schema];
        let mut names: Vec<String> = value["properties"]
            .as_object()
            .map(|properties| properties.keys().cloned().collect())
            .unwrap_or_default();
        for part in value["allOf"].as_array().into_iter().flatten() {
            if let Some(name) = part["$ref"].as_str().and_then(|it| it.rsplit('/').next()) {
                names.extend(self.properties(name));
            }
            let own = part["properties"].as_object().into_iter().flatten();
            names.extend(own.map(|(name, _)| name.clone()));
        }
        names
    }
}

impl Operation {
    fn read(root: &Value, path: &str, method: &str, value: &Value) -> Self {
        let text = |key: &str| value[key].as_str().unwrap_or_default().trim().to_owned();
        let content = value["requestBody"]["content"].as_object();
        let raw = value["requestBody"]["x-raw-body"] == true;
        let body = content.and_then(|content| {
            let (media_type, media) = content.iter().next()?;
            Some(Body {
                media_type: media_type.clone(),
                schema: (!raw).then(|| media["schema"].clone()),
            })
        });
        let listed = value["parameters"].as_array().into_iter().flatten();
        let responses = value["responses"].as_object().into_iter().flatten();
        Self {
            id: text("operationId"),
            method: method.to_uppercase(),
            path: path.to_owned(),
            description: text("description").replace('\n', " "),
            chosen: value["x-source"] == "chosen",
            open: value["x-privilege"] == "NONE",
            parameters: listed.map(|it| Parameter::read(root, it)).collect(),
            body,
            successes: responses
                .filter_map(|(status, response)| {
                    Some((status.parse().ok()?, Response::read(root, response)))
                })
                .collect(),
        }
    }

    /// What the document says of it, to be quoted.
    pub(super) fn sentence(&self) -> String {
        format!("{} {}: {}", self.method, self.path, self.description)
    }

    /// What the document says of one of its parameters.
    pub(super) fn sentence_of(&self, name: &str) -> String {
        match self.parameters.iter().find(|it| it.name == name) {
            Some(parameter) => format!(
                "{} {}, {} parameter `{name}`: {}",
                self.method, self.path, parameter.place, parameter.description
            ),
            None => self.sentence(),
        }
    }

    /// Whether asking it changes nothing.
    pub(super) fn is_get(&self) -> bool {
        self.method == "GET"
    }
}

impl Parameter {
    fn read(root: &Value, value: &Value) -> Self {
        let value = follow(root, value);
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let schema = follow(root, &value["schema"]);
        Self {
            name: text("name"),
            place: text("in"),
            description: text("description"),
            repeatable: schema["type"] == "array",
            schema: schema
                .get("items")
                .map_or(schema, |items| follow(root, items))
                .clone(),
            chosen: value["x-source"] == "chosen",
        }
    }

    /// Whether its values are guids.
    pub(super) fn is_guid(&self) -> bool {
        self.schema["format"] == "uuid"
    }
}

impl Response {
    fn read(root: &Value, value: &Value) -> Self {
        let value = follow(root, value);
        let headers = value["headers"].as_object().into_iter().flatten();
        Self {
            headers: headers
                .map(|(name, header)| {
                    let header = follow(root, header);
                    let words = header["description"].as_str().unwrap_or_default();
                    (name.clone(), header["schema"].clone(), words.to_owned())
                })
                .collect(),
            schema: value.pointer("/content/application~1json/schema").cloned(),
        }
    }
}

fn follow<'a>(root: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"]
        .as_str()
        .and_then(|it| root.pointer(it.strip_prefix('#')?));
    target.unwrap_or(value)
}
