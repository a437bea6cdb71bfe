//! The load: wrk.

use std::process::Command;
use std::time::Duration;

use super::process::Server;

/// What wrk saw of one path.
pub(crate) struct Load {
    /// Median time of an answer, ms.
    pub(crate) p50: f64,
    /// Answers a second.
    pub(crate) rate: f64,
    /// The server's processor time for each, ms.
    pub(crate) cpu: f64,
}

/// Asks for a path for as long, on so many connections at once.
pub(crate) fn load(
    server: &Server,
    path: &str,
    credential: &str,
    connections: u32,
    long: Duration,
) -> Load {
    let before = server.cpu();
    let output = Command::new("wrk")
        .args(["--threads", "1", "--latency"])
        .args(["--connections", &connections.to_string()])
        .args(["--duration", &format!("{}s", long.as_secs())])
        .args(["--timeout", "60s"])
        .args(["--header", credential])
        .arg(format!("http://{}{path}", server.address))
        .output()
        .expect("wrk is not installed; install it with: apt-get install wrk");
    let used = server.cpu().saturating_sub(before);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}");
    assert!(!text.contains("Non-2xx"), "{path}: {text}");
    let after = |label: &str| {
        let rest = text.split_once(label).map(|(_, rest)| rest);
        let word = rest.and_then(|rest| rest.split_whitespace().next());
        word.unwrap_or_else(|| panic!("no {label} in {text}"))
            .to_owned()
    };
    let number = |label: &str| after(label).parse::<f64>().unwrap();
    let requests = text
        .lines()
        .find_map(|line| line.trim().split_once(" requests in "))
        .map(|(count, _)| count.parse::<f64>().unwrap());
    // A deviation may end in `50%` too.
    let median = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("50%"));
    Load {
        p50: milliseconds(median.unwrap().trim()),
        rate: number("Requests/sec:"),
        cpu: used.as_secs_f64() * 1000.0 / requests.unwrap(),
    }
}

/// A time as wrk writes it, such as `63.00us`.
fn milliseconds(text: &str) -> f64 {
    let digits = text.trim_end_matches(char::is_alphabetic);
    let number: f64 = digits.parse().unwrap();
    match &text[digits.len()..] {
        "us" => number / 1000.0,
        "ms" => number,
        "s" => number * 1000.0,
        unit => panic!("{unit} is no unit of wrk"),
    }
}
