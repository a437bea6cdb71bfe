//! What every request passes, whatever it asks for.
//!
//! ```text
//! request ─▶ layers: request id, access log, headers, CORS, errors, panics, time-out, URI limit, gzip
//!         ─▶ router ─▶ operation (puts its OperationInfo among the extensions)
//!         ─▶ Ctx (401, 403) ─▶ Path, Query, Headers (400) ─▶ JsonBody or RawBody (400, 413, 415, 422)
//!         ─▶ the trait's method ─▶ a typed success, or an ApiError
//! ```
//!
//! - The extractors ([`Path`], [`Query`], [`Headers`]) check the raw text against the table that the generator
//!   made from the document ([`ParameterInfo`]) and then deserialise the generated struct. One code path reads
//!   all three, so a parameter means the same wherever it stands. [`JsonBody`] does the same with bodies and
//!   [`Schema`].
//! - An [`ApiError`] becomes a body in one place, [`layers()`], which knows the request's id. Nothing else writes
//!   error bodies; what axum or a layer refuses on its own gets the same body there.
//! - Only this module and generated code know `http::Request`.

pub mod body;
pub mod caller;
pub mod error;
pub mod layers;
pub mod operation;
pub mod parameter;
mod place;
pub mod query;
pub mod raw_body;
pub mod reader;
pub mod respond;
pub mod rows;
pub mod schema;
mod store_failure;
pub mod visitor;

pub use body::JsonBody;
pub use caller::{COOKIE_NAME, Caller};
pub use error::ApiError;
pub use layers::{ClientAddress, ErrorPage, HttpSettings, RequestId, layers};
pub use operation::BodyInfo;
pub use parameter::{Location, ParameterInfo, ParameterKind, Pattern};
pub use query::{Headers, Path, Query, faults, read_query};
pub use raw_body::RawBody;
pub use reader::Reader;
pub use respond::ResponseHeaders;
pub use rows::{JsonRows, json_array};
pub use schema::{Property, Schema};
pub use visitor::Visitor;

use place::Place;
