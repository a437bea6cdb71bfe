//! What was checked, and what came of it.

use std::time::Duration;

/// Findings of one check that are kept in full; of the others only the number.
const KEPT: usize = 5;

/// One check.
#[derive(Debug, Clone)]
pub struct Check {
    /// Such as `meaning/filter/status`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// What the server does otherwise than documented.
    pub findings: Vec<Finding>,
    /// Findings beyond those.
    pub more_findings: usize,
    /// What is odd and no finding.
    pub warnings: Vec<Finding>,
    /// What could not be checked, and why.
    pub skipped: Vec<String>,
    /// Comparisons that held.
    pub held: usize,
    /// Requests made for it.
    pub requests: usize,
    /// How long it took.
    pub elapsed: Duration,
    /// Whether it was made at all.
    pub made: bool,
}

/// Something that is not as documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Method, address, and body if any.
    pub request: String,
    /// What came.
    pub got: String,
    /// What the document lets one expect.
    pub expected: String,
    /// The sentence of the document.
    pub sentence: String,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Everything that was compared was as documented.
    Held,
    /// Something was not.
    Failed,
    /// Nothing could be compared.
    Skipped,
    /// The run ended before it.
    NotMade,
}

impl Check {
    /// How it ended.
    pub fn state(&self) -> State {
        match () {
            () if !self.findings.is_empty() => State::Failed,
            () if !self.made => State::NotMade,
            () if self.held == 0 && !self.skipped.is_empty() => State::Skipped,
            () => State::Held,
        }
    }

    /// Number of findings.
    pub fn count(&self) -> usize {
        self.findings.len() + self.more_findings
    }
}

/// The words of a text without numbers, places in lists and ids of requests.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty() && !word.contains(|letter: char| letter.is_ascii_digit()))
}

/// All checks of a run.
#[derive(Debug)]
pub(super) struct Ledger {
    pub(super) checks: Vec<Check>,
    /// The one under way.
    current: usize,
    pub(super) requests: usize,
}

impl Ledger {
    /// Checks that are still to be made: ids and titles.
    pub(super) fn new<'a>(planned: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let check = |(id, title): (&str, &str)| Check {
            id: id.to_owned(),
            title: title.to_owned(),
            findings: Vec::new(),
            more_findings: 0,
            warnings: Vec::new(),
            skipped: Vec::new(),
            held: 0,
            requests: 0,
            elapsed: Duration::ZERO,
            made: false,
        };
        Self {
            checks: planned.map(check).collect(),
            current: usize::MAX,
            requests: 0,
        }
    }

    /// The check with this number begins.
    pub(super) fn begin(&mut self, index: usize) {
        self.current = index;
    }

    /// No check is under way.
    pub(super) fn pause(&mut self) {
        self.current = usize::MAX;
    }

    pub(super) fn asked(&mut self) {
        self.requests += 1;
        if let Some(check) = self.current() {
            check.requests += 1;
        }
    }

    pub(super) fn current(&mut self) -> Option<&mut Check> {
        self.checks.get_mut(self.current)
    }

    pub(super) fn by_id(&mut self, id: &str) -> Option<&mut Check> {
        self.checks.iter_mut().find(|check| check.id == id)
    }
}

impl Check {
    /// Takes a finding down, unless the same was found before.
    pub(super) fn find(&mut self, finding: Finding) {
        let same = |it: &Finding| it.expected == finding.expected && it.request == finding.request;
        if self.findings.iter().any(same) {
            return;
        }
        if self.findings.len() < KEPT {
            self.findings.push(finding);
        } else {
            self.more_findings += 1;
        }
    }

    /// The same for what is looked at in every answer: the same fault of an operation counts once, however often it was
    /// asked.
    pub(super) fn find_once(&mut self, finding: Finding) {
        let same = |it: &Finding| {
            it.sentence == finding.sentence
                && it.expected == finding.expected
                && words(&it.got).eq(words(&finding.got))
        };
        if !self.findings.iter().any(same) {
            self.find(finding);
        }
    }

    /// Takes down why something was not checked.
    pub(super) fn skip(&mut self, why: String) {
        if !self.skipped.contains(&why) {
            self.skipped.push(why);
        }
    }

    /// Forgets what came of it, to make it again.
    pub(super) fn forget(&mut self) {
        self.findings.clear();
        self.more_findings = 0;
        self.skipped.clear();
        self.held = 0;
    }
}
