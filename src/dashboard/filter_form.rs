//! The filters of `GET /backups` as fields.

use maud::{Markup, html};

use super::field::{Attributes, labelled};
use super::query::Query;
use super::words::date;
use crate::app::App;
use crate::domain::page::Page;
use crate::domain::reference::Named;
use crate::http::ApiError;
use crate::store::StoreError;
use crate::store::lookups::NamedKind;
use crate::types::{
    BackupOrder, BackupStatus, BackupType, InfrastructureKind, ProtectedEntityType, SortDirection,
};

/// Things that a list of choices offers at most; where there are more, a guid is written (chosen).
const MOST: i64 = 300;

const DAY: i64 = 86_400_000;

/// Things that a filter takes by guid: the parameter, its label, and what there is; none: too many to offer.
type Choice = (&'static str, &'static str, Option<Vec<Named>>);

/// What can be chosen.
pub(super) struct Choices(Vec<Choice>);

const KINDS: [(&str, &str, NamedKind); 8] = [
    ("backup-policy", "Policy", NamedKind::Policies),
    ("backup-destination", "Destination", NamedKind::Destinations),
    ("node", "Node", NamedKind::Nodes),
    ("project-uuid", "Project", NamedKind::Projects),
    (
        "hypervisor",
        "Hypervisor",
        NamedKind::Infrastructure(InfrastructureKind::Hypervisor),
    ),
    (
        "hypervisor-manager",
        "Hypervisor manager",
        NamedKind::Infrastructure(InfrastructureKind::HypervisorManager),
    ),
    (
        "storage-provider",
        "Storage provider",
        NamedKind::Infrastructure(InfrastructureKind::StorageProvider),
    ),
    (
        "cloud-service-provider",
        "Cloud service provider",
        NamedKind::Infrastructure(InfrastructureKind::CloudServiceProvider),
    ),
];

/// What takes the guid of one thing of very many.
const GUIDS: [(&str, &str); 3] = [
    ("protected-entity", "Entity (guid)"),
    ("parent-backup", "Children of the backup (guid)"),
    ("root-backup", "Chain of the backup (guid)"),
];

const SWITCHES: [(&str, &str); 3] = [
    ("only-mountable", "Only mountable"),
    ("without-hidden", "Without hidden"),
    ("fail-on-non-successful", "Refuse if one did not succeed"),
];

impl Choices {
    pub(super) async fn read(app: &App) -> Result<Self, StoreError> {
        let page = Page::from_parameters(None, Some(MOST));
        let mut choices = Vec::new();
        for (parameter, label, kind) in KINDS {
            let found = app.store.names(kind, None, page).await?;
            choices.push((
                parameter,
                label,
                (found.total <= MOST).then_some(found.rows),
            ));
        }
        let rules = app.store.rules(None, page).await?;
        let offered = (rules.total <= MOST).then(|| {
            let named = |rule: crate::store::lookups::Rule| match rule.policy {
                Some(policy) => Named {
                    name: format!("{} / {}", policy.name, rule.rule.name),
                    ..rule.rule
                },
                None => rule.rule,
            };
            rules.rows.into_iter().map(named).collect()
        });
        choices.insert(1, ("backup-rule", "Rule", offered));
        Ok(Self(choices))
    }

    /// The name of what a parameter's value stands for.
    fn name(&self, parameter: &str, value: &str) -> Option<&str> {
        let (_, _, offered) = self.0.iter().find(|(known, _, _)| *known == parameter)?;
        let is_it = |named: &&Named| named.guid.to_string() == value.to_lowercase();
        Some(offered.as_ref()?.iter().find(is_it)?.name.as_str())
    }
}

/// The form. It sends what the API takes, so that its address is a query of the API.
pub(super) fn form(query: &Query, choices: &Choices, faults: &[ApiError], now: i64) -> Markup {
    let main = ["nameLike", "filter", "status", "page"];
    let more = query.pairs().any(|(name, _)| !main.contains(&name))
        || faults
            .iter()
            .any(|fault| fault.at_fault().is_some_and(|name| !main.contains(&name)));
    html! {
        form.card method="get" action="/backups" role="search" data-tidy {
            div.search {
                (input(query, faults, "nameLike", "Entity name contains", "search"))
                (input(query, faults, "filter", "Any text contains", "search"))
                button { "Search" }
                (statuses(query, faults))
            }
            p.links { span.muted { "Since" }
                @for (days, words) in [(1, "yesterday"), (7, "a week"), (30, "30 days"), (365, "a year")] {
                    a href=(query.without("to").without("page").with("from", &(now - days * DAY).to_string()).at("/backups")) { (words) }
                }
            }
            details #more open[more] {
                summary { "More filters and order" }
                div.fields {
                    (choice(query, faults, "type", "Type", BackupType::ALL.iter().map(|it| (it.as_str(), it.description()))))
                    (choice(query, faults, "protected-entity-type", "Entity type", ProtectedEntityType::ALL.iter().map(|it| (it.as_str(), it.description()))))
                    @for (parameter, label, offered) in &choices.0 { (named(query, faults, parameter, label, offered.as_deref())) }
                    @for (parameter, label) in GUIDS { (input(query, faults, parameter, label, "text")) }
                    (time(query, faults, "from", "From (UTC)"))
                    (time(query, faults, "to", "To (UTC)"))
                    (input(query, faults, "min-size", "At least so many bytes", "text"))
                    (choice(query, faults, "orderBy", "Order by", BackupOrder::ALL.iter().map(|it| (it.as_str(), it.as_str()))))
                    (choice(query, faults, "direction", "Direction", SortDirection::ALL.iter().map(|it| (it.as_str(), if *it == SortDirection::Asc { "Ascending" } else { "Descending" }))))
                    (input(query, faults, "size", "Rows a page", "text"))
                }
                div.row { @for (parameter, label) in SWITCHES { (switch(query, faults, parameter, label)) } }
                @if let Some(fault) = faults.iter().find(|fault| fault.at_fault() == Some("page")) { p.fault { (fault.message()) } }
                div.row { button { "Search" } a href="/backups" { "Without filters" } }
            }
        }
    }
}

fn input(query: &Query, faults: &[ApiError], name: &str, label: &str, kind: &str) -> Markup {
    labelled(
        name,
        label,
        faults,
        |Attributes {
             id,
             described,
             invalid,
         }| {
            html! { input id=(id) name=(name) type=(kind) value=[query.first(name)] aria-describedby=[described] aria-invalid=[invalid]; }
        },
    )
}

/// A time as the API takes it; the script offers a calendar in its place.
fn time(query: &Query, faults: &[ApiError], name: &str, label: &str) -> Markup {
    let value = query.first(name);
    let ms: Option<i64> = value.and_then(|value| value.parse().ok());
    labelled(
        name,
        label,
        faults,
        |Attributes {
             id,
             described,
             invalid,
         }| {
            html! {
                input id=(id) name=(name) type="text" inputmode="numeric" value=[value] placeholder="epoch ms" data-time aria-describedby=[described] aria-invalid=[invalid];
                @if let Some(ms) = ms { small.muted { (crate::human::time(ms)) } }
            }
        },
    )
}

fn choice<'a>(
    query: &Query,
    faults: &[ApiError],
    name: &str,
    label: &str,
    offered: impl Iterator<Item = (&'a str, &'a str)>,
) -> Markup {
    let chosen = query.first(name);
    let any = if matches!(name, "orderBy" | "direction") {
        "As usual"
    } else {
        "Any"
    };
    let offered: Vec<_> = offered.collect();
    // The API takes some in any case.
    let is_chosen = |value: &str| chosen.is_some_and(|chosen| chosen.eq_ignore_ascii_case(value));
    let foreign = chosen.filter(|_| !offered.iter().any(|(value, _)| is_chosen(value)));
    labelled(
        name,
        label,
        faults,
        |Attributes {
             id,
             described,
             invalid,
         }| {
            html! {
                select id=(id) name=(name) aria-describedby=[described] aria-invalid=[invalid] {
                    option value="" { (any) }
                    @if let Some(foreign) = foreign { option value=(foreign) selected { (foreign) } }
                    @for (value, words) in &offered { option value=(value) selected[is_chosen(value)] { (words) } }
                }
            }
        },
    )
}

fn named(
    query: &Query,
    faults: &[ApiError],
    name: &str,
    label: &str,
    offered: Option<&[Named]>,
) -> Markup {
    let Some(offered) = offered else {
        return input(query, faults, name, &format!("{label} (guid)"), "text");
    };
    let guids: Vec<(String, &str)> = offered
        .iter()
        .map(|named| (named.guid.to_string(), named.name.as_str()))
        .collect();
    let offered = guids.iter().map(|(guid, name)| (guid.as_str(), *name));
    choice(query, faults, name, label, offered)
}

fn statuses(query: &Query, faults: &[ApiError]) -> Markup {
    let fault = faults
        .iter()
        .find(|fault| fault.at_fault() == Some("status"));
    html! {
        fieldset { legend { "Status" }
            div.checks { @for status in BackupStatus::ALL {
                label { input type="checkbox" name="status" value=(status.as_str()) checked[query.all("status").any(|it| it == status.as_str())]; (status.description()) }
            } }
            @if let Some(fault) = fault { p.fault { (fault.message()) } }
        }
    }
}

fn switch(query: &Query, faults: &[ApiError], name: &str, label: &str) -> Markup {
    let fault = faults.iter().find(|fault| fault.at_fault() == Some(name));
    html! {
        div.field.check {
            input id={ "f-" (name) } type="checkbox" name=(name) value="true" checked[query.first(name) == Some("true")];
            label for={ "f-" (name) } { (label) }
            @if let Some(fault) = fault { p.fault { (fault.message()) } }
        }
    }
}

/// The filters in force, each with a link that takes it away.
pub(super) fn chips(query: &Query, choices: &Choices) -> Markup {
    let filters: Vec<(&str, &str)> = query
        .pairs()
        .filter(|(name, _)| !matches!(*name, "page" | "size" | "orderBy" | "direction"))
        .collect();
    html! {
        @if !filters.is_empty() {
            ul.chips aria-label="Filters in force" {
                @for (name, value) in filters {
                    @let words = choices.name(name, value).map_or_else(|| readable(name, value), str::to_owned);
                    @let without = query.without_value(name, value).without("page").at("/backups");
                    li { a.chip href=(without) aria-label=(format!("Without {name} {words}")) { span.muted { (name) } (words) span aria-hidden="true" { "×" } } }
                }
            }
        }
    }
}

/// A value as people read it.
fn readable(name: &str, value: &str) -> String {
    let number: Option<i64> = value.parse().ok();
    match (name, number) {
        ("from" | "to", Some(ms)) => date(ms),
        ("min-size", Some(bytes)) => crate::human::bytes(bytes),
        _ => value.to_owned(),
    }
}
