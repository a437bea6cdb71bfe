//! Batches of backups: each is written as a whole, so a half of one is a fault.

use backup_catalog::client::{ClientError, Session};
use backup_catalog::types::{GuidOrReference, IngestReport, WarningAcknowledgementRequest};
use serde_json::json;

use crate::program::{PASSWORD, Server};

/// Backups of a batch.
pub const SIZE: i64 = 20;

/// Bytes of each backup.
pub const BYTES: i64 = 1_000_003;

/// The records of a batch: its number is their time in seconds.
pub fn batch(number: i64) -> String {
    let record = |index: i64| {
        json!({
            "v": 1, "source": "torture", "id": format!("{number}-{index}"), "size": BYTES,
            "entity": { "name": format!("entity {index}") }, "policy": "nightly", "destination": "disk",
            "status": "SUCCESS", "started": number * 1000, "finished": number * 1000 + 500, "warnings": ["odd"],
        })
        .to_string()
    };
    let lines: Vec<String> = (0..SIZE).map(record).collect();
    lines.join("\n")
}

/// Somebody at a server.
#[derive(Clone)]
pub struct Client(Session);

impl Client {
    pub async fn at(server: &Server) -> Self {
        Self::log_in(&server.url).await.unwrap()
    }

    pub async fn log_in(url: &str) -> Result<Self, ClientError> {
        let session = Session::log_in(url.parse()?, "admin", PASSWORD).await;
        session.map(Self)
    }

    pub fn session(&self) -> &Session {
        &self.0
    }

    /// Reports records, all or none.
    pub async fn report(&self, records: String) -> Result<IngestReport, ClientError> {
        let request = self.0.patient_api().ingest().atomic(true).body(records);
        let answer = request.send().await;
        Ok(answer.map_err(|error| self.0.explain(error))?.into_inner())
    }

    /// Reports records, each by itself.
    pub async fn stream(&self, records: String) -> Result<IngestReport, ClientError> {
        let request = self.0.patient_api().ingest().body(records);
        let answer = request.send().await;
        Ok(answer.map_err(|error| self.0.explain(error))?.into_inner())
    }

    /// Acknowledges the warnings of a batch, of all or none.
    pub async fn acknowledge(&self, number: i64) -> Result<(), ClientError> {
        let list = self.0.api().list_backups();
        let list = list.from(number * 1000).to(number * 1000).send().await;
        let list = list.map_err(|error| self.0.explain(error))?;
        let what = WarningAcknowledgementRequest {
            backups: list
                .iter()
                .map(|backup| GuidOrReference::Uuid(backup.guid))
                .collect(),
            protected_entities: Vec::new(),
            backup_destinations: Vec::new(),
            snapshots: Vec::new(),
            restore_jobs: Vec::new(),
            value: Some(true),
        };
        self.0.acknowledge_all(what).await.map(|_| ())
    }

    /// How many backups of a batch there are, and how many of them have acknowledged warnings.
    pub async fn state(&self, number: i64) -> Result<(i64, i64), ClientError> {
        let list = self.0.api().list_backups();
        let list = list.from(number * 1000).to(number * 1000).send().await;
        let list = list.map_err(|error| self.0.explain(error))?;
        let seen = list.iter().filter(|backup| backup.warnings_acknowledged);
        let count = |length: usize| i64::try_from(length).unwrap();
        Ok((count(list.len()), count(seen.count())))
    }

    /// Backups and bytes of everything, by the sums.
    pub async fn sums(&self) -> Result<(i64, i64), ClientError> {
        let sums = self.0.api().get_aggregated_statistics().send().await;
        let sums = sums.map_err(|error| self.0.explain(error))?;
        let of = |number: fn(&backup_catalog::types::AggregatedBackupStatistics) -> i64| {
            sums.iter().map(number).sum()
        };
        Ok((of(|sum| sum.count), of(|sum| sum.size)))
    }
}
