//! Numbers and texts as people read them.

use jiff::Timestamp;

/// Bytes in binary units with three significant digits: `7.16 MiB`.
#[allow(clippy::cast_precision_loss, reason = "three digits are shown")]
pub(crate) fn bytes(bytes: i64) -> String {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if bytes.unsigned_abs() < 1024 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = 0;
    // 999.5 would be shown as 1000.
    while value.abs() >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let digits = match value.abs() {
        value if value < 9.995 => 2,
        value if value < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.digits$} {}", UNITS[unit])
}

/// Epoch ms as `2026-11-23 07:53:01`, UTC.
pub(crate) fn time(ms: i64) -> String {
    match Timestamp::from_millisecond(ms) {
        // Without a zone it is UTC.
        Ok(time) => time.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Err(_) => format!("{ms} ms"),
    }
}

/// Milliseconds as `1h 02m`, `2m 05s`, `2.5 s` or `12 ms`.
pub(crate) fn duration(ms: i64) -> String {
    let seconds = ms / 1000;
    match seconds {
        ..1 => format!("{ms} ms"),
        1..60 => format!("{seconds}.{} s", ms % 1000 / 100),
        60..3600 => format!("{}m {:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h {:02}m", seconds / 3600, seconds / 60 % 60),
    }
}

/// A long time in its two largest units, such as `3 d 11 h`.
pub(crate) fn span(ms: i64) -> String {
    let hours = ms / 3_600_000;
    match hours {
        24.. if hours % 24 == 0 => format!("{} d", hours / 24),
        24.. => format!("{} d {} h", hours / 24, hours % 24),
        _ => duration(ms),
    }
}

/// A text on one line that cannot steer a terminal: what a source reports is shown, never obeyed.
pub(crate) fn line(text: &str) -> String {
    text.chars()
        .map(|letter| {
            if letter.is_control() {
                '\u{fffd}'
            } else {
                letter
            }
        })
        .collect()
}

/// An error and what it comes from: alone, many say only that something failed.
pub(crate) fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{bytes, duration, line, span, time};

    #[test]
    fn bytes_have_three_digits() {
        let cases = [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.00 KiB"),
            (7_502_820, "7.16 MiB"),
            (5_368_709_120, "5.00 GiB"),
            (1_023 * 1_024, "1.00 MiB"),
            (500 * 1_024 * 1_024, "500 MiB"),
            (i64::MAX, "8.00 EiB"),
        ];
        for (number, text) in cases {
            assert_eq!(bytes(number), text);
        }
    }

    #[test]
    fn times_are_utc_and_durations_have_two_units() {
        assert_eq!(time(1_795_420_381_625), "2026-11-23 07:53:01");
        assert_eq!(time(-1), "1969-12-31 23:59:59");
        assert_eq!(time(i64::MAX), "9223372036854775807 ms");
        let cases = [
            (0, "0 ms"),
            (999, "999 ms"),
            (2_560, "2.5 s"),
            (125_000, "2m 05s"),
            (3_720_000, "1h 02m"),
        ];
        for (ms, text) in cases {
            assert_eq!(duration(ms), text);
        }
    }

    #[test]
    fn long_times_are_days() {
        const HOUR: i64 = 3_600_000;
        assert_eq!(span(24 * HOUR), "1 d");
        assert_eq!(span(83 * HOUR + 1), "3 d 11 h");
        assert_eq!(span(23 * HOUR), "23h 00m");
    }

    #[test]
    fn a_reported_text_cannot_clear_the_screen() {
        assert_eq!(line("a\u{1b}[2J\nb"), "a\u{fffd}[2J\u{fffd}b");
        assert_eq!(line("Zürich:/srv"), "Zürich:/srv");
    }
}
