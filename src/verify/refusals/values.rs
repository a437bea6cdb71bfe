//! Values of parameters that are not allowed, by class.

use serde_json::Value;

/// Classes of values that a schema does not allow, each with one of it.
pub(super) fn bad(schema: &Value) -> Vec<String> {
    let texts = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    if let Some(allowed) = schema["enum"].as_array() {
        let first = allowed.first().and_then(Value::as_str).unwrap_or_default();
        let mut values = texts(&["NONSENSE", "null", "0"]);
        values.push(format!("{first},{first}"));
        if schema["x-case-insensitive"] != true {
            values.push(turned(first));
        }
        return values;
    }
    match schema["type"].as_str() {
        Some("boolean") => texts(&["1", "0", "TRUE", "on", "yes", "null"]),
        Some("integer") => {
            let mut values = texts(&[
                "x",
                "1.5",
                "1e3",
                "0x10",
                " 1",
                "9223372036854775808",
                "null",
            ]);
            let bound = |key: &str| schema[key].as_i64();
            values.extend(bound("minimum").map(|bound| (bound - 1).to_string()));
            values.extend(bound("maximum").map(|bound| (bound + 1).to_string()));
            values
        }
        _ if schema["format"] == "uuid" => texts(&[
            "x",
            "0",
            "0f0e5b0e6f0c5a529a4e6f4a8a1d2c11",
            "{0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11}",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c1",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c1g",
        ]),
        _ if schema.get("pattern").is_some() => texts(&[
            "x",
            "-",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c1",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c111",
            "0f0e5b0e6-f0c-5a52-9a4e-6f4a8a1d2c11",
            " 0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11",
            "0f0e5b0e-6f0c-5a52-9a4e-6f4a8a1d2c11\n",
        ]),
        _ => {
            let longest = schema["maxLength"]
                .as_u64()
                .and_then(|longest| usize::try_from(longest).ok());
            longest
                .map(|longest| "ü".repeat(longest + 1))
                .into_iter()
                .collect()
        }
    }
}

/// A value that a schema allows.
pub(super) fn good(schema: &Value) -> String {
    if let Some(first) = schema["enum"].get(0).and_then(Value::as_str) {
        return first.to_owned();
    }
    match schema["type"].as_str() {
        Some("boolean") => "false".to_owned(),
        Some("integer") => schema["minimum"].as_i64().unwrap_or(1).to_string(),
        _ if schema["format"] == "uuid" || schema.get("pattern").is_some() => {
            super::UNKNOWN.to_owned()
        }
        _ => "a".to_owned(),
    }
}

fn turned(text: &str) -> String {
    let turn = |letter: char| {
        if letter.is_uppercase() {
            letter.to_ascii_lowercase()
        } else {
            letter.to_ascii_uppercase()
        }
    };
    text.chars().map(turn).collect()
}
