//! A catalog in a folder of its own, and what a reader sees of it.

use std::convert::Infallible;

use backup_catalog::ingest::{IngestError, Options, Report, ingest};
use backup_catalog::store::Store;
use bytes::Bytes;
use tempfile::TempDir;

/// 2026-11-23T12:00:00Z
pub(crate) const NOW: i64 = 1_795_435_200_000;

pub(crate) struct Catalog {
    pub(crate) store: Store,
    folder: TempDir,
}

/// A backup as the catalog has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) guid: String,
    pub(crate) status: String,
    pub(crate) kind: String,
    pub(crate) native_id: Option<String>,
    pub(crate) entity: String,
    pub(crate) size: i64,
    pub(crate) transferred: Option<i64>,
    pub(crate) snapshot_time: i64,
    pub(crate) backup_time: Option<i64>,
    pub(crate) export_time: i64,
    pub(crate) status_info: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) warnings: String,
    pub(crate) acknowledged: bool,
    pub(crate) parent: Option<String>,
    pub(crate) root: String,
    pub(crate) position: i64,
    pub(crate) policy: Option<String>,
    pub(crate) rule: Option<String>,
    pub(crate) locations: Vec<String>,
    pub(crate) removed_time: Option<i64>,
    pub(crate) labels: Option<String>,
    pub(crate) revision: i64,
}

fn number<T: std::str::FromStr<Err: std::fmt::Debug>>(text: Option<String>) -> Option<T> {
    text.map(|text| text.parse().unwrap())
}

impl Seen {
    fn read(row: Vec<Option<String>>) -> Self {
        let mut cells = row.into_iter();
        let mut text = || cells.next().unwrap();
        Self {
            guid: text().unwrap(),
            status: text().unwrap(),
            kind: text().unwrap(),
            native_id: text(),
            entity: text().unwrap(),
            size: number(text()).unwrap(),
            transferred: number(text()),
            snapshot_time: number(text()).unwrap(),
            backup_time: number(text()),
            export_time: number(text()).unwrap(),
            status_info: text(),
            description: text(),
            warnings: text().unwrap(),
            acknowledged: text().unwrap() == "1",
            parent: text(),
            root: text().unwrap(),
            position: number(text()).unwrap(),
            policy: text(),
            rule: text(),
            removed_time: number(text()),
            labels: text(),
            revision: number(text()).unwrap(),
            locations: text()
                .map(|text| text.split(';').map(str::to_owned).collect())
                .unwrap_or_default(),
        }
    }
}

impl Catalog {
    pub(crate) async fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = crate::support::database::open(folder.path()).await;
        Self { store, folder }
    }

    /// Sends a body in one piece.
    pub(crate) async fn send(&self, body: impl AsRef<[u8]>) -> Result<Report, IngestError> {
        self.send_with(body, Options::default()).await
    }

    pub(crate) async fn send_with(
        &self,
        body: impl AsRef<[u8]>,
        options: Options,
    ) -> Result<Report, IngestError> {
        let chunk = Bytes::copy_from_slice(body.as_ref());
        self.send_chunks(vec![chunk], options).await
    }

    pub(crate) async fn send_chunks(
        &self,
        chunks: Vec<Bytes>,
        mut options: Options,
    ) -> Result<Report, IngestError> {
        if options.now == 0 {
            options.now = NOW;
        }
        let body = tokio_stream::iter(chunks.into_iter().map(Ok::<_, Infallible>));
        ingest(&self.store, body, options).await
    }

    /// All backups, oldest first, then by native id.
    pub(crate) fn backups(&self) -> Vec<Seen> {
        let rows = self.rows(
            "SELECT {guid b.guid}, b.status, b.type, b.native_id, e.name, b.size, b.transferred, b.snapshot_time,
                b.backup_time, b.export_time, b.status_info, b.description, b.warnings, b.warnings_acknowledged,
                p.native_id, coalesce(r.native_id, {guid r.guid}), b.chain_position, policies.name, rules.name,
                b.removed_time, b.labels, b.revision,
                (SELECT group_concat(d.name || ' ' || l.role || ' ' || l.status, ';' ORDER BY l.position)
                 FROM locations l JOIN destinations d ON d.id = l.destination_id WHERE l.backup_id = b.id)
             FROM backups b JOIN entities e ON e.id = b.entity_id
             LEFT JOIN backups p ON p.id = b.parent_id LEFT JOIN backups r ON r.id = b.root_id
             LEFT JOIN policies ON policies.id = b.policy_id LEFT JOIN rules ON rules.id = b.rule_id
             ORDER BY b.snapshot_time, b.native_id, b.guid",
        );
        rows.into_iter().map(Seen::read).collect()
    }

    /// Rows of a table.
    pub(crate) fn count(&self, table: &'static str) -> i64 {
        let rows = self.rows(&format!("SELECT count(*) FROM {table}"));
        rows[0][0].as_deref().unwrap().parse().unwrap()
    }

    /// Reads the database itself.
    pub(crate) fn rows(&self, sql: &str) -> Vec<Vec<Option<String>>> {
        crate::support::database::rows(self.folder.path(), sql)
    }

    pub(crate) fn backup(&self, native_id: &str) -> Seen {
        let all = self.backups();
        all.into_iter()
            .find(|seen| seen.native_id.as_deref() == Some(native_id))
            .unwrap_or_else(|| panic!("no backup {native_id}"))
    }
}

/// (created, updated, unchanged, removed, rejected)
pub(crate) fn counts(report: &Report) -> (u64, u64, u64, u64, u64) {
    (
        report.created,
        report.updated,
        report.unchanged,
        report.removed,
        report.rejected_count,
    )
}

/// Reason and field of the only rejection.
pub(crate) fn rejection(report: &Report) -> (u64, String, Option<String>) {
    let [rejected] = report.rejected.as_slice() else {
        panic!("{report:?}")
    };
    let refusal = rejected.refusal.clone();
    (rejected.line, refusal.reason, refusal.field)
}
