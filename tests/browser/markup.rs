//! What a source reports is text, whatever it looks like.

use serde_json::json;

use crate::browser::Browser;
use crate::fleet;

const EVIL: [&str; 2] = [
    "<script>document.title = 'evil'</script>",
    "\"><img src=x onerror=\"document.title = 'evil'\">",
];

#[tokio::test(flavor = "multi_thread")]
async fn no_page_runs_what_was_reported() {
    let mut records = Vec::new();
    for (number, text) in EVIL.into_iter().enumerate() {
        let mut record = fleet::record(text, 0, "PARTIAL_SUCCESS");
        for property in [
            "source",
            "description",
            "statusInfo",
            "destination",
            "policy",
            "mode",
        ] {
            record[property] = json!(text);
        }
        record["id"] = json!(format!("{number}"));
        record["warnings"] = json!([text]);
        record["labels"] = json!({"label": text});
        records.push(record);
    }
    let server = fleet::of(&records);
    let browser = Browser::logged_in(&server).await;
    let mut paths = ["/", "/backups", "/policies", "/destinations", "/sources"]
        .map(str::to_owned)
        .to_vec();
    browser.go("/backups").await;
    for selector in ["tbody th a", "tbody td a"] {
        for number in 0..2 {
            let script = format!(
                "return document.querySelectorAll('{selector}')[{number}].getAttribute('href')"
            );
            paths.push(browser.run(&script).await.as_str().unwrap().to_owned());
        }
    }
    let escaped = "/backups?nameLike=%3Cscript%3Edocument.title%20%3D%20'evil'%3C/script%3E&type=%3Cscript%3E";
    paths.push(escaped.to_owned());
    for path in paths {
        browser.go(&path).await;
        let title = browser.driver.title().await.unwrap();
        assert_ne!(title, "evil", "{path}");
        // One script of ours, one picture of ours, and the text can be read.
        assert_eq!(browser.count("script").await, 1, "{path}");
        assert_eq!(browser.count("img").await, 1, "{path}");
        let seen = browser.run("return document.body.innerText + [...document.querySelectorAll('input')].map((it) => it.value)").await;
        assert!(
            seen.as_str().unwrap().contains("document.title = 'evil'"),
            "{path}: {seen}"
        );
    }
    browser.close().await;
}
