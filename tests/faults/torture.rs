//! Short or long, and what was seen.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

/// How often something is done: in the short form, in the long one.
pub fn times(short: u32, long: u32) -> u32 {
    if std::env::var_os("TORTURE").is_some() {
        long
    } else {
        short
    }
}

/// How long something goes on: a moment in the short form; in the long one so many minutes, or as many as were asked for.
pub fn lasting(minutes: u32) -> Duration {
    Duration::from_mins(times(0, asked("TORTURE_MINUTES").unwrap_or(minutes)).into())
}

/// How many backups a catalog has before a test begins: none, or as many as were asked for.
pub fn rows() -> u32 {
    asked("TORTURE_ROWS").unwrap_or(0)
}

/// A SQLite catalog to copy rather than to begin with an empty one; its administrator has the tests' password. Ten million
/// backups are copied in a minute and taken in in twenty.
pub fn catalog_file() -> Option<PathBuf> {
    let catalog = catalog().filter(|catalog| !is_url(catalog))?;
    Some(catalog.into())
}

/// A PostgreSQL database with a catalog, likewise; it is not copied.
pub fn catalog_url() -> Option<String> {
    catalog().filter(|catalog| is_url(catalog))
}

fn is_url(catalog: &str) -> bool {
    catalog.starts_with("postgresql:")
}

fn catalog() -> Option<String> {
    std::env::var("TORTURE_CATALOG").ok()
}

fn asked(variable: &str) -> Option<u32> {
    let value = std::env::var(variable).ok()?;
    Some(value.parse().expect("a number"))
}

/// Notes what a test has seen, one line of Markdown, for the report of the long form.
pub fn seen(test: &str, figures: &str) {
    println!("{test}: {figures}");
    if let Some(file) = std::env::var_os("TORTURE") {
        let mut report = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(file)
            .unwrap();
        writeln!(report, "| {test} | {figures} |").unwrap();
    }
}

/// Numbers that look random and are the same in every run.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 to below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % end
    }

    pub fn ms_below(&mut self, end: u64) -> Duration {
        Duration::from_millis(self.below(end))
    }
}

/// The value that so many per cent are below.
pub fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() * percent / 100).min(times.len() - 1)]
}
