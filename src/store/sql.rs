//! Statements put together from pieces.

use std::fmt::Write as _;

use rusqlite::types::{ToSql, ToSqlOutput, Value as SqlValue, ValueRef};
use uuid::Uuid;

use super::database::Engine;

/// A value of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Value {
    Integer(i64),
    Text(String),
    Guid(Uuid),
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Integer(number) => ToSqlOutput::Owned(SqlValue::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Guid(guid) => ToSqlOutput::Borrowed(ValueRef::Blob(guid.as_bytes())),
        })
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Uuid> for Value {
    fn from(guid: Uuid) -> Self {
        Self::Guid(guid)
    }
}

/// A statement with its values. Parameters are `$1`, `$2`, … in the order in which they stand: SQLite takes `$n` for a
/// name and counts names as they appear, PostgreSQL takes it for a number, and so both mean the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
}

impl Sql {
    /// A statement that begins so.
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            values: Vec::new(),
        }
    }

    /// Adds text.
    pub(super) fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds another statement; its parameters come after those that are there.
    pub(super) fn append(&mut self, other: &Self) -> &mut Self {
        let mut parts = other.text.split('$');
        self.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let end = part
                .find(|letter: char| !letter.is_ascii_digit())
                .unwrap_or(part.len());
            let number = part[..end].parse().unwrap_or(0) + self.values.len();
            // Writing to a String cannot fail.
            let _ = write!(self.text, "${number}{}", &part[end..]);
        }
        self.values.extend(other.values.iter().cloned());
        self
    }

    /// Adds a parameter.
    pub(super) fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        // Writing to a String cannot fail.
        let _ = write!(self.text, "${}", self.values.len());
        self
    }

    /// Adds one parameter for all of these ids, in brackets, for `IN`.
    pub(super) fn bind_ids(&mut self, engine: Engine, ids: &[i64]) -> &mut Self {
        self.push("(SELECT CAST(value AS BIGINT) FROM ");
        self.bind_rows(engine, ids).push(")")
    }

    /// Adds a table function with one row for each of these ids, which is the column `value`, a text in PostgreSQL. The
    /// ids are one JSON text: thousands of them are still one short statement.
    pub(super) fn bind_rows(&mut self, engine: Engine, ids: &[i64]) -> &mut Self {
        self.bind_list(engine, &serde_json::Value::from(ids))
    }

    /// The same for texts.
    pub(super) fn bind_texts(&mut self, engine: Engine, texts: &[String]) -> &mut Self {
        self.push("(SELECT value FROM ");
        self.bind_list(engine, &serde_json::Value::from(texts))
            .push(")")
    }

    fn bind_list(&mut self, engine: Engine, list: &serde_json::Value) -> &mut Self {
        self.push(engine.each())
            .push("(")
            .bind(Value::Text(list.to_string()))
            .push(engine.json())
            .push(")")
    }

    /// Adds parameters in brackets, for `IN`.
    pub(super) fn bind_all<V: Into<Value>>(
        &mut self,
        values: impl IntoIterator<Item = V>,
    ) -> &mut Self {
        for (index, value) in values.into_iter().enumerate() {
            self.push(if index == 0 { "(" } else { ", " }).bind(value);
        }
        self.push(")")
    }
}

/// The pattern of `LIKE … ESCAPE '\'` for texts that contain this one.
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::{Sql, Value, containing};

    #[test]
    fn parameters_are_numbered_as_they_stand() {
        let mut sql = Sql::new("SELECT a WHERE b = ");
        sql.bind(1).push(" AND c IN ").bind_all(["x", "y"]);
        assert_eq!(sql.text, "SELECT a WHERE b = $1 AND c IN ($2, $3)");
        assert_eq!(
            sql.values,
            [Value::from(1), Value::from("x"), Value::from("y")]
        );
    }

    #[test]
    fn parameters_of_what_is_appended_come_after() {
        let mut sql = Sql::new("SELECT a WHERE b = ");
        sql.bind(1).push(" AND c = ");
        let mut other = Sql::new("(");
        other.bind("x").push(" OR d IN ").bind_all([3]).push(")");
        sql.append(&other).push(" OR e = ").bind(4);
        assert_eq!(
            sql.text,
            "SELECT a WHERE b = $1 AND c = ($2 OR d IN ($3)) OR e = $4"
        );
        assert_eq!(
            sql.values,
            [
                Value::from(1),
                Value::from("x"),
                Value::from(3),
                Value::from(4)
            ]
        );
    }

    #[test]
    fn what_like_takes_for_signs_stays_letters() {
        assert_eq!(containing(r"50%_a\b"), r"%50\%\_a\\b%");
    }
}
