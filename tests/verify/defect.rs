//! One defect of a server, and where it has to be found.

use super::asked::{Asked, Reply};

type Before = Box<dyn Fn(&mut Asked) + Send + Sync>;
type After = Box<dyn Fn(&Asked, &mut Reply) + Send + Sync>;
type Also = Box<dyn Fn(&Asked) -> Option<Asked> + Send + Sync>;

/// A defect. What it does to a request is done before the server sees it; what it does to an answer sees the request as
/// it was sent.
pub(crate) struct Defect {
    pub(crate) name: String,
    /// The check that has to find it.
    pub(crate) check: String,
    /// Further checks that have to be made for it, since that one asks nothing itself.
    pub(crate) with: Vec<String>,
    pub(crate) before: Option<Before>,
    pub(crate) after: Option<After>,
    pub(crate) also: Option<Also>,
}

impl Defect {
    fn new(name: &str, check: &str) -> Self {
        Self {
            name: name.to_owned(),
            check: check.to_owned(),
            with: Vec::new(),
            before: None,
            after: None,
            also: None,
        }
    }

    /// Found while these checks are made.
    pub(crate) fn with(mut self, checks: &[&str]) -> Self {
        self.with = checks.iter().map(ToString::to_string).collect();
        self
    }

    pub(crate) fn and_before(
        mut self,
        change: impl Fn(&mut Asked) + Send + Sync + 'static,
    ) -> Self {
        self.before = Some(Box::new(change));
        self
    }

    pub(crate) fn and_after(
        mut self,
        change: impl Fn(&Asked, &mut Reply) + Send + Sync + 'static,
    ) -> Self {
        self.after = Some(Box::new(change));
        self
    }

    /// The checks to make.
    pub(crate) fn only(&self) -> Vec<String> {
        self.with.iter().chain([&self.check]).cloned().collect()
    }
}

/// The request is changed on its way.
pub(crate) fn before(
    name: &str,
    check: &str,
    change: impl Fn(&mut Asked) + Send + Sync + 'static,
) -> Defect {
    Defect::new(name, check).and_before(change)
}

/// The answer is changed on its way.
pub(crate) fn after(
    name: &str,
    check: &str,
    change: impl Fn(&Asked, &mut Reply) + Send + Sync + 'static,
) -> Defect {
    Defect::new(name, check).and_after(change)
}

/// Something more is done after the request.
pub(crate) fn also(
    name: &str,
    check: &str,
    more: impl Fn(&Asked) -> Option<Asked> + Send + Sync + 'static,
) -> Defect {
    Defect {
        also: Some(Box::new(more)),
        ..Defect::new(name, check)
    }
}
