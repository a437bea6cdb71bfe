//! What people change.

use serde_json::json;

use crate::browser::Browser;
use crate::fleet;

#[tokio::test(flavor = "multi_thread")]
async fn a_description_and_warnings_with_a_script_and_without() {
    let mut record = fleet::record("web", 0, "PARTIAL_SUCCESS");
    record["warnings"] = json!(["/root: permission denied"]);
    let server = fleet::of(&[record]);
    let browser = Browser::logged_in(&server).await;
    browser.go("/backups").await;
    browser.follow("tbody th a").await;
    for scripts in [true, false] {
        browser.scripts(scripts).await;
        let text = format!("kept for the audit, scripts: {scripts}");
        let field = browser.find("textarea").await;
        field.clear().await.unwrap();
        field.send_keys(&text).await.unwrap();
        browser.click("Save").await;
        let field = browser.find("textarea").await;
        assert_eq!(field.prop("value").await.unwrap().unwrap(), text);
        assert!(browser.text("#warnings").await.contains("Not acknowledged"));
        browser.click("Acknowledge").await;
        assert!(!browser.text("#warnings").await.contains("Not acknowledged"));
        browser.click("Take it back").await;
        assert!(browser.text("#warnings").await.contains("Not acknowledged"));
    }
    browser.scripts(true).await;
    browser.follow(".trail a").await;
    assert!(
        browser
            .text("#warnings")
            .await
            .contains("permission denied")
    );
    browser.click("Acknowledge all").await;
    assert_eq!(browser.text("#warnings").await, "");
    browser.close().await;
}
