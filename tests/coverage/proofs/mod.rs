//! The examples.

mod access;
mod edits;
mod ingest;
mod lists;
mod look_ups;
mod monitoring;
mod singles;
mod timelines;
mod transfer_rate;

use crate::proof::Proof;

pub fn all() -> Vec<Proof> {
    [
        access::proofs(),
        lists::proofs(),
        timelines::proofs(),
        transfer_rate::proofs(),
        singles::proofs(),
        edits::proofs(),
        ingest::proofs(),
        look_ups::proofs(),
        monitoring::proofs(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
