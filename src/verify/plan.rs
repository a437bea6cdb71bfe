//! Which checks there are, and in which order they are made.

use super::VerifyError;
use super::document::Document;

/// A check that is to be made.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) kind: Kind,
}

/// What is done for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is looked at in every answer of every other check.
    Passive,
    Operations,
    Agreement,
    Filter(String),
    Together,
    NotGiven,
    Order(String),
    Pages(String),
    Aggregates,
    GroupedAggregates,
    Sizes,
    Times,
    Grouped,
    SizeTimeline,
    TimeTimeline,
    Rates,
    Details,
    ForRestore,
    LookUp(String),
    Description,
    Warnings,
    Acknowledgement,
    Batch,
    IfMatch,
    PutBack,
    Parameters(String),
    Ranges,
    Bodies(String),
    Unknown,
    Methods,
    Session,
}

impl Kind {
    /// Whether it compares with what was read before, so that a catalog that changes meanwhile looks like a fault.
    pub(super) fn compares(&self) -> bool {
        !matches!(
            self,
            Self::Passive
                | Self::Operations
                | Self::PutBack
                // They read what they compare with just before each edit.
                | Self::Description
                | Self::Warnings
                | Self::Acknowledgement
                | Self::Batch
                | Self::IfMatch
                | Self::Parameters(_)
                | Self::Ranges
                | Self::Bodies(_)
                | Self::Unknown
                | Self::Methods
                | Self::Session
        )
    }
}

/// The checks that look at every answer.
const PASSIVE: [(&str, &str); 7] = [
    (
        "form/answer",
        "every request is answered, and not with a failure of the server",
    ),
    ("form/status", "every status is documented"),
    ("form/media-type", "every body is application/json"),
    (
        "form/headers",
        "every documented header is there and is what it should be",
    ),
    ("form/body", "every body is what its schema says"),
    ("form/error", "every refusal has the documented body"),
    (
        "form/internals",
        "no refusal shows the inside of the server",
    ),
];

/// Parameters that do not select.
const SHOWING: [&str; 4] = ["page", "size", "orderBy", "direction"];

/// The lists that have one row a backup.
pub(super) const ROWS: [(&str, &str); 5] = [
    ("list_backups", "list"),
    ("list_backups_detailed", "detailed"),
    ("list_backups_grouped", "grouped"),
    ("get_size_statistics", "sizes"),
    ("get_time_statistics", "times"),
];

/// All checks. What changes something comes late, what may end the session last.
pub(super) fn plan(document: &Document) -> Vec<Step> {
    let mut steps: Vec<Step> = PASSIVE
        .iter()
        .map(|(id, title)| step(id, title, Kind::Passive))
        .collect();
    steps.push(step(
        "form/operations",
        "every operation that changes nothing answers",
        Kind::Operations,
    ));
    steps.extend(meaning(document));
    let edits = [
        (
            "edits/description",
            "a description is stored, and nothing else changes",
            Kind::Description,
        ),
        (
            "edits/warnings",
            "warnings are replaced; a list that differs is unacknowledged",
            Kind::Warnings,
        ),
        (
            "edits/acknowledgement",
            "an acknowledgement is stored and taken back",
            Kind::Acknowledgement,
        ),
        (
            "edits/batch",
            "many are acknowledged at once, all or none",
            Kind::Batch,
        ),
        (
            "edits/if-match",
            "an edit of a state that is no more is refused",
            Kind::IfMatch,
        ),
    ];
    steps.extend(
        edits
            .into_iter()
            .map(|(id, title, kind)| step(id, title, kind)),
    );
    for operation in &document.operations {
        let id = format!("refusals/parameters/{}", operation.id);
        if !operation.parameters.is_empty() {
            let title = "values that are not allowed are refused by the parameter's name";
            steps.push(step(&id, title, Kind::Parameters(operation.id.clone())));
        }
    }
    steps.push(step(
        "refusals/ranges",
        "a range that ends before it begins is refused",
        Kind::Ranges,
    ));
    for operation in &document.operations {
        let id = format!("refusals/bodies/{}", operation.id);
        if operation
            .body
            .as_ref()
            .is_some_and(|body| body.schema.is_some())
        {
            let title = "bodies that are not allowed are refused by the property's name, and nothing is stored";
            steps.push(step(&id, title, Kind::Bodies(operation.id.clone())));
        }
    }
    steps.push(step(
        "refusals/unknown",
        "what there is not is a 404, in a filter an empty list",
        Kind::Unknown,
    ));
    steps.push(step(
        "edits/put-back",
        "everything is again as it was before the edits",
        Kind::PutBack,
    ));
    steps.push(step(
        "refusals/methods",
        "a path has the documented methods and no others",
        Kind::Methods,
    ));
    steps.push(step(
        "refusals/session",
        "nothing is answered without a session",
        Kind::Session,
    ));
    steps.push(step(
        "timing/outliers",
        "no request takes much longer than its like",
        Kind::Passive,
    ));
    steps
}

/// What is computed from the list.
const FOLDS: [(&str, &str, Kind); 10] = [
    (
        "meaning/statistics/aggregated",
        "count and sums by status and type are those of the list",
        Kind::Aggregates,
    ),
    (
        "meaning/statistics/grouped",
        "the deprecated statistics are those of the groups",
        Kind::GroupedAggregates,
    ),
    (
        "meaning/statistics/sizes",
        "sizes are those of the list",
        Kind::Sizes,
    ),
    (
        "meaning/statistics/times",
        "task times are those of the list",
        Kind::Times,
    ),
    (
        "meaning/grouped",
        "a group's newest backup, its attempts and failures",
        Kind::Grouped,
    ),
    (
        "meaning/timeline/sizes",
        "sizes by day are sums of the list",
        Kind::SizeTimeline,
    ),
    (
        "meaning/timeline/times",
        "task times by day are sums of the list",
        Kind::TimeTimeline,
    ),
    (
        "meaning/rates",
        "transfer rates follow from the list",
        Kind::Rates,
    ),
    (
        "meaning/details",
        "a backup's details say what the lists say",
        Kind::Details,
    ),
    (
        "meaning/for-restore",
        "for a restore the same is said",
        Kind::ForRestore,
    ),
];

fn meaning(document: &Document) -> Vec<Step> {
    let list = document.find("list_backups");
    let parameters = list
        .as_ref()
        .map(|list| list.parameters.as_slice())
        .unwrap_or_default();
    let mut steps = vec![step(
        "meaning/agreement",
        "the seven lists speak of the same backups",
        Kind::Agreement,
    )];
    let selecting = parameters
        .iter()
        .filter(|it| !SHOWING.contains(&it.name.as_str()));
    steps.extend(selecting.map(|parameter| {
        let id = format!("meaning/filter/{}", parameter.name);
        step(
            &id,
            &parameter.description,
            Kind::Filter(parameter.name.clone()),
        )
    }));
    steps.push(step(
        "meaning/filter-together",
        "all conditions have to hold",
        Kind::Together,
    ));
    steps.push(step(
        "meaning/not-given",
        "an empty value is not given, an unknown parameter ignored",
        Kind::NotGiven,
    ));
    steps.push(step(
        "meaning/order/default",
        "the newest snapshotTime comes first",
        Kind::Order(String::new()),
    ));
    let order = parameters.iter().find(|it| it.name == "orderBy");
    let properties = order
        .and_then(|it| it.schema["enum"].as_array())
        .into_iter()
        .flatten();
    steps.extend(properties.filter_map(|value| value.as_str()).map(|value| {
        let title = format!("`orderBy={value}` sorts, both ways, ties by guid");
        step(
            &format!("meaning/order/{value}"),
            &title,
            Kind::Order(value.to_owned()),
        )
    }));
    steps.extend(ROWS.map(|(operation, name)| {
        let title = "the pages, one after the other, are the list";
        step(
            &format!("meaning/pages/{name}"),
            title,
            Kind::Pages(operation.to_owned()),
        )
    }));
    steps.extend(FOLDS.map(|(id, title, kind)| step(id, title, kind)));
    let look_ups = document.operations.iter().filter(|operation| {
        let has_names = operation
            .parameters
            .iter()
            .any(|parameter| parameter.name == "nameLike");
        operation.path.starts_with("/catalog/") && has_names
    });
    steps.extend(look_ups.map(|operation| {
        let id = format!("meaning/look-up/{}", operation.id);
        step(
            &id,
            &operation.description,
            Kind::LookUp(operation.id.clone()),
        )
    }));
    steps
}

fn step(id: &str, title: &str, kind: Kind) -> Step {
    Step {
        id: id.to_owned(),
        title: title.to_owned(),
        kind,
    }
}

/// The checks with these ids, or in these groups; all if there are none.
pub(super) fn selected(document: &Document, only: &[String]) -> Result<Vec<Step>, VerifyError> {
    let all = plan(document);
    let within = |step: &Step, group: &str| {
        let rest = step.id.strip_prefix(group.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if let Some(unknown) = only
        .iter()
        .find(|name| !all.iter().any(|step| within(step, name)))
    {
        return Err(VerifyError::NoSuchCheck(unknown.clone()));
    }
    let wanted = |step: &Step| only.is_empty() || only.iter().any(|name| within(step, name));
    // What was edited is put back, whatever was asked for.
    Ok(all
        .into_iter()
        .filter(|step| wanted(step) || step.kind == Kind::PutBack)
        .collect())
}
