//! Any sequence of reports gives what a naive reading of all of them gives.
//!
//! The model keeps every report that was ever heard of a backup and works out each value from the whole history; the
//! catalog keeps the merged state only.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use backup_catalog::ingest::Options;
use bytes::Bytes;
use proptest::prelude::*;

use crate::catalog::Catalog;

const IDS: [&str; 5] = ["a", "b", "c", "d", "e"];
const STATUSES: [&str; 5] = [
    "QUEUED",
    "INPROGRESS",
    "SUCCESS",
    "PARTIAL_SUCCESS",
    "FAILED",
];

#[derive(Debug, Clone)]
struct Said {
    id: usize,
    status: usize,
    size: Option<i64>,
    transferred: Option<i64>,
    finished: Option<i64>,
    warnings: Option<Vec<String>>,
    /// How far before `id` the parent is.
    parent: Option<usize>,
}

#[derive(Debug, Clone)]
enum Step {
    /// Pushed, in pieces of so many bytes.
    Lines(Vec<Said>, usize),
    /// Pulled.
    Inventory(Vec<Said>, bool),
    /// Pushed: it is gone.
    Gone(usize),
}

#[derive(Debug, Clone)]
enum Heard {
    Push(Said),
    Pull(Said),
    Gone,
    Missing,
}

#[derive(Debug, Clone, PartialEq)]
struct View {
    status: String,
    size: i64,
    transferred: Option<i64>,
    backup_time: Option<i64>,
    warnings: Vec<String>,
    parent: Option<String>,
    root: String,
    position: i64,
}

fn json(said: &Said) -> String {
    let mut text = format!(
        r#"{{"source":"s","repository":"r","id":"{}","entity":{{"name":"x"}},"started":1,"status":"{}""#,
        IDS[said.id], STATUSES[said.status]
    );
    for (key, value) in [
        ("size", said.size),
        ("transferred", said.transferred),
        ("finished", said.finished),
    ] {
        if let Some(value) = value {
            let _ = write!(text, r#","{key}":{value}"#);
        }
    }
    if let Some(warnings) = &said.warnings {
        let _ = write!(text, r#","warnings":{warnings:?}"#);
    }
    if let Some(parent) = parent(said) {
        let _ = write!(text, r#","parent":"{parent}""#);
    }
    text + "}"
}

fn parent(said: &Said) -> Option<&'static str> {
    said.parent
        .and_then(|back| said.id.checked_sub(back + 1))
        .map(|id| IDS[id])
}

fn is_final(status: usize) -> bool {
    status >= 2
}

/// How it went, from all that was heard.
fn outcome(history: &[Heard]) -> usize {
    let pushes = history.iter().filter_map(|heard| {
        if let Heard::Push(said) = heard {
            Some(said.status)
        } else {
            None
        }
    });
    let pulls = history.iter().filter_map(|heard| {
        if let Heard::Pull(said) = heard {
            Some(said.status)
        } else {
            None
        }
    });
    let pushed = pushes
        .clone()
        .rfind(|status| is_final(*status))
        .or_else(|| pushes.max());
    let pulled = pulls.max();
    pushed.max(pulled).unwrap()
}

/// Whether it is gone, event by event.
fn is_gone(history: &[Heard]) -> bool {
    let mut gone = None;
    for (n, heard) in history.iter().enumerate() {
        let good = matches!(outcome(&history[..=n]), 2 | 3);
        match heard {
            Heard::Missing if good => gone = gone.or(Some("pull")),
            Heard::Gone if good => gone = gone.or(Some("push")),
            Heard::Missing | Heard::Gone => {}
            Heard::Pull(_) => gone = None,
            Heard::Push(said) => {
                if gone == Some("push") && matches!(said.status, 2 | 3) {
                    gone = None;
                }
            }
        }
        if !good {
            gone = None;
        }
    }
    gone.is_some()
}

/// The last value of the owner's side, else the last of the other side.
fn owned<T>(
    history: &[Heard],
    owner_pushes: bool,
    value: impl Fn(&Said) -> Option<T>,
) -> Option<T> {
    let last = |push: bool| {
        history.iter().rev().find_map(|heard| match heard {
            Heard::Push(said) if push => value(said),
            Heard::Pull(said) if !push => value(said),
            _ => None,
        })
    };
    last(owner_pushes).or_else(|| last(!owner_pushes))
}

fn warnings(history: &[Heard]) -> Vec<String> {
    let last = |push: bool| {
        owned(history, push, |said| said.warnings.clone()).filter(|_| {
            history.iter().any(|heard| match heard {
                Heard::Push(said) => push && said.warnings.is_some(),
                Heard::Pull(said) => !push && said.warnings.is_some(),
                _ => false,
            })
        })
    };
    let mut all = last(true).unwrap_or_default();
    let pulled = last(false).unwrap_or_default();
    let pushed = all.clone();
    all.extend(
        pulled
            .into_iter()
            .filter(|warning| !pushed.contains(warning)),
    );
    all
}

fn transferred(history: &[Heard]) -> Option<i64> {
    let pushed = history.iter().rev().find_map(|heard| {
        if let Heard::Push(said) = heard {
            said.transferred
        } else {
            None
        }
    });
    pushed.or_else(|| {
        history.iter().find_map(|heard| {
            if let Heard::Pull(said) = heard {
                said.transferred
            } else {
                None
            }
        })
    })
}

#[derive(Default)]
struct Model {
    history: BTreeMap<usize, Vec<Heard>>,
}

impl Model {
    fn take(&mut self, step: &Step) {
        match step {
            Step::Lines(lines, _) => {
                for said in lines {
                    self.history
                        .entry(said.id)
                        .or_default()
                        .push(Heard::Push(said.clone()));
                }
            }
            Step::Gone(id) => {
                if let Some(history) = self.history.get_mut(id) {
                    history.push(Heard::Gone);
                }
            }
            Step::Inventory(listed, complete) => {
                let names: BTreeSet<usize> = listed.iter().map(|said| said.id).collect();
                for said in listed {
                    self.history
                        .entry(said.id)
                        .or_default()
                        .push(Heard::Pull(said.clone()));
                }
                for (id, history) in &mut self.history {
                    let in_scope = history.iter().any(|heard| matches!(heard, Heard::Pull(_)));
                    if *complete && in_scope && !names.contains(id) {
                        history.push(Heard::Missing);
                    }
                }
            }
        }
    }

    fn parent(&self, id: usize) -> Option<usize> {
        let name = owned(&self.history[&id], false, parent)?;
        let parent = IDS.iter().position(|id| *id == name)?;
        self.history.contains_key(&parent).then_some(parent)
    }

    /// What was reported, and that there is nothing in it.
    fn warnings(&self, id: usize) -> Vec<String> {
        let history = &self.history[&id];
        let mut all = warnings(history);
        let is_full = owned(history, false, parent).is_none();
        let is_empty = owned(history, false, |said| said.size) == Some(0);
        if is_full && is_empty && matches!(outcome(history), 2 | 3) {
            all.push("EMPTY: 0 bytes came, where some were expected; was the source there, and the path right?".to_owned());
        }
        all
    }

    fn view(&self, id: usize) -> View {
        let history = &self.history[&id];
        let mut ancestors = vec![];
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            ancestors.push(parent);
            at = parent;
        }
        View {
            status: if is_gone(history) {
                "SUCCESS_REMOVED"
            } else {
                STATUSES[outcome(history)]
            }
            .to_owned(),
            size: owned(history, false, |said| said.size).unwrap_or(0),
            transferred: transferred(history),
            backup_time: owned(history, true, |said| said.finished),
            warnings: self.warnings(id),
            parent: ancestors.first().map(|id| IDS[*id].to_owned()),
            root: IDS[at].to_owned(),
            position: i64::try_from(ancestors.len()).unwrap(),
        }
    }
}

async fn send(catalog: &Catalog, step: &Step) {
    let options = Options {
        allow_mass_removal: true,
        ..Options::default()
    };
    let (body, size) = match step {
        Step::Lines(lines, size) => (lines.iter().map(json).collect::<Vec<_>>().join("\n"), *size),
        Step::Gone(id) => (
            format!(
                r#"{{"source":"s","repository":"r","id":"{}","status":"REMOVED"}}"#,
                IDS[*id]
            ),
            1000,
        ),
        Step::Inventory(listed, complete) => {
            let records: Vec<String> = listed.iter().map(json).collect();
            (
                format!(
                    r#"{{"v":1,"source":"s","scope":"r","complete":{complete},"backups":[{}]}}"#,
                    records.join(",")
                ),
                1000,
            )
        }
    };
    let chunks = body
        .as_bytes()
        .chunks(size)
        .map(Bytes::copy_from_slice)
        .collect();
    catalog.send_chunks(chunks, options).await.unwrap();
}

fn said() -> impl Strategy<Value = Said> {
    let count = || proptest::option::of(0_i64..4);
    let warnings = proptest::collection::vec("[xyz]", 0..3);
    (
        0..IDS.len(),
        0..STATUSES.len(),
        count(),
        count(),
        proptest::option::of(1_i64..5),
        proptest::option::of(warnings),
        proptest::option::of(0_usize..3),
    )
        .prop_map(
            |(id, status, size, transferred, finished, warnings, parent)| Said {
                id,
                status,
                size,
                transferred,
                finished,
                warnings,
                parent,
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (proptest::collection::vec(said(), 1..6), 1_usize..400).prop_map(|(lines, size)| Step::Lines(lines, size)),
        4 => (proptest::collection::vec(said(), 0..6), any::<bool>()).prop_map(|(listed, complete)| Step::Inventory(listed, complete)),
        1 => (0..IDS.len()).prop_map(Step::Gone),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_catalog_is_what_all_reports_together_say(steps in proptest::collection::vec(step(), 1..8)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let catalog = Catalog::new().await;
            let mut model = Model::default();
            for step in &steps {
                send(&catalog, step).await;
                model.take(step);
                let mut seen = BTreeMap::new();
                for backup in catalog.backups() {
                    let id = backup.native_id.clone().unwrap();
                    seen.insert(id, View {
                        status: backup.status,
                        size: backup.size,
                        transferred: backup.transferred,
                        backup_time: backup.backup_time,
                        warnings: serde_json::from_str(&backup.warnings).unwrap(),
                        parent: backup.parent,
                        root: backup.root,
                        position: backup.position,
                    });
                }
                let expected: BTreeMap<String, View> =
                    model.history.keys().map(|id| (IDS[*id].to_owned(), model.view(*id))).collect();
                prop_assert_eq!(seen, expected);
                let checked = catalog.store.check().await.unwrap();
                prop_assert_eq!(checked.differences, []);
            }
            Ok(())
        })?;
    }
}
