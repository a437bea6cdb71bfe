//! What goes over the wire: every operation, parameter, body and status, through the real router and its layers.

mod bodies;
mod closed;
mod exchange;
mod methods;
mod parameters;
mod recorder;
mod responses;
mod table;
mod values;
