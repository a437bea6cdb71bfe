//! Refuses what the generators would get wrong, leave out, or die of.
//!
//! One file a family of rules; each rule has a name that its findings carry. All rules run before anything is
//! reported. What a rule forbids is either known to be mistreated by progenitor 0.15 and typify 0.8 (they panic,
//! drop it or misread it) or not written by our own generator; a keyword that nobody knows is refused too.

mod closure;
mod examples;
mod extensions;
mod names;
mod operations;
mod parameters;
mod references;
mod responses;
mod schemas;
mod sources;
mod texts;
mod version;
mod walk;

use crate::document::Documents;
use crate::finding::{Findings, Report};

/// Runs every rule and reports everything that they find.
pub(crate) fn check(documents: &Documents) -> Result<(), Findings> {
    let mut report = Report::default();
    for rules in [
        version::check,
        extensions::check,
        references::check,
        operations::check,
        parameters::check,
        responses::check,
        schemas::check,
        closure::check,
        names::check,
        sources::check,
        texts::check,
        examples::check,
    ] {
        rules(documents, &mut report);
    }
    report.finish()
}
