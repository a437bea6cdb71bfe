//! Processor time, memory, medians.

use std::fs;
use std::time::{Duration, Instant};

/// Requests that are measured together: reading the meter costs about as much as a small request.
const TOGETHER: u32 = 10;

pub(crate) struct Medians {
    pub(crate) cpu: Duration,
    pub(crate) passed: Duration,
}

pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Processor time of all threads there are (Linux: the first number of `schedstat`, ns).
fn cpu() -> Duration {
    let threads = fs::read_dir("/proc/self/task").expect("Linux");
    let of_thread = |thread: std::io::Result<fs::DirEntry>| -> Option<u64> {
        let text = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse().ok()
    };
    Duration::from_nanos(threads.filter_map(of_thread).sum())
}

/// Forgets the peak of memory so far.
pub(crate) fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// The most memory that the process had at once, KiB.
pub(crate) fn peak_kib() -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .expect("a peak");
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Does it once: processor time and result.
pub(crate) async fn once<T>(work: impl AsyncFn() -> T) -> (Duration, T) {
    let ((cpu, _), result) = both(work).await;
    (cpu, result)
}

/// Does it once: processor time, passed time and result.
pub(crate) async fn both<T>(work: impl AsyncFn() -> T) -> ((Duration, Duration), T) {
    let (used, begun) = (cpu(), Instant::now());
    let result = work().await;
    ((cpu().saturating_sub(used), begun.elapsed()), result)
}

/// Does it for as long, at least three times.
pub(crate) async fn medians(long: Duration, work: impl AsyncFn()) -> Medians {
    let begun = Instant::now();
    let ((_, passed), ()) = both(&work).await;
    let together = if passed < long / 100 { TOGETHER } else { 1 };
    let mut samples = Vec::new();
    while samples.len() < 3 || begun.elapsed() < long {
        let (times, ()) = both(async || {
            for _ in 0..together {
                work().await;
            }
        })
        .await;
        samples.push((times.0 / together, times.1 / together));
    }
    let median = |of: fn(&(Duration, Duration)) -> Duration| {
        let mut times: Vec<Duration> = samples.iter().map(of).collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    Medians {
        cpu: median(|sample| sample.0),
        passed: median(|sample| sample.1),
    }
}
