//! What a backup is: records, references, filters, identity, merge rules. No HTTP, no SQL, no I/O; the clock is an
//! argument.

pub mod backup;
pub mod facts;
pub mod fold;
pub mod identity;
pub mod keys;
mod merge;
pub mod page;
pub mod record;
pub mod reference;
pub mod selection;
pub mod state;
pub mod statistics;
pub mod timeline;
