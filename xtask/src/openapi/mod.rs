//! `cargo xtask openapi check|bless|summary`: whether the documents still keep what the last release promised.
//!
//! `docs/contract.md` says how a change of the contract goes, and what the exit codes mean.

mod compare;
mod contract;
mod decide;
#[cfg(test)]
mod edits;
mod finding;
mod place;
mod summary;
mod surface;

use std::process::ExitCode;

use crate::command::Failure;
use crate::files;
use contract::Contract;
use decide::Decisions;
use finding::{Finding, Verdict};
use surface::Surface;

/// Where the documents are.
const DOCUMENTS: &str = "openapi";
/// What the last release promised.
const BLESSED: &str = "openapi/blessed";
/// What code over the client of the last release could name.
const BLESSED_CLIENT: &str = "openapi/blessed/client.txt";
/// The documents on a page.
const SUMMARY: &str = "openapi/summary.txt";
const CHANGELOG: &str = "CHANGELOG.md";

/// Exit code: a file that is made from the documents does not fit them, and nothing breaks.
const STALE: u8 = 3;
/// Exit code: something breaks or needs a decision, and there is none.
const BREAKING: u8 = 4;

/// What to do.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes: 0 all is well, 1 another failure (such as a finding of the lint), 2 wrong usage, 3 stale: run what is said, 4 something breaks or needs a decision"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum Verb {
    /// Lint the documents and compare them with what the last release promised.
    Check,
    /// Take the documents as what a release promises; refused while something breaks that nobody has decided.
    Bless,
    /// Print the contract on a page: operations, parameters, signatures of the generated client.
    Summary {
        /// Compare with `openapi/summary.txt` instead of printing.
        #[arg(long, conflicts_with = "write")]
        check: bool,
        /// Write `openapi/summary.txt` instead of printing.
        #[arg(long)]
        write: bool,
    },
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Fine(String),
    Stale(String),
    Breaking(String),
}

/// `cargo xtask openapi`
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let outcome = match arguments.verb {
        Verb::Check => check(),
        Verb::Bless => bless(),
        Verb::Summary { check, write } => summary(check, write),
    };
    match outcome {
        Ok(Outcome::Fine(said)) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Ok(Outcome::Stale(said)) => {
            eprintln!("{said}");
            ExitCode::from(STALE)
        }
        Ok(Outcome::Breaking(said)) => {
            eprintln!("{said}");
            ExitCode::from(BREAKING)
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// The same as a stage of the tests: everything but `Fine` fails it.
pub(crate) fn stage() -> Result<(), Failure> {
    match check()? {
        Outcome::Fine(said) => {
            println!("{said}");
            Ok(())
        }
        Outcome::Stale(said) | Outcome::Breaking(said) => Err(Failure::ByHand(said)),
    }
}

/// The contract of the last release.
fn blessed() -> Result<Contract, Failure> {
    let client = Surface::parse(&contract::read(BLESSED_CLIENT)?);
    Contract::new(&files::documents(BLESSED)?, client)
}

fn check() -> Result<Outcome, Failure> {
    let now = Contract::generate(&files::documents(DOCUMENTS)?)?;
    if !files::absolute(BLESSED_CLIENT).exists() {
        return Ok(Outcome::Stale(format!(
            "{BLESSED_CLIENT} is missing: get it back from git; only for a first release run `cargo xtask openapi bless`"
        )));
    }
    let blessed = blessed()?;
    let findings = compare::contracts(&blessed, &now)?;
    let changelog = contract::read(CHANGELOG)?;
    let decisions = Decisions::new(blessed.version()?, now.version()?, &changelog)?;
    for finding in &findings {
        println!("{finding}");
    }
    let undecided = undecided(&findings, &decisions);
    if !undecided.is_empty() {
        return Ok(Outcome::Breaking(undecided));
    }
    if contract::read(SUMMARY).unwrap_or_default() != summary::of(&now) {
        return Ok(Outcome::Stale(format!(
            "{SUMMARY} does not fit the documents: run `cargo xtask openapi summary --write`"
        )));
    }
    Ok(settled(
        &findings,
        blessed.bundle == now.bundle && blessed.surface == now.surface,
    ))
}

/// What it means that nothing is undecided.
fn settled(findings: &[Finding], same: bool) -> Outcome {
    let decided = findings
        .iter()
        .filter(|finding| finding.verdict != Verdict::Compatible)
        .count();
    match (decided, same) {
        (0, true) => Outcome::Fine("the contract is the blessed one".to_owned()),
        (0, false) => Outcome::Stale(
            "nothing breaks, but the blessed contract is another one: run `cargo xtask openapi bless`".to_owned(),
        ),
        (decided, _) => Outcome::Fine(format!(
            "decided by the version and {CHANGELOG}: {decided}; with the release run `cargo xtask openapi bless`"
        )),
    }
}

/// What has to be done for each finding that nobody has decided; nothing if there is none.
fn undecided(findings: &[Finding], decisions: &Decisions) -> String {
    let lines: Vec<String> = findings
        .iter()
        .filter_map(|finding| {
            let lacking = decisions.lacking(finding)?;
            Some(format!("{}: {}: {lacking}", finding.verdict, finding.place))
        })
        .collect();
    lines.join("\n")
}

fn bless() -> Result<Outcome, Failure> {
    let texts = files::documents(DOCUMENTS)?;
    let now = Contract::generate(&texts)?;
    let version = now.version()?;
    decide::Version::parse(version)?;
    // The first time there is nothing to break.
    if files::absolute(BLESSED_CLIENT).exists() {
        let blessed = blessed()?;
        let changelog = contract::read(CHANGELOG)?;
        let decisions = Decisions::new(blessed.version()?, version, &changelog)?;
        let undecided = undecided(&compare::contracts(&blessed, &now)?, &decisions);
        if !undecided.is_empty() {
            return Ok(Outcome::Breaking(format!(
                "{undecided}\nnothing was blessed"
            )));
        }
    }
    let mut written = Vec::new();
    let mut put = |path: String, text: &str| -> Result<(), Failure> {
        if contract::write(&path, text)? {
            written.push(path);
        }
        Ok(())
    };
    for (file, text) in &texts {
        put(format!("{BLESSED}/{file}"), text)?;
    }
    let client = format!(
        "# What code over the generated client can name. Written by `cargo xtask openapi bless`.\n{}",
        now.surface
    );
    put(BLESSED_CLIENT.to_owned(), &client)?;
    put(SUMMARY.to_owned(), &summary::of(&now))?;
    Ok(Outcome::Fine(if written.is_empty() {
        format!("{version} is blessed already")
    } else {
        format!("blessed {version}: {}", written.join(", "))
    }))
}

fn summary(check: bool, write: bool) -> Result<Outcome, Failure> {
    let text = summary::of(&Contract::generate(&files::documents(DOCUMENTS)?)?);
    if write {
        let changed = contract::write(SUMMARY, &text)?;
        let said = if changed { "written" } else { "was up to date" };
        return Ok(Outcome::Fine(format!("{SUMMARY} {said}")));
    }
    if !check {
        return Ok(Outcome::Fine(text.trim_end().to_owned()));
    }
    if contract::read(SUMMARY).unwrap_or_default() == text {
        return Ok(Outcome::Fine(format!("{SUMMARY} fits the documents")));
    }
    Ok(Outcome::Stale(format!(
        "{SUMMARY} does not fit the documents: run `cargo xtask openapi summary --write`"
    )))
}
