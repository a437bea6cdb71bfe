//! What is asked for.

use std::future::Future;
use std::pin::Pin;

use tokio_stream::StreamExt as _;

use super::super::list::{List, ListQuery};
use super::super::lookups::NamedKind;
use super::super::series::Transfer;
use super::super::{Store, StoreError};
use super::fleet::{self, DAY, LAST_DAY};
use super::selections::{filtered, found_by_index, two_filters};
use super::{Allowed, Served};
use crate::domain::page::Page;
use crate::domain::selection::{Order, Selection};
use crate::domain::timeline::days;
use crate::types::{
    BackupOrder, InfrastructureKind, ProtectedEntityType, ProtectionState, SortDirection,
};
use Served::{ByIndex, ByReadingAll, ThenSorted};

type Asked = Pin<Box<dyn Future<Output = ()>>>;

/// A request to the store.
pub(super) struct Case {
    pub(super) name: String,
    pub(super) allowed: Allowed,
    pub(super) ask: Box<dyn Fn(Store) -> Asked>,
}

/// All cases, by kind.
pub(super) fn all() -> Vec<(&'static str, Vec<Case>)> {
    vec![
        ("newest", newest()),
        ("one_index", of_selections(found_by_index())),
        ("one_filter", of_selections(filtered())),
        ("two_filters", of_selections(two_filters())),
        ("orders", orders()),
        ("aggregates", aggregates()),
        ("grouped", grouped()),
        ("series", series()),
        ("timelines", timelines()),
        ("look_ups", look_ups()),
        ("single", single()),
        ("standings", standings()),
    ]
}

fn case<F>(name: &str, allowed: impl Into<Allowed>, ask: impl Fn(Store) -> F + 'static) -> Case
where
    F: Future<Output = ()> + 'static,
{
    Case {
        name: name.to_owned(),
        allowed: allowed.into(),
        ask: Box::new(move |store| Box::pin(ask(store))),
    }
}

/// The rows of a list, to the end.
async fn read<T>(list: Result<List<T>, StoreError>) {
    match list.unwrap() {
        List::Page(page) => assert!(
            !page.rows().is_empty(),
            "a case that finds nothing shows no plan"
        ),
        List::Whole { mut rows, .. } => {
            while let Some(chunk) = rows.next().await {
                chunk.unwrap();
            }
        }
    }
}

fn page(offset: i64) -> Page {
    Page::Rows { offset, limit: 50 }
}

fn list(name: &str, allowed: impl Into<Allowed>, query: ListQuery, page: Page) -> Case {
    case(name, allowed, move |store| {
        let query = query.clone();
        async move { read(store.backups(query, page).await).await }
    })
}

fn selected(selection: Selection) -> ListQuery {
    ListQuery {
        selection,
        order: Order::default(),
    }
}

fn ordered(by: Option<BackupOrder>, direction: Option<SortDirection>) -> ListQuery {
    ListQuery {
        selection: Selection::default(),
        order: Order { by, direction },
    }
}

fn newest() -> Vec<Case> {
    vec![
        list("first page", ByIndex, ListQuery::default(), page(0)),
        list("deep page", ByIndex, ListQuery::default(), page(900)),
        case("first page, detailed", ByIndex, |store| async move {
            read(store.backups_detailed(ListQuery::default(), page(0)).await).await;
        }),
        list(
            "oldest",
            ByIndex,
            ordered(None, Some(SortDirection::Asc)),
            page(0),
        ),
        list("all", ByReadingAll, ListQuery::default(), Page::Whole),
    ]
}

fn of_selections(selections: Vec<(&'static str, Allowed, Selection)>) -> Vec<Case> {
    let case = |(name, allowed, selection)| list(name, allowed, selected(selection), page(0));
    selections.into_iter().map(case).collect()
}

/// What is sorted by something else than time has to be read whole; but not where it has an index.
fn orders() -> Vec<Case> {
    use BackupOrder as By;
    let by = |name, by| list(name, ByReadingAll, ordered(Some(by), None), page(0));
    let of_entity = ListQuery {
        selection: Selection {
            entity: Some(fleet::entity()),
            ..Selection::default()
        },
        order: Order {
            by: Some(By::Size),
            direction: None,
        },
    };
    vec![
        list(
            "snapshotTime",
            ByIndex,
            ordered(Some(By::SnapshotTime), None),
            page(0),
        ),
        list("guid", ByIndex, ordered(Some(By::Guid), None), page(0)),
        by("size", By::Size),
        by("status", By::Status),
        by("protectedEntity", By::ProtectedEntity),
        by("backupPolicy", By::BackupPolicy),
        by("parentBackup", By::ParentBackup),
        list("size, of one entity", ThenSorted, of_entity, page(0)),
    ]
}

fn sums(name: &str, allowed: impl Into<Allowed>, selection: Selection) -> Case {
    case(name, allowed, move |store| {
        let selection = selection.clone();
        async move {
            assert!(!store.aggregates(selection).await.unwrap().is_empty());
        }
    })
}

/// Sums over policies, statuses and types come from the sums that are kept, whatever the range.
fn aggregates() -> Vec<Case> {
    let month = Selection {
        from: Some(LAST_DAY - 2 * DAY + 3_600_000),
        to: Some(LAST_DAY + 3_600_000),
        ..Selection::default()
    };
    let of_policy = Selection {
        policies: vec![fleet::policy(7)],
        ..month.clone()
    };
    let mut cases = vec![
        sums("of everything", ByIndex, Selection::default()),
        sums("of a range", ByIndex, month),
        sums("of a policy in a range", ByIndex, of_policy),
    ];
    for (name, allowed, selection) in found_by_index().into_iter().chain(filtered()) {
        // The database sorts its groups, which are few.
        let allowed = match allowed.counted {
            ByIndex | ThenSorted => ThenSorted,
            ByReadingAll => ByReadingAll,
        };
        cases.push(sums(name, allowed, selection));
    }
    cases
}

fn grouped() -> Vec<Case> {
    let groups = |name, allowed: Served, selection: Selection| {
        case(name, allowed, move |store| {
            let query = selected(selection.clone());
            async move { read(store.groups(query, page(0)).await).await }
        })
    };
    let of_entity = Selection {
        entity: Some(fleet::entity()),
        ..Selection::default()
    };
    let of_policy = Selection {
        policies: vec![fleet::policy(7)],
        ..Selection::default()
    };
    vec![
        groups("everything", ByReadingAll, Selection::default()),
        groups("of an entity", ThenSorted, of_entity),
        groups("of a policy", ThenSorted, of_policy),
        case("sums of groups", ByReadingAll, |store| async move {
            let sums = store.grouped_aggregates(Selection::default()).await;
            assert!(!sums.unwrap().is_empty());
        }),
    ]
}

fn series() -> Vec<Case> {
    let of_entity = || Selection {
        entity: Some(fleet::entity()),
        ..Selection::default()
    };
    let counts_all = Allowed {
        page: ByIndex,
        counted: ByReadingAll,
    };
    vec![
        case("sizes, newest", counts_all, |store| async move {
            read(store.sizes(ListQuery::default(), page(0)).await).await;
        }),
        case("sizes, of an entity", ByIndex, move |store| async move {
            read(store.sizes(selected(of_entity()), page(0)).await).await;
        }),
        case("times, newest", ByIndex, |store| async move {
            read(store.durations(ListQuery::default(), page(0)).await).await;
        }),
        case("rates, of an entity", ThenSorted, move |store| async move {
            read(store.rates(of_entity(), Transfer::Export).await).await;
        }),
        case(
            "unsuccessful, of an entity",
            ByIndex,
            move |store| async move {
                store.unsuccessful(of_entity()).await.unwrap();
            },
        ),
    ]
}

fn timelines() -> Vec<Case> {
    let timeline = |name, from| {
        case(name, ByIndex, move |store| async move {
            let days = days(Some(from), Some(LAST_DAY), None, LAST_DAY).unwrap();
            let kind = ProtectedEntityType::Vm;
            let timeline = store.timeline(kind, fleet::entity(), days).await.unwrap();
            assert!(timeline.is_some());
        })
    };
    vec![
        timeline("of three days", LAST_DAY - 2 * DAY),
        timeline("of ten years", LAST_DAY - 3_650 * DAY),
    ]
}

fn look_ups() -> Vec<Case> {
    let names = |name, kind, like: Option<&'static str>| {
        case(name, ByIndex, move |store| async move {
            let names = store.names(kind, like.map(Into::into), page(0)).await;
            assert!(!names.unwrap().rows.is_empty());
        })
    };
    let hypervisors = NamedKind::Infrastructure(InfrastructureKind::Hypervisor);
    vec![
        names("policies", NamedKind::Policies, None),
        names("policies by name", NamedKind::Policies, Some("7")),
        names("hypervisors", hypervisors, None),
        case("rules", ByIndex, |store| async move {
            store.rules(None, page(0)).await.unwrap();
        }),
        case("entities by name", ByIndex, |store| async move {
            let entities = store.entities(Some("host 1".into()), page(0)).await;
            assert_eq!(entities.unwrap().rows.len(), 50);
        }),
    ]
}

fn single() -> Vec<Case> {
    let children = Selection {
        parent: Some(fleet::root()),
        ..Selection::default()
    };
    let chain = Selection {
        root: Some(fleet::root()),
        ..Selection::default()
    };
    let mut cases = vec![
        case("a backup with its chain", ThenSorted, |store| async move {
            let backup = store.backup(fleet::backup()).await.unwrap().unwrap();
            assert_eq!((backup.parents.len(), backup.children.len()), (2, 1));
        }),
        list("its children", ThenSorted, selected(children), page(0)),
        list("its chain", ThenSorted, selected(chain.clone()), page(0)),
    ];
    cases.push(sums("sums of its chain", ThenSorted, chain));
    cases
}

/// Only while there are no columns in memory: with them no statement reads backups.
fn standings() -> Vec<Case> {
    vec![case("what is overdue", ByReadingAll, |store| async move {
        let states = vec![ProtectionState::Overdue, ProtectionState::OnTime];
        let standings = store.standings(states, None, LAST_DAY, page(0)).await;
        assert!(!standings.unwrap().rows.is_empty());
    })]
}
