//! Reports of what was found: for people, for programs, for a CI server.

mod json;
mod junit;
mod text;

pub use json::json;
pub use junit::junit;
pub use text::text;
