//! The line that each request leaves in the log.

use std::io::Write;
use std::sync::{Arc, Mutex, Once};

use tracing_subscriber::fmt::MakeWriter;

use crate::server::Server;

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// A listener that every thread has. Whether anybody wants what a line of code logs is asked when that line is reached first,
/// and, as long as there is one listener in all, of the thread that reaches it: a test without a listener that came first
/// would keep the line out of the log of the test that has one.
fn listen_everywhere() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let nowhere = tracing_subscriber::fmt().with_writer(std::io::sink);
        tracing::subscriber::set_global_default(nowhere.finish()).unwrap();
    });
}

/// What a request writes into the log.
async fn logged(path: &str) -> Vec<String> {
    listen_everywhere();
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(log.clone())
        .with_ansi(false)
        .without_time()
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    Server::new().get(path).await;
    drop(guard);
    let bytes = log.0.lock().unwrap().clone();
    let text = String::from_utf8(bytes).unwrap();
    text.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn one_line_says_what_was_asked_and_what_became_of_it() {
    let lines = logged("/api/backups?nameLike=private").await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in [
        "request_id=\"id-of-the-test\"",
        "method=GET",
        "path=\"/api/backups\"",
        "operation=\"list_backups\"",
        "status=200",
        "ms=",
    ] {
        assert!(lines[0].contains(part), "{part} is missing: {}", lines[0]);
    }
    assert!(!lines[0].contains("private"), "{}", lines[0]);
}

#[tokio::test]
async fn a_request_for_nothing_has_no_operation() {
    let lines = logged("/nowhere").await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].contains("operation=\"-\""), "{}", lines[0]);
    assert!(lines[0].contains("status=404"), "{}", lines[0]);
}

#[tokio::test]
async fn a_panic_is_logged_with_its_message_and_operation() {
    let lines = logged("/api/backups?filter=panic").await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].contains("ERROR"), "{}", lines[0]);
    assert!(
        lines[0].contains("the fake was told to panic"),
        "{}",
        lines[0]
    );
    assert!(lines[0].contains("id-of-the-test"), "{}", lines[0]);
    assert!(
        lines[1].contains("operation=\"list_backups\""),
        "{}",
        lines[1]
    );
    assert!(lines[1].contains("status=500"), "{}", lines[1]);
}
