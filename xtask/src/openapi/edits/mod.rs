//! Edits of the documents, each with the verdict that it must get: the gate is only trusted because of them.
//!
//! They are made on the documents as they are; the client is generated anew for each, so a verdict about its source code
//! is about what the generator really makes.

#![allow(clippy::unwrap_used)]

mod harmless;
mod operations;
mod refused;
mod requests;
mod responses;
mod source;
mod unseen;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::contract::{Contract, Texts};
use super::decide::Decisions;
use super::finding::{Consumer, Finding, Verdict};
use super::surface::Surface;
use super::{DOCUMENTS, Outcome, compare, settled, undecided};
use crate::command::Failure;
use crate::files;
use crate::mutate::document;
use crate::mutate::loss::Edit;

/// A step of an edit.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A place of a document becomes something else.
    At(&'static str, &'static str, Edit),
    /// A text becomes another, everywhere in all documents; for what is called by its name in many places.
    Everywhere(&'static str, &'static str),
}

/// One edit, and what is to be said of it.
struct Case {
    name: &'static str,
    /// What both sides have beside the documents of now.
    before: &'static [Step],
    steps: &'static [Step],
    /// What the findings have to contain: a part of a place. Empty where there must be none.
    place: &'static str,
    verdict: Verdict,
    /// Everybody whom the findings reach.
    breaks: &'static [Consumer],
    /// The rule of the lint that refuses it before anything is compared.
    refused: Option<&'static str>,
}

/// An edit of the documents as they are.
const fn case(
    name: &'static str,
    steps: &'static [Step],
    place: &'static str,
    verdict: Verdict,
    breaks: &'static [Consumer],
) -> Case {
    Case {
        name,
        before: &[],
        steps,
        place,
        verdict,
        breaks,
        refused: None,
    }
}

const fn set(file: &'static str, place: &'static str, value: &'static str) -> Step {
    Step::At(file, place, Edit::Set(value))
}

const fn remove(file: &'static str, place: &'static str) -> Step {
    Step::At(file, place, Edit::Remove)
}

const fn without(file: &'static str, place: &'static str, item: &'static str) -> Step {
    Step::At(file, place, Edit::Without(item))
}

fn apply(mut texts: Texts, steps: &[Step]) -> Result<Texts, String> {
    for step in steps {
        match step {
            Step::At(file, place, edit) => {
                let (_, text) = texts.iter_mut().find(|(known, _)| known == file).unwrap();
                *text = document::edit(text, place, *edit)?;
            }
            Step::Everywhere(from, to) => {
                if !texts.iter().any(|(_, text)| text.contains(from)) {
                    return Err(format!("`{from}` is in no document"));
                }
                for (_, text) in &mut texts {
                    *text = text.replace(from, to);
                }
            }
        }
    }
    Ok(texts)
}

/// The documents as they are, which most edits start from.
fn now() -> &'static (Contract, Texts) {
    static NOW: OnceLock<(Contract, Texts)> = OnceLock::new();
    NOW.get_or_init(|| {
        let texts = files::documents(DOCUMENTS).unwrap();
        (Contract::generate(&texts).unwrap(), texts)
    })
}

impl Case {
    /// What the gate says of it, or why it says nothing.
    fn findings(&self) -> Result<Vec<Finding>, String> {
        let (now, documents) = now();
        let old = apply(documents.clone(), self.before)?;
        let new = apply(old.clone(), self.steps)?;
        let said = |failure: Failure| failure.to_string();
        let Some(rule) = self.refused else {
            let new = Contract::generate(&new).map_err(said)?;
            if self.before.is_empty() {
                return compare::contracts(now, &new).map_err(said);
            }
            let old = Contract::generate(&old).map_err(said)?;
            return compare::contracts(&old, &new).map_err(said);
        };
        match Contract::generate(&new) {
            Ok(_) => return Err("the lint lets it through".to_owned()),
            Err(failure) if !failure.to_string().contains(&format!("[{rule}]")) => {
                return Err(format!("the lint says {failure}"));
            }
            Err(_) => {}
        }
        // What the lint refuses has no client.
        let old = Contract::new(&old, Surface::default()).map_err(said)?;
        let new = Contract::new(&new, Surface::default()).map_err(said)?;
        compare::contracts(&old, &new).map_err(said)
    }

    /// What is wrong with the verdict.
    fn fault(&self) -> Option<String> {
        let findings = match self.findings() {
            Ok(findings) => findings,
            Err(said) => return Some(format!("{}: {said}", self.name)),
        };
        let verdict = findings.iter().map(|finding| finding.verdict).max();
        let breaks: BTreeSet<Consumer> = findings
            .iter()
            .flat_map(|finding| finding.breaks.clone())
            .collect();
        let named = |finding: &Finding| {
            finding.verdict == self.verdict && finding.place.contains(self.place)
        };
        let right = if self.place.is_empty() {
            findings.is_empty()
        } else {
            verdict == Some(self.verdict)
                && breaks == self.breaks.iter().copied().collect()
                && findings.iter().any(named)
        };
        let said: Vec<String> = findings.iter().map(ToString::to_string).collect();
        let said = said.join("\n    ");
        (!right).then(|| format!("{}: {verdict:?} {breaks:?}\n    {said}", self.name))
    }
}

/// All of a list; what is wrong is said at once.
fn judge(cases: &[Case]) {
    let faults: Vec<String> = cases.iter().filter_map(Case::fault).collect();
    assert!(
        faults.is_empty(),
        "{} of {}\n{}",
        faults.len(),
        cases.len(),
        faults.join("\n")
    );
}

#[test]
fn what_breaks_nobody_is_compatible() {
    judge(harmless::CASES);
}

#[test]
fn an_operation_that_breaks_somebody_says_whom() {
    judge(operations::CASES);
}

#[test]
fn a_request_that_breaks_somebody_says_whom() {
    judge(requests::CASES);
}

#[test]
fn a_response_that_breaks_somebody_says_whom() {
    judge(responses::CASES);
}

#[test]
fn what_breaks_source_code_only_is_seen_in_the_client_that_is_generated() {
    judge(source::CASES);
}

#[test]
fn what_the_lint_refuses_is_judged_all_the_same() {
    judge(refused::CASES);
}

#[test]
fn the_edits_are_many_and_have_names_of_their_own() {
    let lists = [
        harmless::CASES,
        operations::CASES,
        requests::CASES,
        responses::CASES,
        source::CASES,
        refused::CASES,
    ];
    let all: Vec<&Case> = lists.iter().flat_map(|list| list.iter()).collect();
    let names: BTreeSet<&str> = all.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), all.len());
    let harmless = all
        .iter()
        .filter(|case| case.verdict == Verdict::Compatible)
        .count();
    assert!(
        harmless >= 20 && all.len() - harmless >= 20,
        "{harmless} of {}",
        all.len()
    );
}

#[test]
fn unchanged_documents_give_no_finding_and_generated_names_survive_being_written() {
    let (old, documents) = now();
    let written = Surface::parse(&old.surface.to_string());
    assert_eq!(written, old.surface);
    assert!(written.0.len() > 500, "{}", written.0.len());
    let new = Contract::new(documents, written).unwrap();
    assert_eq!(compare::contracts(old, &new).unwrap(), []);
}

#[test]
fn a_break_passes_when_it_is_decided_and_says_before_what_to_do() {
    let (now, documents) = now();
    let steps = [set(
        "backups.yaml",
        "/components/parameters/size/schema/maximum",
        "500",
    )];
    let texts = apply(documents.clone(), &steps).unwrap();
    let fewer = Contract::new(&texts, now.surface.clone()).unwrap();
    let findings = compare::contracts(now, &fewer).unwrap();
    let left = |version, changelog| {
        undecided(
            &findings,
            &Decisions::new("0.1.0", version, changelog).unwrap(),
        )
    };
    assert!(left("0.1.0", "## 0.1.0\n- `size`").contains("from 0.1.0 to 0.2.0"));
    assert!(left("0.2.0", "## 0.2.0\n").contains("write a line with `size` under `## 0.2.0`"));
    assert_eq!(left("0.2.0", "## 0.2.0\n- `size` is smaller"), "");
    assert!(matches!(settled(&findings, false), Outcome::Fine(_)));
    assert!(matches!(settled(&[], false), Outcome::Stale(_)));
    assert!(matches!(settled(&[], true), Outcome::Fine(_)));
}

#[test]
fn a_newer_generator_that_writes_another_client_is_found_too() {
    let (now, documents) = now();
    let mut older = now.surface.clone();
    older
        .0
        .insert("list_backups.status".to_owned(), "Into<String>".to_owned());
    older.0.insert("Gone".to_owned(), "struct".to_owned());
    older.0.insert("Gone.field".to_owned(), "i64".to_owned());
    older
        .0
        .insert("Health.*".to_owned(), "Clone + Hash".to_owned());
    let older = Contract::new(documents, older).unwrap();
    let findings = compare::contracts(&older, now).unwrap();
    let said: Vec<_> = findings
        .iter()
        .map(|finding| (finding.place.as_str(), finding.what.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            ("client#/Gone", "the client has no `Gone`"),
            ("client#/Health/*", "`Health` no longer implements Hash"),
            (
                "client#/list_backups/status",
                "in the client `list_backups.status` was `Into<String>`, is `TryInto<Vec<types::BackupStatus>>`"
            ),
        ]
    );
    let only_source = |finding: &Finding| {
        finding.verdict == Verdict::Breaking && finding.breaks == [Consumer::ClientSource].into()
    };
    assert!(findings.iter().all(only_source));
}
