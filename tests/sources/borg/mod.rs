//! Borg 1.x.

mod golden;
mod identity;
mod refusal;

use backup_catalog::domain::record::Record;
use backup_catalog::sources::borg::{Options, inventory};
use backup_catalog::sources::{Inventory, SourceError};
use jiff::tz::TimeZone;

use crate::sample;

/// The repository of the samples.
pub(crate) const REPOSITORY: &str =
    "25df6db3f854a1dcfc34ebb444209adc7dfe6c9362a54bee6df191bf574e7cb9";

/// A listing of everything by source `nas`, to destination `offsite`, on a machine whose clock is UTC.
pub(crate) fn options() -> Options {
    Options {
        source: "nas".into(),
        destination: Some("offsite".into()),
        zone: Some(TimeZone::UTC),
        complete: true,
        ..Options::default()
    }
}

/// A sample.
pub(crate) fn borg(name: &str) -> Inventory {
    read(name).unwrap()
}

/// A sample, or why it is refused.
pub(crate) fn read(name: &str) -> Result<Inventory, SourceError> {
    inventory(&sample(&format!("borg-1.4.5/{name}")), &options())
}

/// The record whose id starts so.
pub(crate) fn record<'a>(inventory: &'a Inventory, id: &str) -> &'a Record {
    crate::restic::record(inventory, id)
}

/// The first eight digits of the ids, in order.
pub(crate) fn ids(inventory: &Inventory) -> Vec<&str> {
    crate::restic::ids(inventory)
}
