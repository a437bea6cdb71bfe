//! One catalog of every backup, served through the REST API of Storware Backup & Recovery's Backups Controller.
//!
//! The documents in `openapi/` are compiled into [`generated`]; everything that has meaning is written by hand
//! behind the traits that stand there.

#[cfg(feature = "server")]
pub mod api;
#[cfg(feature = "server")]
pub mod app;
#[cfg(feature = "server")]
pub mod catalog;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "server")]
pub mod clock;
#[cfg(feature = "server")]
pub mod contract;
#[cfg(feature = "cli")]
pub mod dashboard;
#[cfg(feature = "server")]
pub mod demo;
#[cfg(feature = "server")]
pub mod domain;
#[cfg(feature = "server")]
pub mod entropy;
pub mod generated;
#[cfg(feature = "server")]
pub mod http;
#[cfg(feature = "server")]
#[cfg_attr(
    not(feature = "cli"),
    allow(dead_code, reason = "most of it is for the command line and the pages")
)]
mod human;
#[cfg(feature = "server")]
pub mod ingest;
#[cfg(feature = "server")]
pub mod metrics;
#[cfg(feature = "cli")]
mod moment;
#[cfg(feature = "server")]
pub mod monitoring;
#[cfg(feature = "cli")]
pub mod notify;
#[cfg(feature = "server")]
pub mod ping;
#[cfg(feature = "cli")]
pub mod report;
#[cfg(feature = "cli")]
pub mod serve;
#[cfg(feature = "server")]
pub mod session;
#[cfg(feature = "server")]
pub mod sources;
#[cfg(feature = "server")]
pub mod store;
#[cfg(feature = "server")]
pub mod traces;
#[cfg(feature = "cli")]
pub mod verify;

pub use generated::types;
