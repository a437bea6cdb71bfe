//! What the parameters and statistics mean, said once more: plain loops over the rows that the server itself shows.
//! Nothing here is shared with the server, or made to be fast.

mod aggregate;
mod backup;
mod fold;
mod grouped;
mod order;
mod rate;
mod rows;
mod select;
mod timeline;

pub(super) use aggregate::aggregate;
pub(super) use backup::Backup;
pub(super) use fold::{contains, fold};
pub(super) use grouped::groups;
pub(super) use order::{Order, key};
pub(super) use rate::{rates, task_time};
pub(super) use rows::{has_size, size_row, time_row};
pub(super) use select::{Known, camel_case, selects};
pub(super) use timeline::{Carried, expected_days, point};
