//! The defects, one entry each, and the test that each of them is found where it belongs.
#![allow(
    clippy::too_many_lines,
    clippy::semicolon_if_nothing_returned,
    reason = "tables of one-line entries"
)]

mod edits;
mod filters;
mod form;
mod leaks;
mod lists;
mod refusals;
mod sums;

use super::defect::Defect;
use super::server::{Holding, failed, serve};
use backup_catalog::verify::report;

/// Plants one after the other; all that is not found, or not where it belongs, is said at once.
async fn all_are_found(defects: Vec<Defect>) {
    let mut wrong = Vec::new();
    for defect in defects {
        let (name, check, only) = (defect.name.clone(), defect.check.clone(), defect.only());
        let server = serve(Holding::Fleet, None).await;
        let before = server.everything().await;
        server.plant(Some(defect));
        let outcome = server
            .verify(backup_catalog::verify::Options {
                only,
                ..server.options()
            })
            .await;
        server.plant(None);
        // Whatever is wrong with a server, its backups are left as they were, unless it is that which is wrong.
        let said = failed(&outcome).contains(&"edits/put-back");
        if !said && server.everything().await != before {
            wrong.push(format!(
                "{name}: something is left behind, and it does not say so"
            ));
        }
        if !failed(&outcome).contains(&check.as_str()) {
            wrong.push(format!(
                "{name}: {check} does not find it\n{}",
                report::text(&outcome)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// With all checks made, a defect is named by its own check, and by others only where they see it too.
#[tokio::test]
async fn a_defect_is_found_where_it_belongs_and_hardly_elsewhere() {
    let cases: [(&str, &[&str]); 9] = [
        ("a property that is not written down", &["form/body"]),
        (
            "status is ignored by /backups/size-statistics",
            &[
                "meaning/filter/status",
                "meaning/statistics/sizes",
                "refusals/parameters/get_size_statistics",
            ],
        ),
        ("nameLike minds the case", &["meaning/filter/nameLike"]),
        ("size is turned round", &["meaning/order/size"]),
        ("a sum is off by one", &["meaning/statistics/aggregated"]),
        ("timeline days are shifted", &["meaning/timeline/sizes"]),
        (
            "an acknowledgement survives other warnings",
            &["edits/warnings"],
        ),
        ("405 without Allow", &["refusals/methods"]),
        ("a log-out ends nothing", &["refusals/session"]),
    ];
    for (name, checks) in cases {
        let server = serve(Holding::Fleet, named(name)).await;
        let outcome = server.verify(server.options()).await;
        assert_eq!(
            failed(&outcome),
            checks,
            "{name}: {}",
            report::text(&outcome)
        );
    }
}

/// The same where only a part of the backups is read.
#[tokio::test]
async fn defects_are_found_in_a_catalog_that_is_sampled() {
    let names = [
        "from is exclusive",
        "min-size is ignored",
        "root-backup is ignored",
        "only the first status counts",
        "pages overlap",
        "the total is that of the page",
        "ties by guid, descending",
        "a count is off by one",
        "a group is missing",
        "the deprecated statistics differ",
        "timeline days are shifted",
        "days are those of UTC in every zone",
        "a rate in bits",
        "a chain misses its root",
        "a description is not stored",
    ];
    let server = serve(Holding::Demo, None).await;
    for name in names {
        let defect = named(name).unwrap();
        let (check, only) = (defect.check.clone(), defect.only());
        server.plant(Some(defect));
        let options = backup_catalog::verify::Options {
            only,
            ..server.options()
        };
        let outcome = server.verify(options).await;
        assert!(
            failed(&outcome).contains(&check.as_str()),
            "{name}: {}",
            report::text(&outcome)
        );
    }
}

/// Each check is held to by a defect that only it is about: the zoo has one for each group at least.
#[test]
fn there_are_many_and_each_has_its_own_name() {
    let names: Vec<String> = all().map(|defect| defect.name).collect();
    let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len());
    assert!(names.len() >= 90, "{}", names.len());
}

fn all() -> impl Iterator<Item = Defect> {
    let all = [
        form::defects(),
        filters::defects(),
        lists::defects(),
        sums::defects(),
        edits::defects(),
        refusals::defects(),
        leaks::defects(),
    ];
    all.into_iter().flatten()
}

/// The defect of that name.
pub(crate) fn named(name: &str) -> Option<Defect> {
    let found = all().find(|defect| defect.name == name);
    assert!(found.is_some(), "no defect is called {name:?}");
    found
}
