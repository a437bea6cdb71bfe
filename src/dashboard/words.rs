//! Times and lengths of time as the pages write them.

use maud::{Markup, html};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// A time, UTC, to the minute; programs and who points at it learn the second.
pub(super) fn time(ms: i64) -> Markup {
    let text = crate::human::time(ms);
    // Outside of the calendar it is a number.
    let minute = text
        .rsplit_once(':')
        .map_or(text.as_str(), |(minute, _)| minute);
    html! {
        time datetime=(format!("{}Z", text.replace(' ', "T"))) title=(format!("{text} UTC")) { (minute) }
    }
}

/// The date of a time, UTC.
pub(super) fn date(ms: i64) -> String {
    let text = crate::human::time(ms);
    text.split_once(' ')
        .map_or(text.as_str(), |(date, _)| date)
        .to_owned()
}

/// The day of a time, UTC, in the year that everybody knows: `Nov 23`.
pub(super) fn day(ms: i64) -> String {
    match jiff::Timestamp::from_millisecond(ms) {
        Ok(time) => time.strftime("%b %-d").to_string(),
        Err(_) => date(ms),
    }
}

/// How long before `now` a time is, such as `3 h ago`.
pub(super) fn ago(time: i64, now: i64) -> String {
    let past = now.saturating_sub(time);
    let words = rough(past.saturating_abs());
    match (words.as_str(), past) {
        ("0 min", _) => "just now".to_owned(),
        (words, 0..) => format!("{words} ago"),
        (words, _) => format!("in {words}"),
    }
}

/// A length of time in its largest unit, rounded down.
pub(super) fn rough(ms: i64) -> String {
    match ms {
        ..HOUR => format!("{} min", ms / MINUTE),
        HOUR..172_800_000 => format!("{} h", ms / HOUR),
        _ => format!("{} d", ms / DAY),
    }
}

/// An exact length of time in its two largest units, such as `3 d 4 h` or `1:30 h`.
pub(super) fn span(ms: i64) -> String {
    let hours = ms.max(0) / HOUR;
    match hours {
        48.. if hours % 24 == 0 => format!("{} d", hours / 24),
        48.. => format!("{} d {} h", hours / 24, hours % 24),
        _ => format!("{hours}:{:02} h", ms.max(0) / MINUTE % 60),
    }
}

/// A length of time that was learned, as people say it: `about a day` where it is 23:48 h.
pub(super) fn about(ms: i64) -> String {
    for (unit, one, many) in [
        (WEEK, "a week", "weeks"),
        (DAY, "a day", "days"),
        (HOUR, "an hour", "hours"),
    ] {
        let count = ms.saturating_add(unit / 2) / unit;
        let off = ms
            .saturating_sub(count.saturating_mul(unit))
            .saturating_abs();
        if count > 0 && off <= unit / 8 {
            return if count == 1 {
                format!("about {one}")
            } else {
                format!("about {count} {many}")
            };
        }
    }
    match ms {
        DAY.. => format!("about {} hours", ms / HOUR),
        _ => format!("about {} minutes", ms / MINUTE),
    }
}

/// A number with its noun.
pub(super) fn count(number: i64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// A number with its digits in groups of three.
pub(super) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{DAY, HOUR, MINUTE, about, ago, count, grouped, span, time};

    #[test]
    fn spans_have_two_units() {
        assert_eq!(span(90 * MINUTE), "1:30 h");
        assert_eq!(span(76 * HOUR + 1), "3 d 4 h");
        assert_eq!(span(2 * DAY), "2 d");
        assert_eq!(span(-1), "0:00 h");
    }

    #[test]
    fn what_was_learned_is_rounded_to_what_people_say() {
        for (ms, text) in [
            (DAY - 12 * MINUTE, "about a day"),
            (DAY + 2 * HOUR, "about a day"),
            (36 * HOUR, "about 36 hours"),
            (7 * DAY + 5 * HOUR, "about a week"),
            (30 * DAY, "about 30 days"),
            (6 * HOUR + 2 * MINUTE, "about 6 hours"),
            (61 * MINUTE, "about an hour"),
            (15 * MINUTE, "about 15 minutes"),
            (90 * MINUTE, "about 90 minutes"),
        ] {
            assert_eq!(about(ms), text);
        }
    }

    #[test]
    fn times_are_told_from_now() {
        let now = 100 * DAY;
        assert_eq!(ago(now - 3 * HOUR, now), "3 h ago");
        assert_eq!(ago(now - 50 * HOUR, now), "2 d ago");
        assert_eq!(ago(now + 5 * MINUTE, now), "in 5 min");
        assert_eq!(ago(now - 1, now), "just now");
    }

    #[test]
    fn numbers_are_read_in_groups() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(-1_000), "-1,000");
        assert_eq!(grouped(999), "999");
        assert_eq!(count(1, "backup", "backups"), "1 backup");
    }

    #[test]
    fn a_time_shows_the_minute_and_keeps_the_second() {
        let markup = time(1_795_420_381_625).into_string();
        assert!(markup.contains(">2026-11-23 07:53<"), "{markup}");
        assert!(markup.contains("2026-11-23T07:53:01Z"), "{markup}");
    }
}
