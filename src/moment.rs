//! Times as people give them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The start of a range: epoch ms, RFC 3339, or a day, which starts at 00:00 UTC.
pub(crate) fn earliest(text: &str) -> Result<i64, String> {
    read(text, false)
}

/// The end of a range: the same, but a day ends with its last millisecond.
pub(crate) fn latest(text: &str) -> Result<i64, String> {
    read(text, true)
}

fn read(text: &str, end: bool) -> Result<i64, String> {
    if let Ok(ms) = text.parse() {
        return Ok(ms);
    }
    if let Ok(time) = text.parse::<Timestamp>() {
        return Ok(time.as_millisecond());
    }
    let refused = || {
        format!("`{text}` is no time; write 2026-11-23, 2026-11-23T07:53:00Z or epoch milliseconds")
    };
    // jiff also takes a day out of a time without a zone; which instant that means is not known.
    if text.len() != 10 {
        return Err(refused());
    }
    let day: Date = text.parse().map_err(|_| refused())?;
    let day = if end {
        day.tomorrow().map_err(|_| refused())?
    } else {
        day
    };
    let start = TimeZone::UTC
        .to_timestamp(day.at(0, 0, 0, 0))
        .map_err(|_| refused())?;
    Ok(start.as_millisecond() - i64::from(end))
}

#[cfg(test)]
mod tests {
    use super::{earliest, latest};

    #[test]
    fn a_day_is_whole() {
        assert_eq!(earliest("2026-11-23"), Ok(1_795_392_000_000));
        assert_eq!(latest("2026-11-23"), Ok(1_795_478_399_999));
    }

    #[test]
    fn an_instant_is_itself_at_both_ends() {
        for read in [earliest, latest] {
            assert_eq!(read("1795420381625"), Ok(1_795_420_381_625));
            assert_eq!(read("2026-11-23T08:53:01.625+01:00"), Ok(1_795_420_381_625));
        }
    }

    #[test]
    fn a_time_without_a_zone_and_other_texts_are_refused() {
        for text in ["2026-11-23T07:53:01", "yesterday", "", "23.11.2026"] {
            assert!(
                earliest(text).is_err_and(|message| message.contains(text)),
                "{text}"
            );
        }
    }
}
