//! How a reported run went.

use super::{Record, Status};
use crate::types::BackupStatus;

impl Record {
    /// The status that the record means: its own, else the one of its exit code. None says that the backup is gone.
    ///
    /// An exit code is judged by the tool's own documents: 3 of restic and rustic is a snapshot with unreadable
    /// files, 1 and 100 to 127 of borg are warnings; everything else but 0 is a failure.
    pub fn outcome(&self) -> Option<BackupStatus> {
        match self.status {
            Some(Status::Of(status)) => Some(status),
            Some(Status::Removed(_)) => None,
            None => Some(self.outcome_of_exit()),
        }
    }

    fn outcome_of_exit(&self) -> BackupStatus {
        let tool = self.tool.as_ref().map_or("", |tool| tool.name.as_str());
        match (tool, self.exit_code) {
            (_, Some(0)) => BackupStatus::Success,
            ("restic" | "rustic", Some(3)) | ("borg" | "borgmatic", Some(1 | 100..=127)) => {
                BackupStatus::PartialSuccess
            }
            _ => BackupStatus::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Record, Tool};
    use crate::types::BackupStatus;

    fn outcome(tool: Option<&str>, exit_code: i64) -> Option<BackupStatus> {
        Record {
            tool: tool.map(|name| Tool {
                name: name.to_owned(),
                version: None,
            }),
            exit_code: Some(exit_code),
            ..Record::default()
        }
        .outcome()
    }

    #[test]
    fn exit_codes_mean_what_the_tools_say() {
        assert_eq!(outcome(None, 0), Some(BackupStatus::Success));
        assert_eq!(outcome(None, 3), Some(BackupStatus::Failed));
        assert_eq!(
            outcome(Some("restic"), 3),
            Some(BackupStatus::PartialSuccess)
        );
        assert_eq!(outcome(Some("restic"), 1), Some(BackupStatus::Failed));
        assert_eq!(outcome(Some("borg"), 1), Some(BackupStatus::PartialSuccess));
        assert_eq!(
            outcome(Some("borg"), 105),
            Some(BackupStatus::PartialSuccess)
        );
        assert_eq!(outcome(Some("borg"), 128), Some(BackupStatus::Failed));
    }
}
