//! pgBackRest.

mod golden;
mod refusal;

use std::collections::BTreeMap;

use backup_catalog::domain::record::Record;
use backup_catalog::sources::pgbackrest::{Options, inventories};
use backup_catalog::sources::{Inventory, SourceError};

use crate::sample;

/// A listing of everything by source `db01`; repository 1 is called `nas`.
pub(crate) fn options() -> Options {
    Options {
        source: "db01".into(),
        destinations: BTreeMap::from([(1, "nas".into())]),
        node: Some("db01".into()),
        complete: true,
        ..Options::default()
    }
}

/// A sample.
pub(crate) fn pgbackrest(name: &str) -> Vec<Inventory> {
    read(name).unwrap()
}

/// A sample, or why it is refused.
pub(crate) fn read(name: &str) -> Result<Vec<Inventory>, SourceError> {
    inventories(&sample(&format!("pgbackrest-2.45/{name}")), &options())
}

/// The labels, in order.
pub(crate) fn labels(inventory: &Inventory) -> Vec<&str> {
    inventory
        .records
        .iter()
        .map(|record| record.id.as_deref().unwrap())
        .collect()
}

/// The record with this label.
pub(crate) fn record<'a>(inventory: &'a Inventory, label: &str) -> &'a Record {
    inventory
        .records
        .iter()
        .find(|record| record.id.as_deref() == Some(label))
        .unwrap_or_else(|| panic!("no record {label}"))
}
