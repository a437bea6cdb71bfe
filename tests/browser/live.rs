//! An open page follows the catalog.

use crate::browser::Browser;
use crate::fleet;

/// Looks at the page again, and waits until its text has `says`.
async fn follow(browser: &Browser, says: &str) {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const look = () => document.body.innerText.includes({says:?}) && done(true);
         new MutationObserver(look).observe(document.body, {{ childList: true, subtree: true, attributes: true }});
         look();
         document.dispatchEvent(new Event('visibilitychange'));"
    );
    assert_eq!(browser.run_until(&script).await, true);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_new_appears_and_what_was_open_stays_open() {
    let server = fleet::of(&[fleet::record("web01", 0, "SUCCESS")]);
    let browser = Browser::logged_in(&server).await;
    assert_eq!(
        browser.text(".verdict").await,
        "Yes. None of 1 entity is overdue."
    );
    browser
        .find("#backups-table summary")
        .await
        .click()
        .await
        .unwrap();
    browser
        .run("document.querySelector('a.tile.good').focus()")
        .await;
    fleet::report(&server, &[fleet::record("db01", 0, "FAILED")]);
    follow(&browser, "No. 1 of 2 entities needs somebody to look.").await;
    assert_eq!(browser.texts("tbody th a").await, ["db01", "web01"]);
    assert_eq!(browser.count("#backups-table[open]").await, 1);
    assert!(browser.text(":focus").await.contains("On time"));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_being_written_is_not_replaced() {
    let server = fleet::of(&[fleet::record("web01", 0, "SUCCESS")]);
    let browser = Browser::logged_in(&server).await;
    browser.go("/backups").await;
    browser.follow("tbody th a").await;
    browser
        .find("textarea")
        .await
        .send_keys("half a")
        .await
        .unwrap();
    let mut changed = fleet::record("web01", 0, "SUCCESS");
    changed["warnings"] = serde_json::json!(["clock skew"]);
    fleet::report(&server, &[changed]);
    follow(&browser, "clock skew").await;
    let field = browser.find("textarea").await;
    assert_eq!(field.prop("value").await.unwrap().unwrap(), "half a");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_gone_is_said_to_be() {
    let server = fleet::of(&[fleet::record("web01", 0, "SUCCESS")]);
    let browser = Browser::logged_in(&server).await;
    server.signal("KILL");
    follow(&browser, "The server does not answer.").await;
    browser.close().await;
}
