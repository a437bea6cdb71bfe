//! Pictures, drawn as SVG on the server.
//!
//! Own code, and little of it: the charting crates draw with colours and fonts in the markup, so that a picture can follow
//! neither the light and dark style sheet nor a policy without inline style, and they name no bar for a screen reader.

pub(super) mod axis;
mod bars;
mod chain;
mod heat_map;

pub(super) use axis::Unit;
pub(super) use bars::{Bar, Chart, bars};
pub(super) use chain::chains;
pub(super) use heat_map::{first_day, heat_map};
