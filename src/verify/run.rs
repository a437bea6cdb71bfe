//! A run: the session, what is known of the server, and the way from one check to the next.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use reqwest::header::HeaderValue;
use serde_json::{Value, json};

use super::document::{Document, Operation};
use super::exchange::{Answer, Ask, Client};
use super::ledger::{Finding, Ledger};
use super::plan::{Kind, Step};
use super::query::Query;
use super::sample::Scope;
use super::schema::Schemas;
use super::timing::Timing;
use super::undo::Undo;
use super::{Ended, Interrupt, Options, Outcome, Profile, VerifyError};
use super::{edits, form, meaning, refusals, sample};

/// Why a run cannot go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    Interrupted,
    Unreachable(String),
    /// The document lacks what a check is about.
    Document(String),
}

/// The state of a run.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) options: Options,
    pub(super) document: Document,
    pub(super) schemas: Schemas,
    pub(super) ledger: Ledger,
    pub(super) client: Client,
    interrupt: Interrupt,
    start: Instant,
    pub(super) timing: Timing,
    /// What there is to compare with; empty where the lists cannot be read.
    pub(super) scopes: Vec<Arc<Scope>>,
    /// Number of backups that the server says it has.
    pub(super) total: Option<i64>,
    /// Protected entities by guid, where the server tells them.
    pub(super) entities: Arc<BTreeMap<String, Value>>,
    /// Lists that are wrong without any filter: their filters are not looked at.
    pub(super) distrusted: BTreeSet<&'static str>,
    pub(super) undo: Undo,
    learned: bool,
}

impl Run {
    /// Logs in.
    pub(super) async fn start(
        options: Options,
        interrupt: Interrupt,
        steps: &[Step],
    ) -> Result<Self, VerifyError> {
        let document = Document::embedded()?;
        let unreachable = |reason| VerifyError::Unreachable {
            server: options.base.clone(),
            reason,
        };
        let client =
            Client::new(&options.base, options.authority.as_deref()).map_err(unreachable)?;
        let mut run = Self {
            schemas: Schemas::new(&document, options.profile),
            ledger: Ledger::new(
                steps
                    .iter()
                    .map(|step| (step.id.as_str(), step.title.as_str())),
            ),
            client,
            interrupt,
            start: Instant::now(),
            timing: Timing::default(),
            scopes: Vec::new(),
            total: None,
            entities: Arc::default(),
            distrusted: BTreeSet::new(),
            undo: Undo::default(),
            learned: false,
            document,
            options,
        };
        run.log_in().await?;
        Ok(run)
    }

    async fn log_in(&mut self) -> Result<(), VerifyError> {
        let server = self.options.base.clone();
        let refused = |reason: String| VerifyError::LogIn {
            server: server.clone(),
            reason,
        };
        let answer = match self.new_session().await {
            Ok(answer) => answer,
            Err(Stop::Unreachable(reason)) => {
                return Err(VerifyError::Unreachable { server, reason });
            }
            Err(_) => return Err(refused("interrupted".to_owned())),
        };
        let body = answer.json();
        if !answer.is_success() {
            let said = body["message"].as_str().map(str::to_owned);
            return Err(refused(said.unwrap_or_else(|| answer.words())));
        }
        if self.client.keep_cookies(&answer) {
            Ok(())
        } else {
            Err(refused(format!(
                "the log-in set no cookie; it answered {}",
                answer.words()
            )))
        }
    }

    /// Logs in once more; the cookies are the caller's.
    pub(super) async fn new_session(&mut self) -> Result<Answer, Stop> {
        let credentials = json!({ "login": self.options.login, "password": self.options.password });
        let ask = Ask::of(&self.operation("login")?)
            .json(&credentials)
            .by(super::exchange::Who::Nobody);
        let answer = self.ask(&ask).await?;
        match answer.broken {
            Some(reason) => Err(Stop::Unreachable(reason)),
            None => Ok(answer),
        }
    }

    /// Does something with another session's cookies.
    pub(super) fn swap_cookies(&mut self, cookie: Option<HeaderValue>) -> Option<HeaderValue> {
        self.client.swap(cookie)
    }

    /// Makes all checks.
    pub(super) async fn all(
        &mut self,
        steps: &[Step],
        progress: &mut dyn FnMut(usize, usize, &str),
    ) -> Result<(), Stop> {
        let active: Vec<usize> = (0..steps.len())
            .filter(|index| steps[*index].kind != Kind::Passive)
            .collect();
        for (number, index) in active.iter().enumerate() {
            progress(number + 1, active.len(), &steps[*index].id);
            let begun = Instant::now();
            self.ledger.begin(*index);
            let made = self.step(&steps[*index].kind).await;
            if let Some(check) = self.ledger.current() {
                check.elapsed = begun.elapsed();
                check.made = made.is_ok();
            }
            self.ledger.pause();
            made?;
        }
        Ok(())
    }

    /// Makes one check; once more where the catalog changed meanwhile.
    async fn step(&mut self, kind: &Kind) -> Result<(), Stop> {
        for _ in 0..2 {
            if !self.learned && *kind != Kind::PutBack {
                sample::learn(self).await?;
                self.learned = true;
            }
            self.check(kind).await?;
            let found = self.ledger.current().is_some_and(|check| check.count() > 0);
            if !(found && kind.compares() && sample::has_changed(self).await?) {
                return Ok(());
            }
            if let Some(check) = self.ledger.current() {
                check.forget();
            }
            self.learned = false;
        }
        sample::learn(self).await?;
        self.learned = true;
        self.check(kind).await
    }

    async fn check(&mut self, kind: &Kind) -> Result<(), Stop> {
        match kind {
            Kind::Passive => Ok(()),
            Kind::Operations => form::operations(self).await,
            Kind::PutBack => edits::put_back(self).await,
            Kind::Parameters(id) => refusals::parameters::check(self, id).await,
            Kind::Ranges => refusals::ranges::check(self).await,
            Kind::Bodies(id) => refusals::bodies::check(self, id).await,
            Kind::Unknown => refusals::unknown::check(self).await,
            Kind::Methods => refusals::methods::check(self).await,
            Kind::Session => refusals::session::check(self).await,
            Kind::Description => edits::description::check(self).await,
            Kind::Warnings => edits::warnings::check(self).await,
            Kind::Acknowledgement => edits::acknowledgement::check(self).await,
            Kind::Batch => edits::batch::check(self).await,
            Kind::IfMatch => edits::if_match::check(self).await,
            _ => meaning::check(self, kind).await,
        }
    }

    /// Ends the run: what was edited is put back.
    pub(super) async fn finish(mut self, ended: Option<Ended>) -> Outcome {
        self.undo.restore(&mut self.ledger, &self.client).await;
        super::timing::judge(&mut self);
        if !self.options.read_only
            && let Ok(logout) = self.operation("logout")
        {
            // The session ends by itself otherwise.
            self.client.send(&Ask::of(&logout)).await;
        }
        for check in &mut self.ledger.checks {
            // What looks at every answer was made with all others.
            check.made |= check.id.starts_with("form/") || check.id.starts_with("timing/");
        }
        Outcome {
            server: self.client.base.clone(),
            profile: self.options.profile,
            read_only: self.options.read_only,
            total: self.total,
            read: self.scopes.iter().map(|scope| scope.rows.len()).sum(),
            requests: self.ledger.requests,
            checks: self.ledger.checks,
            elapsed: self.start.elapsed(),
            ended,
        }
    }

    /// An operation of the document.
    pub(super) fn operation(&self, id: &str) -> Result<Arc<Operation>, Stop> {
        self.document
            .find(id)
            .ok_or_else(|| Stop::Document(format!("there is no operation {id}")))
    }

    /// Whether all of the document counts.
    pub(super) fn is_full(&self) -> bool {
        self.options.profile == Profile::Full
    }

    /// Sends a request and looks at the form of its answer.
    pub(super) async fn ask(&mut self, ask: &Ask) -> Result<Answer, Stop> {
        if self.interrupt.is_set() {
            return Err(Stop::Interrupted);
        }
        let is_login = ask.operation.as_ref().is_some_and(|it| it.id == "login");
        let reads = ask.method == "GET" || ask.method == "HEAD" || is_login;
        if self.options.read_only && !reads {
            return Err(Stop::Document(format!(
                "a check wanted to send {} in a read-only run",
                ask.method
            )));
        }
        self.ledger.asked();
        let answer = self.client.send(ask).await;
        if answer.broken.is_some() && !self.is_there().await {
            return Err(Stop::Unreachable(answer.broken.unwrap_or_default()));
        }
        self.timing.note(ask, &answer);
        form::examine(self, ask, &answer);
        Ok(answer)
    }

    /// Whether anything answers at all: one request that breaks is a finding, a server that is gone is not.
    async fn is_there(&self) -> bool {
        let Some(check) = self.document.find("check_session") else {
            return false;
        };
        self.client.send(&Ask::of(&check)).await.broken.is_none()
    }

    /// Asks one of the lists.
    pub(super) async fn list(&mut self, id: &str, query: &Query) -> Result<(Ask, Answer), Stop> {
        let ask = Ask::of(&self.operation(id)?).query(query);
        let answer = self.ask(&ask).await?;
        Ok((ask, answer))
    }

    /// Something held.
    pub(super) fn held(&mut self) {
        if let Some(check) = self.ledger.current() {
            check.held += 1;
        }
    }

    /// Something could not be checked.
    pub(super) fn skip(&mut self, why: impl Into<String>) {
        if let Some(check) = self.ledger.current() {
            check.skip(why.into());
        }
    }

    /// Something was not as documented.
    pub(super) fn find(
        &mut self,
        ask: &Ask,
        got: impl Into<String>,
        expected: impl Into<String>,
        sentence: impl Into<String>,
    ) {
        let finding = self.finding(ask, got, expected, sentence);
        if let Some(check) = self.ledger.current() {
            check.find(finding);
        }
    }

    /// The same, of another check than the one under way.
    pub(super) fn find_in(
        &mut self,
        id: &str,
        ask: &Ask,
        got: impl Into<String>,
        expected: impl Into<String>,
        sentence: impl Into<String>,
    ) {
        let finding = self.finding(ask, got, expected, sentence);
        if let Some(check) = self.ledger.by_id(id) {
            check.find_once(finding);
        }
    }

    /// Takes down whether something holds.
    pub(super) fn expect(
        &mut self,
        holds: bool,
        ask: &Ask,
        got: impl Into<String>,
        expected: impl Into<String>,
        sentence: impl Into<String>,
    ) {
        if holds {
            self.held();
        } else {
            self.find(ask, got, expected, sentence);
        }
    }

    fn finding(
        &self,
        ask: &Ask,
        got: impl Into<String>,
        expected: impl Into<String>,
        sentence: impl Into<String>,
    ) -> Finding {
        Finding {
            request: ask.words(&self.client.base),
            got: got.into(),
            expected: expected.into(),
            sentence: sentence.into(),
        }
    }
}
