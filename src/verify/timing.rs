//! Requests that take much longer than others of their kind.

use std::collections::BTreeMap;
use std::time::Duration;

use super::exchange::{Answer, Ask};
use super::ledger::Finding;
use super::run::Run;

/// Requests of a kind that make a usual time.
const ENOUGH: usize = 8;
/// How many times the usual time is odd.
const TIMES: u32 = 10;
/// What takes less is never odd.
const NOTICED: Duration = Duration::from_secs(1);

/// How long requests took: by operation, status and magnitude of the body.
#[derive(Debug, Default)]
pub(super) struct Timing(BTreeMap<(String, u16, u32), Vec<(Duration, String)>>);

impl Timing {
    pub(super) fn note(&mut self, ask: &Ask, answer: &Answer) {
        let operation = ask
            .operation
            .as_ref()
            .map_or_else(|| ask.path.clone(), |it| it.id.clone());
        // A body of twice the length may take twice the time.
        let magnitude = usize::BITS - answer.body.len().leading_zeros();
        let target = format!("{} {}", ask.method, ask.target());
        self.0
            .entry((operation, answer.status, magnitude))
            .or_default()
            .push((answer.elapsed, target));
    }

    /// What took much longer than the median of its kind: the request, its time, the median.
    fn outliers(&self) -> Vec<(String, Duration, Duration)> {
        let mut all = Vec::new();
        for times in self.0.values().filter(|times| times.len() >= ENOUGH) {
            let mut sorted: Vec<Duration> = times.iter().map(|(time, _)| *time).collect();
            sorted.sort_unstable();
            let median = sorted[sorted.len() / 2];
            let odd = times
                .iter()
                .filter(|(time, _)| *time >= NOTICED && *time > median * TIMES);
            all.extend(odd.map(|(time, target)| (target.clone(), *time, median)));
        }
        all
    }
}

/// Takes the outliers down as warnings.
pub(super) fn judge(run: &mut Run) {
    let outliers = run.timing.outliers();
    let base = run.client.base.clone();
    if let Some(check) = run.ledger.by_id("timing/outliers") {
        check.held += 1;
        check.warnings.extend(outliers.into_iter().map(|(target, time, median)| Finding {
            request: target.replacen(' ', &format!(" {base}"), 1),
            got: format!("an answer after {} ms", time.as_millis()),
            expected: format!("about {} ms, as others of its kind", median.as_millis()),
            sentence: "No sentence of the document: a request that takes much longer than its like is odd.".to_owned(),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, Timing};

    #[test]
    fn one_slow_request_among_its_like_is_odd() {
        let quick = |target: &str| (Duration::from_millis(20), target.to_owned());
        let mut timing = Timing::default();
        let mut times: Vec<_> = (0..8).map(|_| quick("GET /backups")).collect();
        times.push((
            Duration::from_millis(1_500),
            "GET /backups?filter=x".to_owned(),
        ));
        timing.0.insert(("list_backups".to_owned(), 200, 12), times);
        // Alone of its kind: nothing is known of what is usual.
        let alone = vec![(Duration::from_secs(9), "GET /slow".to_owned())];
        timing.0.insert(("slow".to_owned(), 200, 12), alone);
        let found = timing.outliers();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "GET /backups?filter=x");
        assert_eq!(found[0].2, Duration::from_millis(20));
    }
}
