//! Times in records.

use jiff::{Timestamp, civil};

use super::json::Json;
use super::limits::{EARLIEST, LATEST};
use super::refusal::{At, Refusal};

/// Reads a time: RFC 3339 with an offset, or whole milliseconds since 1970-01-01T00:00Z. Parts of a millisecond are
/// dropped (rounded towards the past). Returns epoch ms.
pub(super) fn read(value: &Json<'_>, at: At<'_>) -> Result<i64, Refusal> {
    let time = match value {
        Json::Integer(time) => *time,
        Json::Text(text) => parse(text, at)?,
        other => {
            return Err(Refusal::of(
                at,
                format_args!(
                    "is {}; a time is RFC 3339 with an offset, such as \"2026-11-23T07:53:03Z\", or whole milliseconds since 1970",
                    other.kind()
                ),
            ));
        }
    };
    check(time, at)?;
    Ok(time)
}

/// Refuses a time outside the years 0000 to 9999.
pub(super) fn check(time: i64, at: At<'_>) -> Result<(), Refusal> {
    if (EARLIEST..=LATEST).contains(&time) {
        Ok(())
    } else {
        Err(Refusal::of(
            at,
            format_args!(
                "is {time}, outside the years 0000 to 9999; a number is milliseconds since 1970"
            ),
        ))
    }
}

fn parse(text: &str, at: At<'_>) -> Result<i64, Refusal> {
    let error = match text.parse::<Timestamp>() {
        Ok(time) => {
            let whole = time.as_millisecond();
            // jiff rounds towards 1970.
            let dropped = i64::from(time.subsec_nanosecond() % 1_000_000 < 0);
            return Ok(whole - dropped);
        }
        Err(error) => error,
    };
    // A time without an offset is read as some time zone by everybody who guesses, and wrongly by half of them.
    if text.parse::<civil::DateTime>().is_ok() {
        return Err(Refusal::of(
            at,
            format_args!(
                "is {text:?}, a local time without an offset; add \"Z\" or the offset, such as \"+01:00\""
            ),
        ));
    }
    Err(malformed(text, at, &error))
}

fn malformed(text: &str, at: At<'_>, error: &jiff::Error) -> Refusal {
    let shown: String = text.chars().take(64).collect();
    Refusal::of(
        at,
        format_args!(
            "is {shown:?}, not a time; a time is RFC 3339 with an offset, such as \"2026-11-23T07:53:03Z\", or whole milliseconds since 1970 ({error})"
        ),
    )
}
