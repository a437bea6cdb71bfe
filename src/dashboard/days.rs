//! A strip of days: how each went.

use jiff::civil::Date;
use maud::{Markup, html};

use crate::domain::timeline::Sums;
use crate::types::BackupStatus;

/// What a status looks like.
pub(super) const fn class(status: BackupStatus) -> &'static str {
    match status {
        BackupStatus::Failed => "bad",
        BackupStatus::PartialSuccess => "partial",
        BackupStatus::Success => "good",
        BackupStatus::SuccessRemoved => "removed",
        BackupStatus::Inprogress | BackupStatus::Queued => "quiet",
    }
}

/// The status that a day is shown with: what went wrong comes before what went well.
fn of_day(sums: &Sums) -> Option<BackupStatus> {
    use BackupStatus::{Failed, Inprogress, PartialSuccess, Queued, Success, SuccessRemoved};
    [
        Failed,
        PartialSuccess,
        Success,
        SuccessRemoved,
        Inprogress,
        Queued,
    ]
    .into_iter()
    .find(|status| sums.by_status.iter().any(|(other, _)| other == status))
}

/// One square a day, each with its words: nothing is said by colour alone.
pub(super) fn strip(dates: &[Date], sums: &[Sums]) -> Markup {
    html! {
        ol.days {
            @for (date, sums) in dates.iter().zip(sums) {
                @let status = of_day(sums);
                @let says = format!("{date}: {}", status.map_or("no backup", |status| status.description()));
                li class=(status.map_or("none", class)) title=(says) { span.hidden { (says) } (date.day()) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of_day;
    use crate::domain::backup::TaskTimes;
    use crate::domain::timeline::Sums;
    use crate::types::BackupStatus::{Failed, Success};

    #[test]
    fn a_failure_is_not_hidden_by_a_success_of_the_day() {
        let mut sums = Sums::default();
        assert_eq!(of_day(&sums), None);
        sums.add(Success, 1, None, TaskTimes::default());
        assert_eq!(of_day(&sums), Some(Success));
        sums.add(Failed, 1, None, TaskTimes::default());
        assert_eq!(of_day(&sums), Some(Failed));
    }
}
