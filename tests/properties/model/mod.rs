//! The catalog as the documents describe it, without a database: every question is answered by looking at every
//! backup.

pub mod aggregate;
pub mod catalog;
pub mod edit;
pub mod findings;
pub mod fold;
pub mod grouped;
pub mod identity;
pub mod learn;
pub mod look_ups;
pub mod order;
pub mod page;
pub mod select;
pub mod statistics;
pub mod timeline;
pub mod transfer_rate;
pub mod wire;
pub mod words;

#[cfg(test)]
mod tests;
