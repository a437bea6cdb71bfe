//! Edits: stored, visible everywhere, of nothing else, and put back afterwards.

pub(super) mod acknowledgement;
pub(super) mod batch;
pub(super) mod description;
pub(super) mod if_match;
mod put_back;
mod target;
pub(super) mod warnings;

pub(super) use put_back::put_back;
