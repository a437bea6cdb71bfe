//! What the catalog itself warns of, from all backups at once.

use super::catalog::Backup;

const TEN_MINUTES: i64 = 10 * 60_000;

/// What is found of a backup; `said` says which of size, start and end were reported of each backup.
pub fn findings(at: usize, all: &[Backup], said: &[Said], now: i64) -> Vec<String> {
    let backup = &all[at];
    let mut found = Vec::new();
    found.extend(empty(backup, &said[at]));
    found.extend(size(at, all, said));
    found.extend(clock(backup, &said[at], now));
    found
}

/// What readers do not see of a report.
#[derive(Debug, Clone, Copy)]
pub struct Said {
    pub size: bool,
    pub started: Option<i64>,
}

fn is_good(backup: &Backup) -> bool {
    backup.is_successful() || backup.status == "SUCCESS_REMOVED"
}

fn empty(backup: &Backup, said: &Said) -> Option<String> {
    let is_restic = backup.labels.contains_key("tool");
    let is_whole = is_restic || matches!(backup.kind.as_str(), "FULL" | "SYNTHETIC");
    let what = if backup.objects == Some(0) {
        "0 objects (files)"
    } else if said.size && backup.size == 0 {
        "0 bytes"
    } else {
        return None;
    };
    (is_good(backup) && is_whole).then(|| {
        format!("EMPTY: {what} came, where some were expected; was the source there, and the path right?")
    })
}

fn middle(mut numbers: Vec<i64>) -> i64 {
    numbers.sort_unstable();
    numbers[(numbers.len() - 1) / 2]
}

fn size(at: usize, all: &[Backup], said: &[Said]) -> Option<String> {
    let backup = &all[at];
    if !is_good(backup) || !said[at].size {
        return None;
    }
    let series = |it: &Backup| (it.entity.guid, it.kind.clone(), it.source.guid);
    let mut earlier: Vec<&Backup> = all
        .iter()
        .zip(said)
        .filter(|(it, said)| {
            series(it) == series(backup)
                && said.size
                && matches!(it.status.as_str(), "SUCCESS" | "SUCCESS_REMOVED")
                && it.snapshot_time < backup.snapshot_time
        })
        .map(|(it, _)| it)
        .collect();
    earlier.sort_by_key(|it| (it.snapshot_time, it.guid));
    let last = earlier.split_off(earlier.len().saturating_sub(11));
    if last.len() < 4 {
        return None;
    }
    let sizes: Vec<i64> = last.iter().map(|it| it.size).collect();
    let median = middle(sizes.clone());
    let ordinary = middle(sizes.iter().map(|size| (size - median).abs()).collect());
    let is_far = |size: i64| i128::from((size - median).abs()) > 4 * i128::from(ordinary);
    let shrunk = |size: i64| is_far(size) && 2 * i128::from(size) < i128::from(median);
    let grown = |size: i64| {
        let tripled = i128::from(size) > 3 * i128::from(median);
        is_far(size) && median > 0 && tripled && size - median >= 1_048_576
    };
    let code = if shrunk(backup.size) && sizes.iter().filter(|size| shrunk(**size)).count() < 2 {
        "SHRUNK"
    } else if grown(backup.size) && sizes.iter().filter(|size| grown(**size)).count() < 2 {
        "GROWN"
    } else {
        return None;
    };
    Some(format!(
        "{code}: {} came, where about {} were expected, the median of the last {} successful {} backups",
        bytes(backup.size),
        bytes(median),
        sizes.len(),
        backup.kind
    ))
}

/// Three digits of the greatest binary unit.
#[allow(clippy::cast_precision_loss)]
fn bytes(number: i64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    if number < 1024 {
        return format!("{number} B");
    }
    let mut scaled = number as f64 / 1024.0;
    let mut unit = 0;
    while scaled >= 999.5 {
        scaled /= 1024.0;
        unit += 1;
    }
    let two = format!("{scaled:.2}");
    let shown = match two.find('.') {
        Some(1) => two,
        Some(2) => format!("{scaled:.1}"),
        _ => format!("{scaled:.0}"),
    };
    format!("{shown} {}", units[unit])
}

fn clock(backup: &Backup, said: &Said, now: i64) -> Option<String> {
    if backup.status == "QUEUED" {
        return None;
    }
    let times = [
        ("end", backup.backup_time),
        ("start", said.started),
        ("point in time", Some(backup.snapshot_time)),
    ];
    let (name, time) = times
        .into_iter()
        .find_map(|(name, time)| Some((name, time.filter(|time| *time > now + TEN_MINUTES)?)))?;
    let show = |time: i64| {
        let time = jiff::Timestamp::from_millisecond(time).unwrap();
        time.strftime("%Y-%m-%d %H:%M:%S").to_string()
    };
    Some(format!(
        "CLOCK: its {name} is {} UTC, but it was reported at {}; no more than 10 minutes ahead were expected, are clock and time \
         zone of the source right?",
        show(time),
        show(now)
    ))
}
