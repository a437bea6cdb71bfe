//! An example that a parameter counts.

use serde_json::Value;

use crate::ask::Ask;
use crate::catalog::{server, server_with_password};
use crate::support::server::{Answer, TestServer};

/// Two requests that differ in one parameter and are answered differently.
#[derive(Debug)]
pub struct Proof {
    pub operation: &'static str,
    /// A parameter, or `body.<property>`.
    pub parameter: String,
    /// What happens before, beside the hand-made catalog.
    pub before: Vec<Ask>,
    pub without: Ask,
    pub with: Ask,
    /// A value that is not allowed, if there is one.
    pub refused: Option<Ask>,
    /// The document says that it has no effect on this operation: the answers are the same.
    pub ignored: bool,
}

impl Proof {
    pub fn new(operation: &'static str, parameter: &str, without: Ask, with: Ask) -> Self {
        Self {
            operation,
            parameter: parameter.to_owned(),
            before: Vec::new(),
            without,
            with,
            refused: None,
            ignored: false,
        }
    }

    pub fn refusing(self, refused: Ask) -> Self {
        Self {
            refused: Some(refused),
            ..self
        }
    }

    /// Nothing if it holds, else what does not. `shared` serves what only reads.
    pub async fn fault(&self, shared: &TestServer) -> Option<String> {
        let without = self.answer(&self.without, shared).await;
        let with = self.answer(&self.with, shared).await;
        let differ = seen(&without) != seen(&with);
        if differ == self.ignored {
            let found = if differ { "differ" } else { "are the same" };
            return Some(format!("the answers {found}: {with:?}"));
        }
        let refused = self.answer(self.refused.as_ref()?, shared).await;
        let named = self
            .parameter
            .strip_prefix("body.")
            .unwrap_or(&self.parameter);
        let expected = if named == self.parameter { 400 } else { 422 };
        if refused.status != expected {
            return Some(format!(
                "a value that is not allowed is answered {refused:?}"
            ));
        }
        let says = refused.json();
        let blamed = says["parameter"].as_str().unwrap_or_default();
        let is_blamed = blamed == named
            || blamed.starts_with(&format!("{named}["))
            || blamed.starts_with(&format!("{named}."));
        (!is_blamed).then(|| format!("`{blamed}` is blamed, not `{named}`: {says}"))
    }

    async fn answer(&self, ask: &Ask, shared: &TestServer) -> Answer {
        if ask.method == "GET" && self.before.is_empty() {
            return ask.send(shared).await;
        }
        let server = if self.operation == "login" {
            server_with_password().await
        } else {
            server().await
        };
        for ask in &self.before {
            let answer = ask.send(&server).await;
            assert!(answer.status.is_success(), "{ask:?}: {}", answer.text);
        }
        ask.send(&server).await
    }
}

/// What a client can tell answers apart by: status, rows, and their number.
fn seen(answer: &Answer) -> (u16, Value, Option<String>) {
    let total = answer.headers.get("x-total-count");
    let total = total.map(|total| total.to_str().unwrap().to_owned());
    let body = if answer.status.is_success() && !answer.text.is_empty() {
        answer.json()
    } else {
        Value::Null
    };
    (answer.status.as_u16(), body, total)
}
