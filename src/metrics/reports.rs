//! Reports and their records.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::ingest::Report;

/// Why nothing of a report was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It was no report, or its records were refused.
    Report,
    /// It would have marked too much as gone.
    MassRemoval,
    /// The catalog could not store it.
    Failure,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Default)]
pub(super) struct Reports {
    bodies: Family<Outcome, Counter>,
    records: Family<Outcome, Counter>,
    last: Gauge,
}

impl Reports {
    pub(super) fn register(&self, registry: &mut Registry) {
        // What never happened counts 0: a rate over a counter that is not there is no alarm.
        for outcome in ["taken", "refused", "mass_removal_refused", "failed"] {
            drop(self.bodies.get_or_create(&Outcome { outcome }));
        }
        for outcome in ["created", "updated", "unchanged", "removed", "rejected"] {
            drop(self.records.get_or_create(&Outcome { outcome }));
        }
        registry.register(
            "ingest_reports",
            "Reports that came, by what became of them",
            self.bodies.clone(),
        );
        registry.register(
            "ingest_records",
            "Records of reports, by what became of them; removed: backups that an inventory showed to be gone",
            self.records.clone(),
        );
        registry.register(
            "ingest_last_timestamp_seconds",
            "When this server last took a report, Unix time; 0: not since it started",
            self.last.clone(),
        );
    }

    pub(super) fn taken(&self, report: &Report, now: i64) {
        for (outcome, count) in [
            ("created", report.created),
            ("updated", report.updated),
            ("unchanged", report.unchanged),
            ("removed", report.removed),
            ("rejected", report.rejected_count),
        ] {
            self.records
                .get_or_create(&Outcome { outcome })
                .inc_by(count);
        }
        if report.nothing_taken() {
            self.refused(Refused::Report);
            return;
        }
        self.bodies
            .get_or_create(&Outcome { outcome: "taken" })
            .inc();
        self.last.set(now / 1000);
    }

    pub(super) fn refused(&self, why: Refused) {
        let outcome = match why {
            Refused::Report => "refused",
            Refused::MassRemoval => "mass_removal_refused",
            Refused::Failure => "failed",
        };
        self.bodies.get_or_create(&Outcome { outcome }).inc();
    }
}
