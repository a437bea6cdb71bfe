//! Requests by operation.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// Borders of the durations, seconds (chosen: pages take milliseconds, sums of millions of rows a second, imports a
/// minute).
const BORDERS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 10.0, 60.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    operation: &'static str,
    status: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Operation {
    operation: &'static str,
}

#[derive(Debug)]
pub(super) struct Requests {
    answers: Family<Answer, Counter>,
    durations: Family<Operation, Histogram, fn() -> Histogram>,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            answers: Family::default(),
            durations: Family::new_with_constructor(|| Histogram::new(BORDERS)),
        }
    }
}

impl Requests {
    pub(super) fn register(&self, registry: &mut Registry) {
        registry.register(
            "http_requests",
            "Requests that were answered, by the operation's id; other: pages and what no operation answers",
            self.answers.clone(),
        );
        registry.register(
            "http_request_duration_seconds",
            "Time until the answer began",
            self.durations.clone(),
        );
    }

    pub(super) fn answered(&self, operation: &'static str, status: u16, seconds: f64) {
        let status = u32::from(status);
        self.answers
            .get_or_create(&Answer { operation, status })
            .inc();
        self.durations
            .get_or_create(&Operation { operation })
            .observe(seconds);
    }
}
