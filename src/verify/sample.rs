//! What the checks compare with: the server's own unfiltered list, or stretches of it where it is long.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::model::{Backup, key};
use super::query::Query;
use super::run::{Run, Stop};

/// Rows of a request at most, the document's own limit of `size`.
const PAGE: usize = 1_000;
/// Entities whose backups are read beside the stretches, for what the stretches do not show.
const ENTITIES: usize = 4;
/// Protected entities that are read at most.
const KNOWN_ENTITIES: i64 = 20_000;

/// A part of the catalog that is read whole, and the parameters that select it.
#[derive(Debug)]
pub(super) struct Scope {
    /// In words, for reports.
    pub(super) name: String,
    /// What selects it; empty for everything.
    pub(super) base: Query,
    /// Its rows as `GET /backups/detailed` gives them.
    pub(super) rows: Vec<Backup>,
    /// The entities all of whose backups are here.
    pub(super) whole: BTreeSet<String>,
}

impl Scope {
    /// At most so many backups of it, as a scope of its own: a stretch of time.
    pub(super) fn narrowed(self: &Arc<Self>, most: usize) -> Arc<Self> {
        if self.rows.len() <= most {
            return Arc::clone(self);
        }
        let mut times: Vec<i64> = self.rows.iter().map(Backup::time).collect();
        times.sort_unstable();
        let (from, to) = (times[times.len() - most], times[times.len() - 1]);
        let base = self.base.with("from", from).with("to", to);
        let rows = self
            .rows
            .iter()
            .filter(|row| row.time() >= from && row.time() <= to);
        Arc::new(Self {
            name: format!("{}, the newest of them", self.name),
            base,
            rows: rows.cloned().collect(),
            whole: BTreeSet::new(),
        })
    }
}

/// Reads what there is to compare with, and which lists are not to be trusted.
pub(super) async fn learn(run: &mut Run) -> Result<(), Stop> {
    read_scopes(run).await?;
    run.distrusted = super::meaning::distrusted(run).await?;
    Ok(())
}

async fn read_scopes(run: &mut Run) -> Result<(), Stop> {
    run.scopes.clear();
    let (_, answer) = run
        .list("list_backups", &Query::default().with("size", 1))
        .await?;
    run.total = answer.total();
    learn_entities(run).await?;
    let limit = run.options.sample;
    let few = match run.total {
        Some(total) => usize::try_from(total).is_ok_and(|total| total <= limit),
        // It does not say: a page that is not full is all there is.
        None => pages(run, 0, PAGE.min(limit)).await?.len() < PAGE.min(limit),
    };
    if few {
        return read(run, "all backups", Query::default(), None)
            .await
            .map(drop);
    }
    let size = (limit / 3).clamp(1, PAGE);
    let total = usize::try_from(run.total.unwrap_or_default()).unwrap_or(usize::MAX);
    let last = (total / size).saturating_sub(1);
    for (name, page) in [
        ("the newest backups", 0),
        ("backups from the middle", last / 2),
        ("the oldest backups", last),
    ] {
        stretch(run, name, page, size).await?;
    }
    for entity in telling_entities(run).await? {
        let base = Query::default().with("protected-entity", &entity);
        let (_, answer) = run.list("list_backups", &base.with("size", 1)).await?;
        if answer
            .total()
            .is_some_and(|total| usize::try_from(total).is_ok_and(|total| total <= PAGE))
        {
            read(run, "all backups of an entity", base, Some(entity)).await?;
        }
    }
    Ok(())
}

/// The backups between the first and the last of a page. Reading them again by time shows whether `from` and `to` do
/// what they should: the rows have to be those of the page.
async fn stretch(run: &mut Run, name: &str, page: usize, size: usize) -> Result<(), Stop> {
    let rows = pages(run, page, size).await?;
    let times = || rows.iter().map(Backup::time);
    let (Some(first), Some(last)) = (times().min(), times().max()) else {
        return Ok(());
    };
    // Others of the same time may stand on the pages before and after.
    let (from, to) = (first + 1, if page == 0 { last } else { last - 1 });
    if from > to {
        return Ok(());
    }
    let base = Query::default().with("from", from).with("to", to);
    read(run, name, base.clone(), None).await?;
    let read = run.scopes.last().map(Arc::clone);
    let shown: BTreeSet<&str> = rows
        .iter()
        .filter(|row| row.time() >= from && row.time() <= to)
        .map(Backup::guid)
        .collect();
    let found: BTreeSet<&str> = read
        .iter()
        .flat_map(|scope| &scope.rows)
        .map(Backup::guid)
        .collect();
    if shown != found {
        let operation = run.operation("list_backups_detailed")?;
        let ask = super::exchange::Ask::of(&operation).query(&base);
        let got = format!("{} backups, not those of the page", found.len());
        let expected = format!(
            "the {} backups that page {page} of size {size} shows in that time",
            shown.len()
        );
        for check in ["meaning/filter/from", "meaning/filter/to"] {
            run.find_in(
                check,
                &ask,
                got.clone(),
                expected.clone(),
                operation.sentence_of("from"),
            );
        }
    }
    Ok(())
}

async fn pages(run: &mut Run, page: usize, size: usize) -> Result<Vec<Backup>, Stop> {
    let (_, answer) = run
        .list(
            "list_backups",
            &Query::default().with("page", page).with("size", size),
        )
        .await?;
    Ok(rows(&answer.json()))
}

/// Reads a scope. Returns whether that was possible.
async fn read(
    run: &mut Run,
    name: &str,
    base: Query,
    entity: Option<String>,
) -> Result<bool, Stop> {
    let (_, answer) = run.list("list_backups_detailed", &base).await?;
    let body = answer.json();
    if !answer.is_success() || !body.is_array() {
        return Ok(false);
    }
    let rows = rows(&body);
    let whole = match (entity, base == Query::default()) {
        (Some(entity), _) => BTreeSet::from([entity]),
        (None, true) => rows.iter().map(|row| row.entity().to_owned()).collect(),
        (None, false) => BTreeSet::new(),
    };
    run.scopes.push(Arc::new(Scope {
        name: name.to_owned(),
        base,
        rows,
        whole,
    }));
    Ok(true)
}

/// The rows of a list; of anything else none.
pub(super) fn rows(body: &Value) -> Vec<Backup> {
    let rows = body.as_array().into_iter().flatten();
    rows.map(Backup::new).collect()
}

/// Entities with backups that have what the stretches lack, found by sorting for it.
async fn telling_entities(run: &mut Run) -> Result<Vec<String>, Stop> {
    let wanted = [
        ("parentBackup", "asc"),
        ("hidden", "desc"),
        ("warningsPresent", "desc"),
        ("warningsAcknowledged", "desc"),
        ("description", "asc"),
        ("sourceProject", "asc"),
        ("archiveExpire", "asc"),
        ("vmExportImportMode", "asc"),
        ("originEntity", "asc"),
    ];
    let mut entities: Vec<String> = Vec::new();
    for (property, direction) in wanted {
        // Chains are wanted whole, so an entity with increments is always taken.
        let shown = property != "parentBackup"
            && run
                .scopes
                .iter()
                .flat_map(|scope| &scope.rows)
                .any(|row| has(row, property));
        if shown || entities.len() >= ENTITIES {
            continue;
        }
        let query = Query::default()
            .with("orderBy", property)
            .with("direction", direction)
            .with("size", 1);
        let (_, answer) = run.list("list_backups", &query).await?;
        let first = rows(&answer.json()).into_iter().next();
        if let Some(row) = first.filter(|row| has(row, property)) {
            let entity = row.entity().to_owned();
            if !entities.contains(&entity) {
                entities.push(entity);
            }
        }
    }
    Ok(entities)
}

fn has(row: &Backup, property: &str) -> bool {
    match property {
        "hidden" | "warningsPresent" | "warningsAcknowledged" => row.flag(&format!("/{property}")),
        property => key(row, property).is_some(),
    }
}

async fn learn_entities(run: &mut Run) -> Result<(), Stop> {
    if !run.is_full() {
        return Ok(());
    }
    let (_, answer) = run
        .list("list_entities", &Query::default().with("size", 1))
        .await?;
    if answer.total().is_none_or(|total| total > KNOWN_ENTITIES) {
        return Ok(());
    }
    let (_, answer) = run.list("list_entities", &Query::default()).await?;
    let body = answer.json();
    let entities = body.as_array().into_iter().flatten();
    let by_guid: BTreeMap<String, Value> = entities
        .filter_map(|entity| Some((entity["guid"].as_str()?.to_owned(), entity.clone())))
        .collect();
    run.entities = Arc::new(by_guid);
    Ok(())
}

/// Whether the server shows other backups now than when the scopes were read: then somebody else changed something,
/// and a difference is no fault.
pub(super) async fn has_changed(run: &mut Run) -> Result<bool, Stop> {
    let edited = run.undo.guids();
    let by_guid = |rows: &[Backup]| -> BTreeMap<String, Backup> {
        let kept = rows
            .iter()
            .filter(|row| !edited.iter().any(|guid| guid == row.guid()));
        kept.map(|row| (row.guid().to_owned(), row.clone()))
            .collect()
    };
    for scope in run.scopes.clone() {
        let (_, answer) = run.list("list_backups_detailed", &scope.base).await?;
        if by_guid(&rows(&answer.json())) != by_guid(&scope.rows) {
            return Ok(true);
        }
    }
    let (_, answer) = run
        .list("list_backups", &Query::default().with("size", 1))
        .await?;
    Ok(answer.total() != run.total)
}
