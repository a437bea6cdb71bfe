//! Nothing without a session.

use super::{Refusal, draft, refused};
use crate::verify::exchange::{Ask, Who, cookies};
use crate::verify::query::Query;
use crate::verify::run::{Run, Stop};
use crate::verify::undo;

const REFUSAL: Refusal<'static> = Refusal {
    status: 401,
    code: "UNAUTHENTICATED",
    names: "",
};
const SENTENCE: &str = "security: the cookie that `POST /session/login` sets; without a live session the answer is 401.";

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    for operation in run.document.operations.clone() {
        let left_out =
            (run.options.read_only && !operation.is_get()) || (operation.chosen && !run.is_full());
        if operation.open || left_out {
            continue;
        }
        let Some(mut ask) = draft(run, &operation) else {
            continue;
        };
        if operation.parameters.iter().any(|it| it.name == "size") {
            // A server that answers should not send everything.
            ask = ask.query(&Query::default().with("size", 1));
        }
        // One that makes the edit would change a backup.
        let first = run.scopes.iter().find_map(|scope| scope.rows.first());
        if let (Some(guid), "PUT") = (
            first.map(|row| row.guid().to_owned()),
            operation.method.as_str(),
        ) {
            undo::remember(run, &guid).await?;
        }
        for who in [Who::Nobody, Who::Forged] {
            refused(run, &ask.clone().by(who), REFUSAL, SENTENCE).await?;
        }
    }
    if run.options.read_only {
        run.skip("read-only: no session was ended to see whether it ends");
        return Ok(());
    }
    ended(run).await?;
    wrong_password(run).await
}

/// A session that was ended is no session any more.
async fn ended(run: &mut Run) -> Result<(), Stop> {
    let answer = run.new_session().await?;
    let Some(other) = cookies(&answer) else {
        return Ok(());
    };
    let (logout, check) = (run.operation("logout")?, run.operation("check_session")?);
    let list = run.operation("list_backups")?;
    let ours = run.swap_cookies(Some(other));
    let ended = run.ask(&Ask::of(&logout)).await;
    let mut judged = Ok(());
    if ended.is_ok() {
        let size = Query::default().with("size", 1);
        for ask in [Ask::of(&check), Ask::of(&list).query(&size)] {
            if let Err(stop) = refused(
                run,
                &ask,
                REFUSAL,
                "POST /session/logout: Ends the session at once.",
            )
            .await
            {
                judged = Err(stop);
            }
        }
    }
    // Whatever happened, the run's own session goes on.
    run.swap_cookies(ours);
    ended?;
    judged
}

/// Once, with a login that nobody has: more would lock users out of some servers.
async fn wrong_password(run: &mut Run) -> Result<(), Stop> {
    if !run.is_full() {
        run.skip("wrong log-ins may lock a user out");
        return Ok(());
    }
    let operation = run.operation("login")?;
    let Some(ask) = draft(run, &operation) else {
        return Ok(());
    };
    let answer = refused(run, &ask.by(Who::Nobody), REFUSAL, &operation.sentence()).await?;
    let cookie = cookies(&answer).is_none();
    run.expect(
        cookie,
        &Ask::of(&operation),
        "a cookie beside the refusal",
        "no cookie",
        operation.sentence(),
    );
    Ok(())
}
