//! Whether a difference has been decided: by a higher version, and a line in the changelog that names it.

use super::compare::plain;
use super::finding::{Finding, Verdict};
use crate::command::Failure;

/// A version of the contract: `major.minor.patch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version([u64; 3]);

impl Version {
    /// Reads one; anything else is refused, also what semantic versions may have after the patch.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let numbers: Vec<u64> = text
            .split('.')
            .filter_map(|part| part.parse().ok())
            .collect();
        match numbers[..] {
            [major, minor, patch] if text.split('.').count() == 3 => {
                Ok(Self([major, minor, patch]))
            }
            _ => Err(Failure::ByHand(format!(
                "`info.version` is `{text}`; write three numbers, such as 0.2.0"
            ))),
        }
    }

    /// The lowest version that may break what this one promised: the next major one; before 1.0.0 the next minor one.
    fn next_breaking(self) -> Self {
        let [major, minor, _] = self.0;
        if major == 0 {
            Self([0, minor + 1, 0])
        } else {
            Self([major + 1, 0, 0])
        }
    }

    fn next_patch(self) -> Self {
        let [major, minor, patch] = self.0;
        Self([major, minor, patch + 1])
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [major, minor, patch] = self.0;
        write!(formatter, "{major}.{minor}.{patch}")
    }
}

/// What has been decided since the blessed version.
pub(super) struct Decisions<'a> {
    blessed: Version,
    now: Version,
    changelog: &'a str,
}

impl<'a> Decisions<'a> {
    pub(super) fn new(blessed: &str, now: &str, changelog: &'a str) -> Result<Self, Failure> {
        let (blessed, now) = (Version::parse(blessed)?, Version::parse(now)?);
        if now < blessed {
            return Err(Failure::ByHand(format!(
                "`info.version` is {now}, but {blessed} is blessed; a version is never given twice"
            )));
        }
        Ok(Self {
            blessed,
            now,
            changelog,
        })
    }

    /// What still has to be done before a finding passes; nothing if it passes.
    pub(super) fn lacking(&self, finding: &Finding) -> Option<String> {
        let least = match finding.verdict {
            Verdict::Compatible => return None,
            Verdict::Decision => self.blessed.next_patch(),
            Verdict::Breaking => self.blessed.next_breaking(),
        };
        if self.now < least {
            return Some(format!(
                "raise `info.version` of both documents from {} to {least} and write a line with `{}` under `## {least}` in CHANGELOG.md",
                self.now, finding.subject
            ));
        }
        let named = self.lines().any(|line| names(line, &finding.subject));
        (!named).then(|| {
            format!(
                "write a line with `{}` under `## {}` in CHANGELOG.md",
                finding.subject, self.now
            )
        })
    }

    /// The lines of the changelog under the version of now.
    fn lines(&self) -> impl Iterator<Item = &'a str> {
        let now = self.now.to_string();
        let is_now = move |line: &&str| {
            let heading = line.strip_prefix("## ").unwrap_or_default();
            heading.split([' ', '[', ']']).any(|word| word == now)
        };
        let mut lines = self.changelog.lines();
        let _ = lines.by_ref().find(is_now);
        lines.take_while(|line| !line.starts_with("## "))
    }
}

/// Whether a line has a name in backticks.
fn names(line: &str, subject: &str) -> bool {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.into_iter().any(|name| plain(name) == plain(subject))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::{Decisions, Version};
    use crate::openapi::finding::{Finding, Verdict};

    const CHANGELOG: &str = "# Changelog\n\n## [0.2.0] - soon\n\n- `list_backups.minSize` is gone\n\n## 0.1.1\n\n- `get_backup`\n\n## 0.1.0\n";

    fn finding(subject: &str, verdict: Verdict) -> Finding {
        Finding {
            place: String::new(),
            subject: subject.to_owned(),
            what: String::new(),
            sides: BTreeSet::new(),
            verdict,
            breaks: BTreeSet::new(),
        }
    }

    fn lacking(version: &str, subject: &str, verdict: Verdict) -> Option<String> {
        let decisions = Decisions::new("0.1.0", version, CHANGELOG).unwrap();
        decisions.lacking(&finding(subject, verdict))
    }

    #[test]
    fn what_breaks_needs_a_version_that_may_break_and_a_line_with_its_name() {
        let breaking = |version, subject| lacking(version, subject, Verdict::Breaking);
        assert_eq!(breaking("0.2.0", "list_backups.min-size"), None);
        assert!(
            breaking("0.2.0", "get_backup")
                .unwrap()
                .starts_with("write a line with `get_backup` under `## 0.2.0`")
        );
        assert!(
            breaking("0.1.1", "get_backup")
                .unwrap()
                .contains("from 0.1.1 to 0.2.0")
        );
        assert!(
            breaking("0.3.0", "list_backups.min-size").is_some(),
            "no section"
        );
    }

    #[test]
    fn what_needs_a_decision_needs_any_newer_version() {
        assert_eq!(lacking("0.1.1", "get_backup", Verdict::Decision), None);
        assert!(
            lacking("0.1.0", "get_backup", Verdict::Decision)
                .unwrap()
                .contains("to 0.1.1")
        );
        assert_eq!(lacking("0.1.0", "anything", Verdict::Compatible), None);
    }

    #[test]
    fn after_the_first_major_version_only_a_major_one_breaks() {
        let next = |text| Version::parse(text).unwrap().next_breaking().to_string();
        assert_eq!(
            (next("0.9.3"), next("1.4.2")),
            ("0.10.0".to_owned(), "2.0.0".to_owned())
        );
        for wrong in ["1", "1.0", "1.0.x", "1.0.0.0", "v1.0.0", ""] {
            assert!(Version::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Decisions::new("1.0.0", "0.9.0", "").is_err());
    }
}
