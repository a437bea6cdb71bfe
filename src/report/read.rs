//! From the catalog to a report.

use std::collections::BTreeMap;

use super::rows::{Entity, Longest, Policy, Report, Rpo, Sums};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::page::Page;
use crate::domain::statistics::saturate;
use crate::store::StoreError;
use crate::store::standings::EntityStanding;
use crate::types::ProtectionState;

/// Reads the period from `from` to `to`, at `now`; epoch ms.
pub(super) async fn read(app: &App, from: i64, to: i64, now: i64) -> Result<Report, StoreError> {
    let states = vec![
        ProtectionState::NeverSucceeded,
        ProtectionState::NotExpected,
        ProtectionState::OnTime,
        ProtectionState::Overdue,
        ProtectionState::Pending,
    ];
    let standings = app.store.standings(states, None, now, Page::Whole).await?;
    let mut accounts = app.store.accounts(from, to).await?;
    // What has no policy comes last.
    let mut policies: BTreeMap<_, (Account, Vec<Entity>)> = BTreeMap::new();
    let mut all = Account::default();
    for row in standings.rows {
        let Some(account) = accounts.remove(&row.entity.guid) else {
            // All its backups are later.
            continue;
        };
        let key = match &row.policy {
            Some(policy) => (false, policy.name.clone(), Some(policy.guid)),
            None => (true, String::new(), None),
        };
        let (sum, entities) = policies.entry(key).or_default();
        sum.merge(&account);
        all.merge(&account);
        entities.push(entity(row, &account, from, to));
    }
    let policies: Vec<Policy> = policies
        .into_iter()
        .map(|((_, name, guid), (account, mut entities))| {
            entities.sort_by(|one, other| (&one.name, one.guid).cmp(&(&other.name, other.guid)));
            Policy {
                guid,
                name: guid.is_some().then_some(name),
                sums: sums(&account, entities.iter()),
                entities,
            }
        })
        .collect();
    let entities = policies.iter().flat_map(|policy| &policy.entities);
    Ok(Report {
        from,
        to,
        made: now,
        total: sums(&all, entities),
        policies,
    })
}

fn entity(row: EntityStanding, account: &Account, from: i64, to: i64) -> Entity {
    let rpo = row.standing.rhythm.map(|rhythm| {
        let allowed = rhythm.interval.saturating_add(rhythm.grace);
        let objective = account.objective(from, to, allowed);
        Rpo {
            objective: allowed,
            source: rhythm.source.to_string(),
            met: objective.is_met(),
            misses: objective.misses,
            missed: objective.missed,
            compliance: objective.part(),
        }
    });
    Entity {
        guid: row.entity.guid,
        name: row.entity.name,
        kind: row.entity.kind.to_string(),
        state: row.standing.state.to_string(),
        runs: account.runs(),
        success: account.success,
        partial: account.partial,
        failed: account.failed,
        success_rate: account.success_rate(),
        size: saturate(account.size),
        duration: saturate(account.duration),
        rpo,
        longest_gap: account.longest_gap(from, to).map(|gap| Longest {
            from: gap.from,
            to: gap.to,
            length: gap.length(),
        }),
    }
}

fn sums<'a>(account: &Account, entities: impl Iterator<Item = &'a Entity>) -> Sums {
    let mut sums = Sums {
        entities: 0,
        runs: account.runs(),
        success: account.success,
        partial: account.partial,
        failed: account.failed,
        success_rate: account.success_rate(),
        size: saturate(account.size),
        duration: saturate(account.duration),
        rpo_met: 0,
        rpo_missed: 0,
    };
    for entity in entities {
        sums.entities += 1;
        match &entity.rpo {
            Some(rpo) if rpo.met => sums.rpo_met += 1,
            Some(_) => sums.rpo_missed += 1,
            None => {}
        }
    }
    sums
}
