//! Every page, on three catalogs.

use crate::browser::Browser;
use crate::program::Server;
use crate::{axe, fleet};

/// The faults of a page, wide and narrow, light and dark.
async fn faults(browser: &Browser, path: &str) -> Vec<String> {
    let mut faults = Vec::new();
    browser.go(path).await;
    for (width, scheme) in [
        (1280, "light"),
        (1280, "dark"),
        (360, "dark"),
        (360, "light"),
    ] {
        browser.look(width, scheme).await;
        let is_wide = browser
            .run("return document.documentElement.scrollWidth")
            .await;
        if is_wide.as_u64().unwrap() > u64::from(width) {
            faults.push(format!("{path} at {width}: {is_wide} pixels wide"));
        }
        // What only a screen of one width or scheme has is seen in one of each.
        if matches!((width, scheme), (1280, _) | (360, "dark")) {
            let found = axe::faults(browser).await;
            faults.extend(
                found
                    .iter()
                    .map(|fault| format!("{path} {width} {scheme}: {fault}")),
            );
        }
    }
    for line in browser.console().await {
        faults.push(format!("{path}: console: {line}"));
    }
    for address in browser.foreign().await {
        faults.push(format!("{path}: asked {address}"));
    }
    browser.look(1280, "light").await;
    faults
}

/// Looks at these pages.
async fn look(browser: &Browser, paths: &[String]) {
    let mut all = Vec::new();
    for path in paths {
        all.extend(faults(browser, path).await);
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// The address of the first link of a page that begins so.
async fn link(browser: &Browser, page: &str, begin: &str) -> String {
    browser.go(page).await;
    let link = browser.find(&format!("main a[href^='{begin}']")).await;
    link.attr("href").await.unwrap().unwrap()
}

async fn all(browser: &Browser) -> Vec<String> {
    let mut paths: Vec<String> = ["/", "/backups", "/policies", "/destinations", "/sources"]
        .map(str::to_owned)
        .to_vec();
    paths.push(link(browser, "/?state=ON_TIME", "/entities/").await);
    paths.push(link(browser, "/backups?status=SUCCESS", "/backups/").await);
    paths
}

#[tokio::test(flavor = "multi_thread")]
async fn the_made_up_fleet() {
    let server = fleet::demo();
    let browser = Browser::logged_in(&server).await;
    assert!(browser.text(".verdict").await.starts_with("No. "));
    // What the demo tells a story of is first.
    assert!(
        browser
            .text("table.cards tbody tr")
            .await
            .contains("Never succeeded")
    );
    assert_eq!(browser.count("svg.strip").await, 50);
    let mut paths = all(&browser).await;
    // One with warnings, one that failed, a list with everything open, a page that is full of faults.
    paths.push(link(&browser, "/backups?status=PARTIAL_SUCCESS", "/backups/").await);
    paths.push(link(&browser, "/?state=NEVER_SUCCEEDED", "/entities/").await);
    paths.push("/backups?status=FAILED&type=FULL&orderBy=size".to_owned());
    look(&browser, &paths).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_entities() {
    let server = fleet::thousand();
    let browser = Browser::logged_in(&server).await;
    assert_eq!(
        browser.text(".verdict").await,
        "No. 100 of 1,000 entities need somebody to look."
    );
    browser.click("Next").await;
    assert_eq!(browser.text(".pages span").await, "Page 2 of 20");
    let paths = all(&browser).await;
    look(&browser, &paths).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_at_all() {
    let server = Server::start();
    let browser = Browser::logged_in(&server).await;
    let steps = browser.text("main").await;
    assert!(
        steps.contains(&format!("export BACKUP_CATALOG_SERVER={}", server.url)),
        "{steps}"
    );
    let paths = ["/", "/backups", "/policies", "/destinations", "/sources"].map(str::to_owned);
    look(&browser, &paths).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused() {
    let server = Server::start();
    let browser = Browser::logged_in(&server).await;
    for (path, says) in [
        ("/nothing", "There is nothing at"),
        ("/entities/nonsense", "There is no protected entity"),
        (
            "/backups?min-size=much&status=LOST",
            "2 filters are not what they may be",
        ),
    ] {
        browser.go(path).await;
        assert!(browser.text("[role=alert]").await.contains(says));
        let mut found = faults(&browser, path).await;
        // The browser notes that the page itself is an error.
        found.retain(|fault| {
            !fault.contains("Failed to load resource: the server responded with a status of 4")
        });
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
    browser.close().await;
}
