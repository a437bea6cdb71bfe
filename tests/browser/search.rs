//! Finding backups.

use crate::browser::Browser;
use crate::fleet;

#[tokio::test(flavor = "multi_thread")]
async fn filters_go_into_the_address_and_out_of_it() {
    let server = fleet::of(&[
        fleet::record("web01", 0, "SUCCESS"),
        fleet::record("web01", 1, "FAILED"),
        fleet::record("db01", 2, "FAILED"),
    ]);
    let browser = Browser::logged_in(&server).await;
    browser.click("Backups").await;
    assert_eq!(browser.count("tbody tr").await, 3);
    let name = browser.find("#f-nameLike").await;
    name.send_keys("WEB").await.unwrap();
    browser
        .find("input[value=FAILED]")
        .await
        .click()
        .await
        .unwrap();
    browser.click("Search").await;
    // Nothing that was left empty.
    browser.arrives("/backups?nameLike=WEB&status=FAILED").await;
    assert_eq!(browser.count("tbody tr").await, 1);
    assert!(browser.text("#backups").await.contains("1 backup"));
    browser
        .follow("a.chip[aria-label='Without status FAILED']")
        .await;
    browser.arrives("/backups?nameLike=WEB").await;
    assert_eq!(browser.count("tbody tr").await, 2);
    browser.find("#more summary").await.click().await.unwrap();
    browser
        .find("#f-backup-policy")
        .await
        .send_keys("nightly")
        .await
        .unwrap();
    browser.follow("#more button").await;
    let path = browser.path().await;
    assert!(
        path.contains("backup-policy=") && path.contains("nameLike=WEB"),
        "{path}"
    );
    browser.click("Size").await;
    assert!(browser.path().await.contains("orderBy=size&direction=desc"));
    assert_eq!(
        browser
            .find("th[aria-sort]")
            .await
            .attr("aria-sort")
            .await
            .unwrap()
            .unwrap(),
        "descending"
    );
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_stands_for_milliseconds() {
    let server = fleet::of(&[fleet::record("web01", 0, "SUCCESS")]);
    let browser = Browser::logged_in(&server).await;
    browser.go("/backups?from=1795420380000").await;
    let from = browser.find("#f-from").await;
    assert_eq!(
        from.prop("value").await.unwrap().unwrap(),
        "2026-11-23T07:53"
    );
    browser.run("const it = document.querySelector('#f-from'); it.value = '2026-11-24T00:00'; it.dispatchEvent(new Event('change'))").await;
    browser.follow("#more button").await;
    browser.arrives("/backups?from=1795478400000").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overview_is_searched_and_without_a_script_too() {
    let server = fleet::of(&[
        fleet::record("web01", 0, "SUCCESS"),
        fleet::record("db01", 30, "FAILED"),
    ]);
    let browser = Browser::logged_in(&server).await;
    browser.scripts(false).await;
    browser.go("/").await;
    assert_eq!(browser.texts("tbody th a").await, ["db01", "web01"]);
    browser.follow("a.tile.good").await;
    browser.arrives("/?state=ON_TIME").await;
    assert_eq!(browser.texts("tbody th a").await, ["web01"]);
    browser
        .find("#f-nameLike")
        .await
        .send_keys("DB")
        .await
        .unwrap();
    browser
        .find("#f-state")
        .await
        .send_keys("Any")
        .await
        .unwrap();
    browser.click("Search").await;
    assert_eq!(browser.texts("tbody th a").await, ["db01"]);
    browser.close().await;
}
