//! The generated client with what a document cannot say: a session, errors as sentences, and answers that a real
//! appliance gives differently.
//!
//! [`Session::api`] is the generated client with one builder an operation; only what needs more stands here.

mod address;
mod edit;
mod error;
mod raw;
mod ready;
mod session;

pub use address::Address;
#[cfg(feature = "cli")]
pub(crate) use address::provide_tls;
pub use error::ClientError;
pub use raw::RawAnswer;
pub use ready::is_ready;
pub use reqwest::Method;
pub use session::Session;
