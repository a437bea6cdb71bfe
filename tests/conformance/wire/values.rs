//! Values that a schema allows, and values that it does not.

use serde_json::Value;

use crate::document::follow;

const GUID: &str = "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11";
const OTHER_GUID: &str = "7b0f6a52-0d0e-5f0b-8a39-5d8f7f3f9f10";

/// Values that are allowed and mean different things: each value of an enumeration, the bounds of a number.
pub(crate) fn good(document: &Value, schema: &Value) -> Vec<String> {
    let schema = item(document, schema);
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array) {
        return allowed
            .iter()
            .map(|value| value.as_str().unwrap().to_owned())
            .collect();
    }
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match schema["type"].as_str().unwrap() {
        "boolean" => texts(&["true", "false"]),
        "integer" => {
            let minimum = schema
                .get("minimum")
                .map_or(i64::MIN, |bound| bound.as_i64().unwrap());
            let maximum = schema
                .get("maximum")
                .map_or(i64::MAX, |bound| bound.as_i64().unwrap());
            vec![
                minimum.to_string(),
                (minimum + 1).to_string(),
                (maximum - 1).to_string(),
                maximum.to_string(),
            ]
        }
        "string" if schema.get("format").is_some_and(|format| format == "uuid") => {
            texts(&[GUID, OTHER_GUID])
        }
        "string" if schema.get("pattern").is_some() => texts(&[
            GUID,
            "7b0f6a520d0e5f0b8a395d8f7f3f9f10",
            "7B0F6A520D0E5F0B8A395D8F7F3F9F11",
        ]),
        "string" => {
            let mut values: Vec<String> = texts(&["a b&c=d/ü%", "null", "0"]);
            let longest = schema["maxLength"]
                .as_u64()
                .expect("every text has a bound");
            values.push("ü".repeat(usize::try_from(longest).unwrap()));
            values
        }
        other => panic!("a parameter of type {other}"),
    }
}

/// Values that are not allowed.
pub(crate) fn bad(document: &Value, schema: &Value) -> Vec<String> {
    let schema = item(document, schema);
    let texts = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array) {
        let mut values = texts(&["NONSENSE", "null", "0"]);
        let first = allowed[0].as_str().unwrap();
        values.push(format!("{first},{first}"));
        if schema.get("x-case-insensitive").is_none() {
            let other_case: String = first
                .chars()
                .map(|letter| {
                    if letter.is_uppercase() {
                        letter.to_ascii_lowercase()
                    } else {
                        letter.to_ascii_uppercase()
                    }
                })
                .collect();
            values.push(other_case);
        }
        return values;
    }
    match schema["type"].as_str().unwrap() {
        "boolean" => texts(&["1", "0", "TRUE", "on", "yes", "null"]),
        "integer" => {
            let mut values = texts(&[
                "x",
                "1.5",
                "1e3",
                "0x10",
                " 1",
                "9223372036854775808",
                "null",
            ]);
            let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
            values.extend(bound("minimum").map(|bound| (bound - 1).to_string()));
            values.extend(bound("maximum").map(|bound| (bound + 1).to_string()));
            values
        }
        "string" if schema.get("format").is_some_and(|format| format == "uuid") => texts(&[
            "x",
            "0",
            "0f0e5b0e6f0c5a529a4e6f4a8a1d2c11",
            "{0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11}",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c1",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c1g",
        ]),
        "string" if schema.get("pattern").is_some() => texts(&[
            "x",
            "-",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c1",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c111",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c1g",
            "0f0e5b0e6-f0c-5a52-9a4e-6f4a8a1d2c11",
            "0f0e5b0e--6f0c-5a52-9a4e-6f4a8a1d2c11",
            " 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11\n",
        ]),
        "string" => {
            let longest = schema["maxLength"]
                .as_u64()
                .expect("every text has a bound");
            vec!["ü".repeat(usize::try_from(longest).unwrap() + 1)]
        }
        other => panic!("a parameter of type {other}"),
    }
}

/// Whether several values can be given.
pub(crate) fn repeatable(document: &Value, schema: &Value) -> bool {
    follow(document, schema)["type"] == "array"
}

fn item<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    let schema = follow(document, schema);
    schema
        .get("items")
        .map_or(schema, |items| follow(document, items))
}
