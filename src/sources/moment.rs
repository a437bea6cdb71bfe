//! Times without a zone.
//!
//! Some tools print the local time of where they run and not where that is. Which instants those are, the caller has
//! to say; it is never guessed.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::SourceError;

/// Whether a text is a time without a zone.
pub(super) fn is_naive(text: &str) -> bool {
    text.parse::<Timestamp>().is_err() && text.parse::<DateTime>().is_ok()
}

/// Refuses times without a zone where no zone was given.
pub(super) fn zone_is_known<'a>(
    what: &'static str,
    zone: Option<&TimeZone>,
    times: impl IntoIterator<Item = &'a str>,
) -> Result<(), SourceError> {
    match times.into_iter().find(|time| is_naive(time)) {
        Some(time) if zone.is_none() => Err(SourceError::NoTimeZone {
            what,
            time: time.to_owned(),
        }),
        _ => Ok(()),
    }
}

/// A time with an offset, or one of a zone, as epoch ms. Of the two instants that a zone calls the same when its clocks
/// are set back, the first.
pub(super) fn read(text: &str, zone: Option<&TimeZone>) -> Result<i64, String> {
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time.as_millisecond());
    }
    let naive: DateTime = text
        .parse()
        .map_err(|error| format!("`{text}` is not a time: {error}"))?;
    let zone = zone.ok_or_else(|| format!("`{text}` has no time zone, and none was given"))?;
    zone.to_timestamp(naive)
        .map(Timestamp::as_millisecond)
        .map_err(|error| format!("`{text}` is not a time: {error}"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use jiff::tz::TimeZone;

    use super::{is_naive, read};

    #[test]
    fn a_naive_time_is_one_of_its_zone() {
        let zone = TimeZone::get("America/New_York").unwrap();
        assert_eq!(
            read("2026-11-23T02:56:46.000000", Some(&zone)),
            read("2026-11-23T07:56:46Z", None)
        );
        assert!(is_naive("2026-11-23 02:56:46") && !is_naive("2026-11-23T02:56:46-05:00"));
        let refused = read("2026-11-23T02:56:46", None).unwrap_err();
        assert!(refused.contains("has no time zone"), "{refused}");
        assert!(read("yesterday", Some(&zone)).is_err());
    }

    #[test]
    fn an_hour_that_comes_twice_is_the_first() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        assert_eq!(
            read("2026-10-25T02:30:00", Some(&zone)),
            read("2026-10-25T00:30:00Z", None)
        );
    }
}
