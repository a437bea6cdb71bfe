//! restic and rustic.

mod golden;
mod identity;
mod refusal;

use backup_catalog::domain::record::Record;
use backup_catalog::sources::restic::{Options, inventory};
use backup_catalog::sources::{Inventory, SourceError};

use crate::sample;

/// The repository of the restic samples, by its `cat-config.json`.
pub(crate) const REPOSITORY: &str =
    "5d3a7ce52be621015735dfcb0f1c36e4bfd2c0da83c310f83ed476c5fc432ab3";

/// A listing of everything by source `nas`, to destination `offsite`.
pub(crate) fn options() -> Options {
    Options {
        source: "nas".into(),
        destination: Some("offsite".into()),
        complete: true,
        ..Options::default()
    }
}

/// A sample of the restic repository.
pub(crate) fn restic(name: &str) -> Inventory {
    read(format!("restic-0.14.0/{name}").as_str()).unwrap()
}

/// Any sample, as one of the restic repository.
pub(crate) fn read(path: &str) -> Result<Inventory, SourceError> {
    inventory(
        &sample(path),
        Some(&sample("restic-0.14.0/cat-config.json")),
        &options(),
    )
}

/// The record whose id starts so.
pub(crate) fn record<'a>(inventory: &'a Inventory, id: &str) -> &'a Record {
    inventory
        .records
        .iter()
        .find(|record| record.id.as_ref().unwrap().starts_with(id))
        .unwrap_or_else(|| panic!("no record {id}"))
}

/// The first eight digits of the ids, in order.
pub(crate) fn ids(inventory: &Inventory) -> Vec<&str> {
    inventory
        .records
        .iter()
        .map(|record| &record.id.as_ref().unwrap()[..8])
        .collect()
}
