//! The report for a CI server: `JUnit` XML, a suite for each group of checks.

use std::fmt::Write as _;

use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::super::{Check, Finding, Outcome, State};

/// The report as XML.
pub fn junit(outcome: &Outcome) -> Result<String, SerializeError> {
    let mut report = Report::new(format!("backup-catalog verify {}", outcome.server));
    report.set_time(outcome.elapsed);
    let mut suites: Vec<TestSuite> = Vec::new();
    for check in &outcome.checks {
        let (group, name) = check.id.split_once('/').unwrap_or(("", &check.id));
        if suites
            .last()
            .is_none_or(|suite| suite.name.as_str() != group)
        {
            suites.push(TestSuite::new(group));
        }
        if let Some(suite) = suites.last_mut() {
            suite.add_test_case(case(check, group, name));
        }
    }
    report.add_test_suites(suites);
    report.to_string()
}

fn case(check: &Check, group: &str, name: &str) -> TestCase {
    let status = match check.state() {
        State::Held => TestCaseStatus::success(),
        State::Skipped => skipped(&check.skipped.join("; ")),
        State::NotMade => skipped("the run ended before it"),
        State::Failed => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            if let Some(first) = check.findings.first() {
                status.set_message(format!(
                    "{}: {}, expected {}",
                    first.request, first.got, first.expected
                ));
            }
            let mut all = check
                .findings
                .iter()
                .map(described)
                .collect::<Vec<_>>()
                .join("\n\n");
            if check.more_findings > 0 {
                // Writing to a string does not fail.
                let _ = write!(all, "\n\nand {} more", check.more_findings);
            }
            status.set_type("contract").set_description(all);
            status
        }
    };
    let mut case = TestCase::new(name, status);
    case.set_classname(group).set_time(check.elapsed);
    let mut said: Vec<String> = vec![check.title.clone()];
    said.extend(
        check
            .skipped
            .iter()
            .map(|why| format!("not checked: {why}")),
    );
    said.extend(
        check
            .warnings
            .iter()
            .map(|warning| format!("warning:\n{}", described(warning))),
    );
    case.set_system_out(said.join("\n"));
    case
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}

fn described(finding: &Finding) -> String {
    let Finding {
        request,
        got,
        expected,
        sentence,
    } = finding;
    format!("asked: {request}\ngot: {got}\nexpected: {expected}\ndocument: {sentence}")
}
