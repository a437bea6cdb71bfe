//! `If-Match`: an edit that is based on a state that is no more.

use serde_json::json;

use super::target::choose;
use crate::verify::exchange::Ask;
use crate::verify::run::{Run, Stop};

pub(in super::super) async fn check(run: &mut Run) -> Result<(), Stop> {
    let Some(mut target) = choose(run).await? else {
        return Ok(());
    };
    let get = Ask::of(&run.operation("get_backup")?).at("guid", &target.guid);
    let answer = run.ask(&get).await?;
    let Some(old) = answer.header("etag").map(str::to_owned) else {
        run.skip("the server sends no ETag");
        return Ok(());
    };
    let describe = run.operation("update_backup_description")?;
    let sentence = describe.sentence_of("If-Match");
    let edit = |etag: &str, text: &str| {
        Ask::of(&describe)
            .at("guid", &target.guid)
            .json(&json!({ "value": text }))
            .header("If-Match", etag)
    };
    let ask = edit(&old, "verify: based on the state that there is");
    let answer = run.ask(&ask).await?;
    if answer.status == 403 {
        run.skip("403: the user of this run may not do it");
        return Ok(());
    }
    run.expect(
        answer.is_success(),
        &ask,
        answer.words(),
        "200: the backup is in that state",
        sentence.clone(),
    );
    let new = run
        .ask(&get)
        .await?
        .header("etag")
        .map(str::to_owned)
        .unwrap_or_default();
    run.expect(
        new != old,
        &get,
        format!("ETag {new} as before the edit"),
        "another ETag: the backup has changed",
        "header ETag: The state of the backup, for `If-Match`.",
    );
    let stale = edit(&old, "verify: based on a state that is no more");
    let wildcard = edit("*", "verify: based on any state");
    let others = [
        (
            "update_backup_warnings",
            json!([{ "value": "verify: based on a state that is no more" }]),
        ),
        ("acknowledge_backup_warnings", json!({ "value": true })),
    ];
    let mut refused = vec![stale];
    for (operation, body) in others {
        let operation = run.operation(operation)?;
        refused.push(
            Ask::of(&operation)
                .at("guid", &target.guid)
                .json(&body)
                .header("If-Match", &old),
        );
    }
    // The lists as they are now, after the first edit.
    let now = Ask::of(&run.operation("get_backup")?).at("guid", &target.guid);
    let description = run.ask(&now).await?.json()["description"].clone();
    target
        .has(run, &(ask, answer), &[("description", description)])
        .await?;
    for ask in refused {
        let answer = run.ask(&ask).await?;
        run.expect(
            answer.status == 412,
            &ask,
            answer.words(),
            "412: the backup has changed since",
            sentence.clone(),
        );
        target.is_unchanged(run, &ask, &sentence).await?;
    }
    let answer = run.ask(&wildcard).await?;
    run.expect(
        answer.is_success(),
        &wildcard,
        answer.words(),
        "200: any state will do",
        sentence,
    );
    Ok(())
}
