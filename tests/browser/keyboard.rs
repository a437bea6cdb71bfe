//! Without a mouse.

use thirtyfour::Key;

use crate::browser::Browser;
use crate::fleet;

/// What has the focus: its name and its text.
async fn focused(browser: &Browser) -> String {
    let element = browser.driver.active_element().await.unwrap();
    let text = element.text().await.unwrap();
    format!("{} {text}", element.tag_name().await.unwrap())
}

async fn press(browser: &Browser, key: Key) {
    let element = browser.driver.active_element().await.unwrap();
    element.send_keys(key).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_reached_with_the_keyboard() {
    let server = fleet::of(&[fleet::record("web01", 0, "SUCCESS")]);
    let browser = Browser::logged_in(&server).await;
    press(&browser, Key::Tab).await;
    assert_eq!(focused(&browser).await, "a Skip to the content");
    // It can be seen while it has the focus.
    let left = browser
        .run("return document.activeElement.getBoundingClientRect().left")
        .await;
    assert!(left.as_f64().unwrap() >= 0.0, "{left}");
    press(&browser, Key::Enter).await;
    browser.arrives("/#content").await;
    // The next stop is the first link of the content, not of the navigation.
    press(&browser, Key::Tab).await;
    assert!(focused(&browser).await.contains("Never succeeded"));
    let mut stops = Vec::new();
    while !focused(&browser).await.contains("web01") {
        press(&browser, Key::Tab).await;
        stops.push(focused(&browser).await);
        assert!(stops.len() < 20, "{stops:?}");
    }
    let outline = browser
        .run("return getComputedStyle(document.activeElement).outlineStyle")
        .await;
    assert_eq!(outline, "solid");
    press(&browser, Key::Enter).await;
    assert_eq!(browser.text("h1").await, "web01");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_is_searched_by_enter() {
    let server = fleet::of(&[fleet::record("web01", 0, "SUCCESS")]);
    let browser = Browser::logged_in(&server).await;
    browser.go("/backups").await;
    let field = browser.find("#f-nameLike").await;
    field.send_keys("web" + Key::Enter).await.unwrap();
    browser.arrives("/backups?nameLike=web").await;
    browser.close().await;
}
