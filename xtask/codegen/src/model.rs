//! The operations of the bundled and linted document, in the generators' terms.

use serde_json::Value;

use crate::document::METHODS;
use crate::name;

/// All operations, in the order of path and method.
pub(crate) struct Model {
    pub(crate) operations: Vec<Operation>,
}

/// One operation.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) trait_name: String,
    pub(crate) tag: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) privilege: String,
    pub(crate) deprecated: bool,
    pub(crate) path_parameters: Vec<Parameter>,
    pub(crate) query_parameters: Vec<Parameter>,
    pub(crate) header_parameters: Vec<Parameter>,
    /// The name of the query struct that several operations share.
    pub(crate) query_type: Option<String>,
    pub(crate) body: Option<Body>,
    pub(crate) success: Success,
}

/// One parameter.
#[derive(Clone)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    pub(crate) repeated: bool,
    pub(crate) kind: Kind,
    /// The component that the (item's) schema refers to.
    pub(crate) component: Option<String>,
}

/// What a parameter's value may be.
#[derive(Clone)]
pub(crate) enum Kind {
    Boolean,
    Integer {
        minimum: Option<i64>,
        maximum: Option<i64>,
    },
    Uuid,
    Text {
        min_length: u64,
        max_length: Option<u64>,
        pattern: Option<String>,
    },
    Enum {
        allowed: Vec<String>,
        ignore_case: bool,
    },
}

/// A request body.
pub(crate) enum Body {
    Json { shape: Shape, schema: Value },
    Raw { media_types: Vec<String> },
}

/// A body's type: a component or a list of one.
#[derive(Clone)]
pub(crate) enum Shape {
    One(String),
    Many(String),
}

/// The successful response.
pub(crate) struct Success {
    /// The status that the server answers: the first.
    pub(crate) status: u16,
    pub(crate) description: String,
    /// All success statuses with their descriptions.
    pub(crate) statuses: Vec<(u16, String)>,
    pub(crate) shape: Option<Shape>,
    pub(crate) stream: bool,
    pub(crate) headers: Vec<Header>,
}

/// A response header.
pub(crate) struct Header {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) integer: bool,
}

impl Model {
    /// Reads what the lint has let through.
    pub(crate) fn read(document: &Value) -> Self {
        let reader = Reader { document };
        let mut operations = Vec::new();
        for (path, item) in entries(&document["paths"]) {
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    operations.push(reader.operation(path, method, item, operation));
                }
            }
        }
        Self { operations }
    }

    /// The names of the traits, in order.
    pub(crate) fn traits(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self
            .operations
            .iter()
            .map(|operation| operation.trait_name.as_str())
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Operation {
    /// The operation's name in Pascal case.
    pub(crate) fn pascal(&self) -> String {
        name::pascal(&self.id)
    }

    /// The name of its query struct, if it has query parameters.
    pub(crate) fn query_struct(&self) -> Option<String> {
        if self.query_parameters.is_empty() {
            return None;
        }
        Some(
            self.query_type
                .clone()
                .unwrap_or_else(|| format!("{}Query", self.pascal())),
        )
    }

    /// The name of its path struct, if it has path parameters.
    pub(crate) fn path_struct(&self) -> Option<String> {
        (!self.path_parameters.is_empty()).then(|| format!("{}Path", self.pascal()))
    }

    /// The name of its header struct, if it has header parameters.
    pub(crate) fn header_struct(&self) -> Option<String> {
        (!self.header_parameters.is_empty()).then(|| format!("{}Headers", self.pascal()))
    }
}

struct Reader<'a> {
    document: &'a Value,
}

impl<'a> Reader<'a> {
    fn operation(
        &self,
        path: &str,
        method: &'static str,
        item: &'a Value,
        operation: &'a Value,
    ) -> Operation {
        let parameters: Vec<&Value> = [item, operation]
            .into_iter()
            .filter_map(|holder| holder.get("parameters")?.as_array())
            .flatten()
            .map(|parameter| self.follow(parameter))
            .collect();
        let located = |location: &str| {
            parameters
                .iter()
                .filter(|parameter| parameter["in"] == location)
                .map(|parameter| self.parameter(parameter))
                .collect::<Vec<_>>()
        };
        let mut path_parameters = located("path");
        path_parameters.sort_by_key(|parameter| path.find(&format!("{{{}}}", parameter.name)));
        Operation {
            id: text(operation, "operationId"),
            method,
            path: path.to_owned(),
            trait_name: text(operation, "x-trait"),
            tag: operation["tags"][0].as_str().unwrap_or_default().to_owned(),
            summary: text(operation, "summary"),
            description: text(operation, "description"),
            privilege: text(operation, "x-privilege"),
            deprecated: flag(operation, "deprecated"),
            path_parameters,
            query_parameters: located("query"),
            header_parameters: located("header"),
            query_type: operation["x-query-type"].as_str().map(str::to_owned),
            body: operation
                .get("requestBody")
                .map(|body| Self::body(self.follow(body))),
            success: self.success(&operation["responses"]),
        }
    }

    fn parameter(&self, parameter: &Value) -> Parameter {
        let schema = &parameter["schema"];
        let repeated = schema["type"] == "array";
        let schema = if repeated { &schema["items"] } else { schema };
        Parameter {
            name: text(parameter, "name"),
            description: text(parameter, "description"),
            required: flag(parameter, "required"),
            deprecated: flag(parameter, "deprecated"),
            repeated,
            kind: kind(self.follow(schema)),
            component: component(schema),
        }
    }

    fn body(body: &Value) -> Body {
        if flag(body, "x-raw-body") {
            let names = body["x-media-types"].as_array().into_iter().flatten();
            return Body::Raw {
                media_types: names
                    .filter_map(|name| Some(name.as_str()?.to_owned()))
                    .collect(),
            };
        }
        let schema = &body["content"]["application/json"]["schema"];
        Body::Json {
            shape: shape(schema),
            schema: schema.clone(),
        }
    }

    fn success(&self, responses: &'a Value) -> Success {
        let statuses: Vec<(u16, &Value)> = entries(responses)
            .filter_map(|(status, response)| Some((status.parse().ok()?, self.follow(response))))
            .collect();
        let (status, response) = statuses.first().copied().unwrap_or((200, &Value::Null));
        let schema = response.pointer("/content/application~1json/schema");
        let headers = entries(&response["headers"]).map(|(name, header)| {
            let header = self.follow(header);
            Header {
                name: name.to_owned(),
                description: text(header, "description"),
                integer: self.follow(&header["schema"])["type"] == "integer",
            }
        });
        Success {
            status,
            description: text(response, "description"),
            statuses: statuses
                .iter()
                .map(|(status, response)| (*status, text(response, "description")))
                .collect(),
            shape: schema.map(shape),
            stream: flag(response, "x-stream"),
            headers: headers.collect(),
        }
    }

    fn follow(&self, value: &'a Value) -> &'a Value {
        value["$ref"]
            .as_str()
            .and_then(|reference| self.document.pointer(reference.strip_prefix('#')?))
            .unwrap_or(value)
    }
}

/// What a value of a schema may be.
pub(crate) fn kind(schema: &Value) -> Kind {
    if let Some(allowed) = schema["enum"].as_array() {
        let allowed = allowed
            .iter()
            .filter_map(|value| Some(value.as_str()?.to_owned()));
        return Kind::Enum {
            allowed: allowed.collect(),
            ignore_case: flag(schema, "x-case-insensitive"),
        };
    }
    match schema["type"].as_str() {
        Some("boolean") => Kind::Boolean,
        Some("integer") => Kind::Integer {
            minimum: schema["minimum"].as_i64(),
            maximum: schema["maximum"].as_i64(),
        },
        _ if schema["format"] == "uuid" => Kind::Uuid,
        _ => Kind::Text {
            min_length: schema["minLength"].as_u64().unwrap_or(0),
            max_length: schema["maxLength"].as_u64(),
            pattern: schema["pattern"].as_str().map(str::to_owned),
        },
    }
}

fn shape(schema: &Value) -> Shape {
    match component(schema) {
        Some(name) => Shape::One(name),
        None => Shape::Many(component(&schema["items"]).unwrap_or_default()),
    }
}

/// The component that a schema refers to.
pub(crate) fn component(schema: &Value) -> Option<String> {
    let reference = schema["$ref"].as_str()?;
    Some(reference.rsplit('/').next()?.to_owned())
}

pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value))
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().trim().to_owned()
}

fn flag(value: &Value, key: &str) -> bool {
    value[key] == Value::Bool(true)
}
