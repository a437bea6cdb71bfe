//! What an archive protects: borg does not keep the paths, but people name archives of one kind alike, but for the time.

use std::sync::LazyLock;

use regress::Regex;

/// A time in a name, to the day or finer, or as epoch seconds: `2026-11-23T07:56:43`, `20261123-0756`, `2026.11.23`,
/// `1795420603`.
#[allow(clippy::expect_used, reason = "the pattern is a constant")]
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?<!\d)(?:(?:19|20)\d\d([-_.]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?:[T_ .@-]?(?:[01]\d|2[0-3])[:h._-]?[0-5]\d(?:[:m._-]?[0-5]\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?|1[5-9]\d{8})(?!\d)",
    )
    .expect("a pattern")
});

/// What parts the words of a name.
const SEPARATORS: &[char] = &['-', '_', '.', ':', '@', '+', ' '];

/// `HOST:SERIES`, where the series is the archive's name without its time and without the host. An archive that is
/// called by nothing else is the host's.
pub(in crate::sources) fn entity(host: &str, archive: &str) -> String {
    let series = series(archive);
    let series = match series.strip_prefix(host) {
        Some("") => "",
        Some(rest) if !host.is_empty() && rest.starts_with(SEPARATORS) => {
            rest.trim_start_matches(SEPARATORS)
        }
        _ => series.as_str(),
    };
    match (host, series) {
        ("", series) => series.to_owned(),
        (host, "") => host.to_owned(),
        (host, series) => format!("{host}:{series}"),
    }
}

fn series(archive: &str) -> String {
    let archive = finished(archive);
    let Some(time) = TIME.find(archive) else {
        return archive.to_owned();
    };
    let before = archive[..time.start()].trim_end_matches(SEPARATORS);
    let after = archive[time.end()..].trim_start_matches(SEPARATORS);
    match (before, after) {
        (only, "") | ("", only) => only.to_owned(),
        (before, after) => format!("{before}-{after}"),
    }
}

/// The name that a checkpoint would have got in the end: `NAME.checkpoint`, and `NAME.checkpoint.1` and so on where there
/// are several.
pub(super) fn finished(name: &str) -> &str {
    let start = name
        .trim_end_matches(|digit: char| digit.is_ascii_digit())
        .trim_end_matches('.');
    start.strip_suffix(".checkpoint").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::entity;

    #[test]
    fn a_series_is_the_name_without_time_and_host() {
        let cases = [
            ("vm", "web01-data-2026-11-23T07:56:43", "vm:web01-data"),
            ("vm", "vm-files-2026-11-23T07:57:31.448656", "vm:files"),
            ("web01", "web01-2026-11-23-075643", "web01"),
            ("web01", "web01_2026-11-23_07:56", "web01"),
            ("web01", "2026-11-23T07:56:43+01:00", "web01"),
            ("web01", "20261123-etc", "web01:etc"),
            ("web01", "etc.20261123.weekly", "web01:etc-weekly"),
            ("web01", "home-1795420603", "web01:home"),
            ("web01", "web012-2026-11-23", "web01:web012"),
            ("web01", "before the move", "web01:before the move"),
            ("web01", "v20261399-x", "web01:v20261399-x"),
            ("web01", "web01-2026-11-23T07:56:43.checkpoint", "web01"),
            ("web01", "etc.checkpoint.2", "web01:etc"),
            ("", "etc-2026-11-23", "etc"),
            ("", "2026-11-23", ""),
        ];
        for (host, archive, name) in cases {
            assert_eq!(entity(host, archive), name, "{archive}");
        }
    }
}
