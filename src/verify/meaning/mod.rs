//! What the lists mean: filters, order, pages, sums, all compared with the server's own unfiltered list.

mod agreement;
mod candidates;
mod chains;
pub(super) mod compare;
mod details;
mod filter;
mod grouped;
mod judged;
mod look_up;
mod mountable;
mod not_given;
mod order;
mod pages;
mod rates;
mod statistics;
mod timeline;
mod together;

use super::model::Carried;
use super::plan::Kind;
use super::run::{Run, Stop};

pub(super) use agreement::distrusted;

pub(super) async fn check(run: &mut Run, kind: &Kind) -> Result<(), Stop> {
    if let Kind::LookUp(operation) = kind {
        return look_up::check(run, operation).await;
    }
    if run.scopes.iter().all(|scope| scope.rows.is_empty()) {
        run.skip("there are no backups, or their list cannot be read");
        return Ok(());
    }
    match kind {
        Kind::Agreement => agreement::check(run).await,
        Kind::Filter(name) => match name.as_str() {
            "fail-on-non-successful" => judged::check(run).await,
            "only-mountable" => mountable::check(run).await,
            name => filter::check(run, name).await,
        },
        Kind::Together => together::check(run).await,
        Kind::NotGiven => not_given::check(run).await,
        Kind::Order(by) => order::check(run, by).await,
        Kind::Pages(operation) => pages::check(run, operation).await,
        Kind::Aggregates => statistics::aggregates(run).await,
        Kind::GroupedAggregates => statistics::grouped(run).await,
        Kind::Sizes => statistics::sizes(run).await,
        Kind::Times => statistics::times(run).await,
        Kind::Grouped => grouped::check(run).await,
        Kind::SizeTimeline => timeline::check(run, Carried::Sizes).await,
        Kind::TimeTimeline => timeline::check(run, Carried::Times).await,
        Kind::Rates => rates::check(run).await,
        Kind::Details => details::check(run).await,
        Kind::ForRestore => details::for_restore(run).await,
        _ => Ok(()),
    }
}
