//! In and out.

use crate::axe;
use crate::browser::Browser;
use crate::program::{PASSWORD, Server};

#[tokio::test(flavor = "multi_thread")]
async fn who_logs_in_comes_to_where_they_wanted_and_out_again() {
    let server = Server::start();
    let browser = Browser::open(&server).await;
    browser.go("/backups?status=FAILED").await;
    browser
        .arrives("/login?then=%2Fbackups%3Fstatus%3DFAILED")
        .await;
    for (width, scheme) in [(1280, "light"), (360, "dark")] {
        browser.look(width, scheme).await;
        assert_eq!(axe::faults(&browser).await, Vec::<String>::new());
    }
    browser.log_in("wrong").await;
    assert_eq!(
        browser.text("[role=alert]").await,
        "The login or the password is wrong."
    );
    browser.log_in(PASSWORD).await;
    browser.arrives("/backups?status=FAILED").await;
    browser.click("Log out admin").await;
    browser.arrives("/login").await;
    browser.go("/").await;
    browser.arrives("/login").await;
    browser.close().await;
}
