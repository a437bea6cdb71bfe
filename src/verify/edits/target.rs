//! The backup that is edited, and those beside it that must not change.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::verify::exchange::{Answer, Ask};
use crate::verify::meaning::compare::{describe, difference};
use crate::verify::model::Backup;
use crate::verify::run::{Run, Stop};
use crate::verify::sample::{self, Scope};
use crate::verify::undo::{self, Original};

/// Backups beside it that are looked at.
const BESIDE: usize = 60;

/// A backup to edit.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) guid: String,
    scope: Arc<Scope>,
    /// Everything in the scope, by guid, as it was before the edit.
    before: BTreeMap<String, Value>,
}

/// Takes the newest backup that nobody has written on; remembers it. None, with the reason noted, where no edit can be
/// made.
pub(super) async fn choose(run: &mut Run) -> Result<Option<Target>, Stop> {
    if run.options.read_only {
        run.skip("read-only");
        return Ok(None);
    }
    let scopes = run.scopes.clone();
    let fresh =
        |row: &&Backup| row.texts("/warnings").is_empty() && row.at("/description").is_none();
    let Some(scope) = scopes.iter().find(|scope| !scope.rows.is_empty()) else {
        run.skip("there is no backup to edit");
        return Ok(None);
    };
    let scope = scope.narrowed(BESIDE);
    let Some(row) = scope.rows.iter().find(fresh).or_else(|| scope.rows.first()) else {
        return Ok(None);
    };
    let guid = row.guid().to_owned();
    if !undo::remember(run, &guid).await? {
        run.skip(format!(
            "backup {guid} cannot be read, so an edit could not be put back"
        ));
        return Ok(None);
    }
    let mut target = Target {
        guid,
        scope,
        before: BTreeMap::new(),
    };
    target.before = target.now(run).await?;
    Ok(Some(target))
}

impl Target {
    /// Everything in the scope as it is now.
    async fn now(&self, run: &mut Run) -> Result<BTreeMap<String, Value>, Stop> {
        let (_, answer) = run.list("list_backups_detailed", &self.scope.base).await?;
        let rows = sample::rows(&answer.json());
        Ok(rows
            .iter()
            .map(|row| (row.guid().to_owned(), row.value().clone()))
            .collect())
    }

    /// Sends an edit of it. None, with the reason noted, where the user may not.
    pub(super) async fn edit(
        &self,
        run: &mut Run,
        operation: &str,
        body: &Value,
    ) -> Result<Option<(Ask, Answer)>, Stop> {
        let ask = Ask::of(&run.operation(operation)?)
            .at("guid", &self.guid)
            .json(body);
        let answer = run.ask(&ask).await?;
        if answer.status == 403 {
            run.skip("403: the user of this run may not do it");
            return Ok(None);
        }
        let sentence = run.operation(operation)?.sentence();
        run.expect(
            answer.is_success(),
            &ask,
            answer.words(),
            "200 with the backup as it is now",
            sentence,
        );
        Ok(Some((ask, answer)))
    }

    /// After an edit: its answer, the single backup and the lists say these values (null: none), and nothing else has
    /// changed. What is as it should be is the state before the next edit.
    pub(super) async fn has(
        &mut self,
        run: &mut Run,
        (ask, answer): &(Ask, Answer),
        values: &[(&str, Value)],
    ) -> Result<(), Stop> {
        let sentence = ask
            .operation
            .as_ref()
            .map(|it| it.sentence())
            .unwrap_or_default();
        let get = Ask::of(&run.operation("get_backup")?).at("guid", &self.guid);
        let single = run.ask(&get).await?.json();
        let mut places = vec![(get, single)];
        if !answer.body.is_empty() {
            places.push((ask.clone(), answer.json()));
        }
        for (place, body) in &places {
            for (name, value) in values {
                let found = body.get(*name).unwrap_or(&Value::Null);
                let expected = format!("{name}: {value} after {} {}", ask.method, ask.path);
                run.expect(
                    found == value,
                    place,
                    format!("{name}: {found}"),
                    expected,
                    sentence.clone(),
                );
            }
        }
        let mut wanted = self.before.clone();
        if let Some(row) = wanted.get_mut(&self.guid).and_then(Value::as_object_mut) {
            for (name, value) in values {
                if value.is_null() {
                    row.remove(*name);
                } else {
                    row.insert((*name).to_owned(), value.clone());
                }
            }
        }
        self.before = self.compare(run, &wanted, ask, &sentence).await?;
        Ok(())
    }

    /// Nothing at all has changed.
    pub(super) async fn is_unchanged(
        &mut self,
        run: &mut Run,
        ask: &Ask,
        sentence: &str,
    ) -> Result<(), Stop> {
        let wanted = self.before.clone();
        self.before = self.compare(run, &wanted, ask, sentence).await?;
        Ok(())
    }

    /// Compares everything in the scope with what it should be; gives what it is.
    async fn compare(
        &self,
        run: &mut Run,
        wanted: &BTreeMap<String, Value>,
        ask: &Ask,
        sentence: &str,
    ) -> Result<BTreeMap<String, Value>, Stop> {
        let now = self.now(run).await?;
        let mut differs = wanted.iter().filter_map(|(guid, wanted)| {
            let found = difference(wanted, now.get(guid)?, false)?;
            Some((guid, found))
        });
        let first = differs.next();
        // They are put back too, whichever they are.
        for guid in first
            .iter()
            .map(|(guid, _)| *guid)
            .chain(differs.map(|(guid, _)| guid))
        {
            let before = Original::of(&Backup::new(&self.before[guid]));
            run.undo.keep(guid, before);
        }
        match first {
            None => run.held(),
            Some((guid, (got, expected))) => {
                let row = describe(&Backup::new(&now[guid]));
                let got = format!("afterwards GET /backups/detailed says {got} of {row}");
                run.find(ask, got, expected, sentence);
            }
        }
        Ok(now)
    }
}
