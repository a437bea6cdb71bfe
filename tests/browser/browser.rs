//! A browser of its own for each test, and what it saw.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use thirtyfour::prelude::{By, WebDriver};
use thirtyfour::{
    ChromiumLikeCapabilities as _, DesiredCapabilities, LoggingPrefsLogLevel, WebElement,
};

use crate::program::{PASSWORD, Server};

const INSTALL: &str = "sudo apt-get install -y chromium chromium-driver";

/// How long a page may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

/// The heights of windows do not matter: pages are as long as they are.
const HEIGHT: u32 = 900;

pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    origin: String,
    _chromedriver: Chromedriver,
}

/// A process that ends its browsers when it is asked to end.
struct Chromedriver(Child);

impl Browser {
    /// A browser that has not been anywhere yet, for the pages of this server.
    pub(crate) async fn open(server: &Server) -> Self {
        let chromedriver = Command::new("chromedriver")
            .args(["--port=0", "--log-level=SEVERE"])
            .stdout(Stdio::piped())
            .spawn();
        let mut chromedriver =
            Chromedriver(chromedriver.unwrap_or_else(|error| {
                panic!("chromedriver does not start ({error}): {INSTALL}")
            }));
        let port = port(&mut chromedriver.0);
        // What drives the browser speaks HTTP only, but is built with TLS; a test beside this one may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut wanted = DesiredCapabilities::chrome();
        for argument in [
            "--headless=new",
            // Tests may run as root, in a container.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--hide-scrollbars",
            "--window-size=1280,900",
        ] {
            wanted.add_arg(argument).unwrap();
        }
        wanted
            .set_logging_prefs("browser", LoggingPrefsLogLevel::All)
            .unwrap();
        wanted
            .set_logging_prefs("performance", LoggingPrefsLogLevel::All)
            .unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), wanted)
            .await
            .unwrap_or_else(|error| panic!("Chromium does not start ({error}): {INSTALL}"));
        Self {
            driver,
            origin: server.url.clone(),
            _chromedriver: chromedriver,
        }
    }

    /// The same, logged in as the administrator.
    pub(crate) async fn logged_in(server: &Server) -> Self {
        let browser = Self::open(server).await;
        browser.go("/login").await;
        browser.log_in(PASSWORD).await;
        browser
    }

    /// Fills in the form of the page and sends it.
    pub(crate) async fn log_in(&self, password: &str) {
        self.find("#login").await.send_keys("admin").await.unwrap();
        let field = self.find("#password").await;
        field.send_keys(password).await.unwrap();
        self.follow(".login button").await;
    }

    /// Goes to a page of the server.
    pub(crate) async fn go(&self, path: &str) {
        self.driver
            .goto(format!("{}{path}", self.origin))
            .await
            .unwrap();
    }

    /// The path and query of the page.
    pub(crate) async fn path(&self) -> String {
        let address = self.driver.current_url().await.unwrap().to_string();
        let path = address.strip_prefix(&self.origin);
        path.unwrap_or_else(|| panic!("left for {address}"))
            .to_owned()
    }

    /// Waits until the page is the one with this path and query: a click does not wait for what it leads to.
    #[track_caller]
    pub(crate) fn arrives(&self, path: &str) -> impl Future<Output = ()> {
        let caller = std::panic::Location::caller();
        async move {
            let begin = Instant::now();
            while self.path().await != path {
                assert!(
                    begin.elapsed() < PATIENCE,
                    "{caller}: at {}, not at {path}",
                    self.path().await
                );
            }
        }
    }

    /// The first element that a selector finds.
    pub(crate) async fn find(&self, selector: &str) -> WebElement {
        let Ok(element) = self.driver.find(By::Css(selector)).await else {
            panic!("no {selector} in {}", self.text("body").await)
        };
        element
    }

    /// How many elements a selector finds.
    pub(crate) async fn count(&self, selector: &str) -> usize {
        self.driver.find_all(By::Css(selector)).await.unwrap().len()
    }

    /// The text that is seen of an element.
    pub(crate) async fn text(&self, selector: &str) -> String {
        let element = self.driver.find(By::Css(selector)).await.unwrap();
        element.text().await.unwrap()
    }

    /// The texts that are seen of all elements that a selector finds.
    pub(crate) async fn texts(&self, selector: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::Css(selector)).await.unwrap() {
            texts.push(element.text().await.unwrap());
        }
        texts
    }

    /// Clicks on the link or button with this text, and waits for the page that it leads to.
    pub(crate) async fn click(&self, text: &str) {
        let found = self.driver.find(By::XPath(format!(
            "//a[normalize-space()='{text}'] | //button[normalize-space()='{text}']"
        )));
        let Ok(element) = found.await else {
            panic!("no {text} in {}", self.text("body").await)
        };
        self.leave_by(&element).await;
    }

    /// Clicks on the first element that a selector finds, and waits for the page that it leads to.
    pub(crate) async fn follow(&self, selector: &str) {
        let element = self.find(selector).await;
        self.leave_by(&element).await;
    }

    async fn leave_by(&self, element: &WebElement) {
        self.run("window.isTheOneBefore = true").await;
        element.scroll_into_view().await.unwrap();
        element.click().await.unwrap();
        let begin = Instant::now();
        let is_there = "return !window.isTheOneBefore && document.readyState === 'complete'";
        loop {
            // Between two pages there is none to ask.
            if let Ok(there) = self.driver.execute(is_there, Vec::new()).await
                && *there.json() == Value::Bool(true)
            {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "{element:?} leads nowhere");
        }
    }

    /// The result of a script.
    pub(crate) async fn run(&self, script: &str) -> Value {
        let done = self.driver.execute(script, Vec::new()).await.unwrap();
        done.json().clone()
    }

    /// The result of a script that hands it to its last argument.
    pub(crate) async fn run_until(&self, script: &str) -> Value {
        let done = self.driver.execute_async(script, Vec::new()).await.unwrap();
        done.json().clone()
    }

    /// Makes the window so wide, and prefers `light` or `dark`.
    pub(crate) async fn look(&self, width: u32, scheme: &str) {
        let cdp = self.driver.cdp();
        let size =
            json!({"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": false});
        cdp.send_raw("Emulation.setDeviceMetricsOverride", size)
            .await
            .unwrap();
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        cdp.send_raw("Emulation.setEmulatedMedia", media)
            .await
            .unwrap();
    }

    /// Whether pages may run scripts.
    pub(crate) async fn scripts(&self, allowed: bool) {
        self.driver
            .cdp()
            .send_raw(
                "Emulation.setScriptExecutionDisabled",
                json!({"value": !allowed}),
            )
            .await
            .unwrap();
    }

    /// What stands in the console since it was last asked for.
    pub(crate) async fn console(&self) -> Vec<String> {
        let entries = self.driver.get_log("browser").await.unwrap();
        entries.into_iter().map(|entry| entry.message).collect()
    }

    /// The addresses of other hosts that were asked since this was last asked for.
    pub(crate) async fn foreign(&self) -> Vec<String> {
        let entries = self.driver.get_log("performance").await.unwrap();
        let mut asked = 0;
        let mut foreign = Vec::new();
        for entry in entries {
            let event: Value = serde_json::from_str(&entry.message).unwrap();
            let event = &event["message"];
            if event["method"] == "Network.requestWillBeSent" {
                asked += 1;
                let url = event["params"]["request"]["url"].as_str().unwrap();
                if !url.starts_with(&self.origin) && !url.starts_with("data:") {
                    foreign.push(url.to_owned());
                }
            }
        }
        assert!(asked > 0, "the log of requests is empty");
        foreign
    }

    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.driver.clone().quit().await.unwrap();
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Not `Child::kill`, which would leave the browser of a test that failed.
        let end = Command::new("kill").arg(self.0.id().to_string()).status();
        drop((end, self.0.wait()));
    }
}

/// The port that chromedriver has chosen.
fn port(chromedriver: &mut Child) -> u16 {
    let lines = BufReader::new(chromedriver.stdout.take().unwrap()).lines();
    for line in lines {
        let line = line.unwrap();
        if let Some((_, rest)) = line.split_once("started successfully on port ") {
            return rest.trim_end_matches('.').parse().unwrap();
        }
    }
    panic!("chromedriver ended; {INSTALL}");
}
