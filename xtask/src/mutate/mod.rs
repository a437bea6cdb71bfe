//! `cargo xtask mutate`: damages the generated code, one loss at a time, and demands that somebody notices.
//!
//! A generator that loses a bound or a parameter loses it without a word. The tests that would catch it are themselves
//! only trusted because of this. There are two kinds of losses: one piece of the generated code says something else than
//! the rest, and the generator loses something everywhere, as if it were not in the document.

mod answers;
mod bodies;
pub(crate) mod document;
pub(crate) mod loss;
mod operations;
mod parameters;
mod verdict;
mod workspace;

use std::time::Instant;

use crate::command::Failure;
use loss::{Edit, File, Kind, Loss};
use verdict::Verdict;
use workspace::Workspace;

/// Which losses.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only those whose name contains this.
    name: Option<String>,
}

const BACKUPS: &str = "openapi/backups.yaml";
const CATALOG: &str = "openapi/catalog.yaml";

/// A loss in one piece of the generated code: the first `from` after `anchor` becomes `to`.
const fn code(
    file: File,
    name: &'static str,
    anchor: &'static str,
    from: &'static str,
    to: &'static str,
) -> Loss {
    Loss {
        name,
        kind: Kind::Code {
            file,
            anchor,
            from,
            to,
        },
    }
}

/// A loss everywhere: the generator reads a document that is changed at `place`.
const fn document(name: &'static str, file: &'static str, place: &'static str, edit: Edit) -> Loss {
    Loss {
        name,
        kind: Kind::Document { file, place, edit },
    }
}

fn losses() -> impl Iterator<Item = &'static Loss> {
    [
        parameters::LOSSES,
        bodies::LOSSES,
        answers::LOSSES,
        operations::LOSSES,
    ]
    .into_iter()
    .flatten()
}

/// `cargo xtask mutate`: all losses, or those with a name like that.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let name = arguments.name.as_deref();
    let chosen = losses().filter(|loss| name.is_none_or(|name| loss.name.contains(name)));
    attempt(chosen)
}

/// One in how many losses a whole run of the checks tries. Each costs a build of half a minute or less; all of them take
/// as long as the rest of the checks.
const STRIDE: usize = 8;

/// Some of the losses, of every sort and the same in each run: that the judges are not blind.
pub(crate) fn some() -> Result<(), Failure> {
    attempt(losses().step_by(STRIDE))
}

/// Tries losses; those that survive are named.
fn attempt(chosen: impl Iterator<Item = &'static Loss>) -> Result<(), Failure> {
    let workspace = Workspace::new()?;
    workspace.write(None)?;
    match workspace.judge()? {
        Verdict::Survives => println!("the generated code as it is passes"),
        verdict => {
            return Err(Failure::ByHand(format!(
                "without any loss, {verdict}: see `cargo test --test conformance --all-features`"
            )));
        }
    }
    let (mut survivors, mut tried) = (Vec::new(), 0);
    for loss in chosen {
        let start = Instant::now();
        workspace.write(Some(loss))?;
        let verdict = workspace.judge()?;
        tried += 1;
        println!(
            "{:3} s  {}: {verdict}",
            start.elapsed().as_secs(),
            loss.name
        );
        if verdict == Verdict::Survives {
            survivors.push(loss.name);
        }
    }
    if survivors.is_empty() {
        println!("{tried} losses, all noticed");
        return Ok(());
    }
    Err(Failure::ByHand(format!(
        "nobody notices: {}",
        survivors.join("; ")
    )))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::{loss, losses, workspace};

    #[test]
    fn every_loss_can_be_made() {
        let documents = workspace::documents().unwrap();
        let whole = loss::generate(&documents).unwrap();
        let stale: Vec<String> = losses()
            .filter_map(|loss| loss.apply(&documents, &whole).err())
            .map(|failure| failure.to_string())
            .collect();
        assert!(stale.is_empty(), "{}", stale.join("\n"));
    }

    #[test]
    fn the_losses_have_names_of_their_own() {
        let names: BTreeSet<&str> = losses().map(|loss| loss.name).collect();
        assert_eq!(names.len(), losses().count());
    }
}
