//! The time zone of a tool that prints times without one.

use jiff::tz::TimeZone;

/// A zone by its name, such as `UTC` or `Europe/Berlin`.
pub(super) fn of(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name)
        .map_err(|_| format!("`{name}` is no time zone; write UTC or a name such as Europe/Berlin"))
}
