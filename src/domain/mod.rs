//! What a backup is: records, references, filters, identity, merge rules. No HTTP, no SQL, no I/O; the clock is an
//! argument.

mod absorb;
pub mod account;
pub mod alert;
pub mod audit;
pub mod backup;
pub mod facts;
pub mod finding;
pub mod fold;
pub mod identity;
pub mod keys;
mod merge;
pub mod overdue;
pub mod page;
pub mod ping;
pub mod principal;
pub mod record;
pub mod reference;
pub mod role;
pub mod scope;
pub mod selection;
pub mod state;
pub mod statistics;
pub mod timeline;
pub mod usual_size;
