//! What each parameter selects. Expected are the numbers of the fleet's table, in the default order.

use crate::support::catalog::{
    self, NEWEST_FIRST, UNKNOWN, backup, destination, entity, infrastructure, list, node, november,
    policy, project, rule,
};

/// Sends a query and compares; a selection that finds everything would prove nothing.
async fn assert_selects(query: &str, expected: &[u8]) {
    let server = catalog::start().await;
    assert_eq!(
        list(&server, query).await,
        (expected.to_vec(), i64::try_from(expected.len()).unwrap()),
        "{query}"
    );
    assert_ne!(expected, NEWEST_FIRST, "{query} selects everything");
}

#[tokio::test]
async fn without_parameters_everything_is_listed_newest_first() {
    let server = catalog::start().await;
    assert_eq!(list(&server, "").await, (NEWEST_FIRST.to_vec(), 12));
    // Unknown parameters are ignored, empty ones are not given.
    assert_eq!(
        list(&server, "colour=red&status=&nameLike=&page=&size=&orderBy=").await,
        (NEWEST_FIRST.to_vec(), 12)
    );
}

#[tokio::test]
async fn protected_entity() {
    let query = format!("protected-entity={}", entity(1));
    assert_selects(&query, &[5, 4, 3, 2, 1]).await;
    assert_selects(
        &query
            .to_uppercase()
            .replace("PROTECTED-ENTITY", "protected-entity"),
        &[5, 4, 3, 2, 1],
    )
    .await;
    assert_selects(&format!("protected-entity={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn protected_entity_type() {
    assert_selects("protected-entity-type=VM", &[10, 9, 8]).await;
    assert_selects("protected-entity-type=CLOUD", &[]).await;
}

#[tokio::test]
async fn r#type() {
    assert_selects("type=INCREMENTAL", &[9, 5, 4, 3, 2]).await;
    assert_selects("type=SYNTHETIC", &[8]).await;
}

#[tokio::test]
async fn status_is_any_of_those_given() {
    assert_selects("status=FAILED", &[12, 5, 4]).await;
    assert_selects(
        "status=QUEUED&status=INPROGRESS&status=SUCCESS_REMOVED",
        &[10, 9, 7],
    )
    .await;
}

#[tokio::test]
async fn backup_policy_is_any_of_those_given() {
    assert_selects(&format!("backup-policy={}", policy(2)), &[6, 7]).await;
    let both = format!("backup-policy={}&backup-policy={}", policy(2), policy(1));
    assert_selects(&both, &[9, 11, 5, 4, 8, 3, 2, 6, 1, 7]).await;
    let known = format!("backup-policy={UNKNOWN}&backup-policy={}", policy(2));
    assert_selects(&known, &[6, 7]).await;
    assert_selects(&format!("backup-policy={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn backup_rule() {
    assert_selects(&format!("backup-rule={}", rule(2)), &[9, 8]).await;
    assert_selects(&format!("backup-rule={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn backup_destination_is_that_of_any_copy() {
    assert_selects(
        &format!("backup-destination={}", destination(2)),
        &[8, 6, 1],
    )
    .await;
    assert_selects(&format!("backup-destination={}", destination(3)), &[7]).await;
    assert_selects(&format!("backup-destination={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn hypervisor() {
    assert_selects(&format!("hypervisor={}", infrastructure(1)), &[9, 8]).await;
    // A manager is no hypervisor.
    assert_selects(&format!("hypervisor={}", infrastructure(2)), &[]).await;
}

#[tokio::test]
async fn hypervisor_manager() {
    assert_selects(
        &format!("hypervisor-manager={}", infrastructure(2)),
        &[9, 8],
    )
    .await;
    assert_selects(&format!("hypervisor-manager={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn storage_provider() {
    assert_selects(&format!("storage-provider={}", infrastructure(3)), &[11]).await;
    assert_selects(&format!("storage-provider={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn cloud_service_provider() {
    assert_selects(
        &format!("cloud-service-provider={}", infrastructure(4)),
        &[12],
    )
    .await;
    assert_selects(&format!("cloud-service-provider={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn project_uuid_with_dashes_or_without() {
    assert_selects(&format!("project-uuid={}", project(2)), &[9, 8]).await;
    assert_selects(
        &format!("project-uuid={}", project(2).replace('-', "")),
        &[9, 8],
    )
    .await;
    assert_selects(&format!("project-uuid={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn node_that_ran_the_backup() {
    assert_selects(&format!("node={}", node(2)), &[9, 11, 8, 6, 7]).await;
    assert_selects(&format!("node={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn parent_backup_selects_direct_children() {
    assert_selects(&format!("parent-backup={}", backup(3)), &[5, 4]).await;
    assert_selects(&format!("parent-backup={}", backup(1)), &[2]).await;
    assert_selects(&format!("parent-backup={}", backup(7)), &[]).await;
    assert_selects(&format!("parent-backup={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn root_backup_selects_the_chain_that_starts_there() {
    assert_selects(&format!("root-backup={}", backup(1)), &[5, 4, 3, 2, 1]).await;
    assert_selects(&format!("root-backup={}", backup(3)), &[5, 4, 3]).await;
    assert_selects(&format!("root-backup={}", backup(7)), &[7]).await;
    assert_selects(&format!("root-backup={UNKNOWN}"), &[]).await;
}

#[tokio::test]
async fn from_is_included() {
    assert_selects(&format!("from={}", november(6, 0)), &[10, 9, 12]).await;
    assert_selects(&format!("from={}", november(6, 0) + 1), &[10, 9]).await;
}

#[tokio::test]
async fn to_is_included() {
    assert_selects(&format!("to={}", november(2, 1)), &[2, 6, 1, 7]).await;
    assert_selects(&format!("to={}", november(2, 1) - 1), &[1, 7]).await;
    let instant = november(2, 1);
    assert_selects(&format!("from={instant}&to={instant}"), &[2, 6]).await;
}

#[tokio::test]
async fn min_size_is_included() {
    assert_selects("min-size=5000", &[11, 8, 6]).await;
    assert_selects("min-size=5001", &[11, 8]).await;
    assert_selects("min-size=9223372036854775807", &[]).await;
}

#[tokio::test]
async fn name_like_knows_letters_of_every_alphabet_and_no_wildcards() {
    assert_selects("nameLike=WEB", &[5, 4, 3, 2, 1]).await;
    assert_selects("nameLike=%C3%A4RZTE", &[11]).await;
    assert_selects("nameLike=STRASSE", &[11]).await;
    assert_selects("nameLike=mail_", &[9, 8]).await;
    assert_selects("nameLike=0%25", &[9, 8]).await;
    assert_selects("nameLike=%5C", &[]).await;
    assert_selects("nameLike=web%00", &[]).await;
    // Only the entity's name.
    assert_selects("nameLike=locked", &[]).await;
}

#[tokio::test]
async fn filter_looks_at_texts_and_names() {
    assert_selects("filter=DB0", &[6, 7]).await;
    assert_selects("filter=LOCKED", &[4]).await;
    assert_selects("filter=Upgrade", &[2]).await;
    assert_selects("filter=archi", &[6, 7]).await;
    assert_selects("filter=OFFSITE", &[8, 6, 1]).await;
    assert_selects("filter=50%25_", &[5]).await;
    assert_selects(&format!("filter={}", backup(12).to_uppercase()), &[12]).await;
    assert_selects("filter=disk%00", &[]).await;
    // The guid is compared as a whole.
    assert_selects("filter=b0000000", &[]).await;
}

#[tokio::test]
async fn only_mountable_wants_success_and_a_copy_that_is_present() {
    // 7 and 12 did not succeed, the copy of 11 is gone.
    assert_selects("only-mountable=true", &[3, 2, 1]).await;
    let server = catalog::start().await;
    assert_eq!(list(&server, "only-mountable=false").await.1, 12);
}

#[tokio::test]
async fn without_hidden() {
    assert_selects("without-hidden=true", &[10, 9, 12, 11, 5, 4, 8, 3, 2, 1, 7]).await;
    let server = catalog::start().await;
    assert_eq!(list(&server, "without-hidden=false").await.1, 12);
}

#[tokio::test]
async fn fail_on_non_successful_refuses_a_selection_that_holds_one() {
    let server = catalog::start().await;
    let chain = format!(
        "/api/backups?root-backup={}&fail-on-non-successful=true",
        backup(1)
    );
    let answer = server.get(&chain).await;
    let body = answer.json();
    assert_eq!(
        (answer.status.as_u16(), body["code"].as_str()),
        (409, Some("CONFLICT"))
    );
    assert_eq!(body["parameter"], "fail-on-non-successful");
    let message = body["message"].as_str().unwrap();
    assert!(
        message.contains("2 ") && message.contains(&backup(5)),
        "{message}"
    );
    // It judges what the other parameters select, whatever page is asked for.
    let good = format!(
        "root-backup={}&to={}&fail-on-non-successful=true",
        backup(1),
        november(3, 1)
    );
    assert_eq!(list(&server, &good).await, (vec![3, 2, 1], 3));
    let page = server.get(&format!("{chain}&page=4&size=1")).await;
    assert_eq!(page.status.as_u16(), 409);
    assert_eq!(
        server
            .get(&chain.replace("true", "false"))
            .await
            .rows()
            .len(),
        5
    );
    // SUCCESS_REMOVED is none of the two either.
    let removed = server
        .get("/api/backups?status=SUCCESS_REMOVED&fail-on-non-successful=true")
        .await;
    assert_eq!(removed.status.as_u16(), 409);
}

#[tokio::test]
async fn parameters_narrow_each_other() {
    let query = format!(
        "nameLike=web&status=FAILED&status=SUCCESS&from={}",
        november(2, 0)
    );
    assert_selects(&query, &[5, 4, 2]).await;
}
