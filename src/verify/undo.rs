//! What was edited is put back.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::document::{Document, Operation};
use super::exchange::{Answer, Ask, Client};
use super::ledger::{Finding, Ledger};
use super::model::Backup;
use super::run::{Run, Stop};

/// What a person can change of a backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Original {
    pub(super) description: Option<String>,
    pub(super) warnings: Vec<String>,
    pub(super) acknowledged: bool,
}

impl Original {
    pub(super) fn of(backup: &Backup) -> Self {
        Self {
            description: backup.text("/description").map(str::to_owned),
            warnings: backup.texts("/warnings"),
            acknowledged: backup.flag("/warningsAcknowledged"),
        }
    }
}

/// The backups that were, or may have been, edited, as they were before.
#[derive(Debug, Default)]
pub(super) struct Undo {
    originals: BTreeMap<String, Original>,
    operations: Option<Operations>,
}

#[derive(Debug, Clone)]
struct Operations {
    get: Arc<Operation>,
    describe: Arc<Operation>,
    warn: Arc<Operation>,
    acknowledge: Arc<Operation>,
}

impl Operations {
    fn of(document: &Document) -> Option<Self> {
        Some(Self {
            get: document.find("get_backup")?,
            describe: document.find("update_backup_description")?,
            warn: document.find("update_backup_warnings")?,
            acknowledge: document.find("acknowledge_backup_warnings")?,
        })
    }
}

/// Remembers a backup before anything is sent that may change it. Returns whether it could be read.
pub(super) async fn remember(run: &mut Run, guid: &str) -> Result<bool, Stop> {
    if run.undo.originals.contains_key(guid) {
        return Ok(true);
    }
    let ask = Ask::of(&run.operation("get_backup")?).at("guid", guid);
    let answer = run.ask(&ask).await?;
    if !answer.is_success() {
        return Ok(false);
    }
    let original = Original::of(&Backup::new(&answer.json()));
    run.undo.operations = run
        .undo
        .operations
        .take()
        .or_else(|| Operations::of(&run.document));
    run.undo.originals.insert(guid.to_owned(), original);
    Ok(true)
}

impl Undo {
    /// The guids of what may have been edited.
    pub(super) fn guids(&self) -> Vec<String> {
        self.originals.keys().cloned().collect()
    }

    /// Remembers a backup that an edit of another one changed.
    pub(super) fn keep(&mut self, guid: &str, original: Original) {
        self.originals.entry(guid.to_owned()).or_insert(original);
    }

    /// Puts everything back, and takes down what could not be. An interruption does not count here.
    pub(super) async fn restore(&mut self, ledger: &mut Ledger, client: &Client) {
        let Some(operations) = self.operations.clone() else {
            return;
        };
        for (guid, original) in std::mem::take(&mut self.originals) {
            let restored = restore(&operations, client, &guid, &original).await;
            ledger.requests += restored.requests;
            let Some(check) = ledger.by_id("edits/put-back") else {
                continue;
            };
            check.requests += restored.requests;
            match restored.trouble {
                None => check.held += 1,
                Some((ask, got)) => check.find(Finding {
                    request: ask.words(&client.base),
                    got,
                    expected: format!("backup {guid} as it was before: {}", words(&original)),
                    sentence: "An edit can be taken back by another edit.".to_owned(),
                }),
            }
        }
    }
}

fn words(original: &Original) -> String {
    json!({
        "description": original.description,
        "warnings": original.warnings,
        "warningsAcknowledged": original.acknowledged,
    })
    .to_string()
}

struct Restored {
    requests: usize,
    trouble: Option<(Ask, String)>,
}

async fn restore(
    operations: &Operations,
    client: &Client,
    guid: &str,
    original: &Original,
) -> Restored {
    let get = Ask::of(&operations.get).at("guid", guid);
    let mut requests = 1;
    let mut now = state(&client.send(&get).await);
    // An acknowledgement is taken away by a change of the warnings, so it comes last.
    for part in 0..3 {
        let Some(current) = &now else { break };
        let (operation, body) = match part {
            0 if current.description != original.description => (
                &operations.describe,
                json!({ "value": original.description.clone().unwrap_or_default() }),
            ),
            1 if current.warnings != original.warnings => {
                let all = original
                    .warnings
                    .iter()
                    .map(|text| json!({ "value": text }));
                (&operations.warn, Value::Array(all.collect()))
            }
            2 if current.acknowledged != original.acknowledged => (
                &operations.acknowledge,
                json!({ "value": original.acknowledged }),
            ),
            _ => continue,
        };
        client
            .send(&Ask::of(operation).at("guid", guid).json(&body))
            .await;
        requests += 2;
        now = state(&client.send(&get).await);
    }
    let trouble = match now {
        Some(now) if now == *original => None,
        Some(now) => Some((get, words(&now))),
        None => Some((get, "it cannot be read any more".to_owned())),
    };
    Restored { requests, trouble }
}

fn state(answer: &Answer) -> Option<Original> {
    answer
        .is_success()
        .then(|| Original::of(&Backup::new(&answer.json())))
}
