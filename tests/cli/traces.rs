//! Traces, as a collector gets them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use prost::Message as _;

use crate::program::{Ended, Server, program};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// How long the server gives itself to end.
const GRACE: Duration = Duration::from_secs(10);

/// A collector that takes everything.
struct Collector {
    url: String,
    taken: Receiver<Message>,
}

/// What it was sent: the head of a request, and its body.
struct Message {
    head: String,
    body: Vec<u8>,
}

impl Collector {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, taken) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let sender = sender.clone();
                std::thread::spawn(move || take(stream.unwrap(), &sender));
            }
        });
        Self { url, taken }
    }

    /// All messages to a server's collector, whose last one was answered before the server ended.
    fn messages(&self) -> Vec<Message> {
        self.taken.try_iter().collect()
    }
}

fn take(stream: TcpStream, sender: &Sender<Message>) {
    let mut reader = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap() == 0 {
                return;
            }
        }
        let head = head.to_lowercase();
        let length = head.split_once("content-length: ").unwrap().1;
        let length = length.split_once('\r').unwrap().0.parse().unwrap();
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        sender.send(Message { head, body }).unwrap();
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        reader.get_mut().write_all(answer).unwrap();
    }
}

/// A server that sends its traces there, and only at its end.
fn serve(url: &str, adjust: impl FnOnce(&mut Command)) -> Server {
    Server::launch(
        |folder| folder.join("catalog.db").display().to_string(),
        |command| {
            command
                .args(["--otlp-endpoint", url])
                .env("OTEL_BSP_SCHEDULE_DELAY", "600000");
            adjust(command);
        },
    )
}

fn get(server: &Server, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Ends a server, and the spans that its collector then has.
fn ended(server: Server, collector: &Collector) -> Vec<Span> {
    server.signal("TERM");
    assert_eq!(server.end().0.code(), Some(0));
    let messages = collector.messages();
    messages.iter().flat_map(spans).collect()
}

fn decoded(message: &Message) -> ExportTraceServiceRequest {
    let head = &message.head;
    assert!(head.starts_with("post /v1/traces http/1.1\r\n"), "{head}");
    assert!(
        head.contains("content-type: application/x-protobuf\r\n"),
        "{head}"
    );
    ExportTraceServiceRequest::decode(&message.body[..]).unwrap()
}

fn spans(message: &Message) -> Vec<Span> {
    let resources = decoded(message).resource_spans.into_iter();
    let scopes = resources.flat_map(|resource| resource.scope_spans);
    scopes.flat_map(|scope| scope.spans).collect()
}

fn text(attributes: &[KeyValue], key: &str) -> Option<String> {
    let found = attributes.iter().find(|attribute| attribute.key == key)?;
    match &found.value {
        Some(AnyValue {
            value: Some(Value::StringValue(text)),
        }) => Some(text.clone()),
        Some(AnyValue {
            value: Some(Value::IntValue(number)),
        }) => Some(number.to_string()),
        other => panic!("{key} is {other:?}"),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn code(span: &Span) -> StatusCode {
    span.status.as_ref().map_or(
        StatusCode::Unset,
        opentelemetry_proto::tonic::trace::v1::Status::code,
    )
}

/// The one span of the requests with this path.
#[track_caller]
fn at<'a>(spans: &'a [Span], path: &str) -> &'a Span {
    let is_it = |span: &&Span| text(&span.attributes, "url.path").as_deref() == Some(path);
    let found: Vec<&Span> = spans.iter().filter(is_it).collect();
    let [found] = found[..] else {
        panic!("{path}: {found:?}")
    };
    found
}

#[test]
fn a_request_is_a_part_of_the_trace_that_the_client_names() {
    let collector = Collector::start();
    let server = serve(&collector.url, |_| ());
    let named = format!("traceparent: 00-{TRACE}-{PARENT}-01\r\nUser-Agent: probe/1\r\n");
    assert!(get(&server, "/api/catalog/health", &named).starts_with("HTTP/1.1 200 "));
    assert!(get(&server, "/api/backups/", "").starts_with("HTTP/1.1 401 "));
    assert!(get(&server, "/backups/1", "").starts_with("HTTP/1.1 "));
    assert!(get(&server, "/nowhere", "").starts_with("HTTP/1.1 404 "));
    // The client's trace is not kept.
    let dropped = format!("traceparent: 00-{TRACE}-{PARENT}-00\r\n");
    get(&server, "/healthz", &dropped);
    let spans = ended(server, &collector);

    let request = at(&spans, "/api/catalog/health");
    assert_eq!(request.name, "GET /api/catalog/health");
    assert_eq!(hexadecimal(&request.trace_id), TRACE);
    assert_eq!(hexadecimal(&request.parent_span_id), PARENT);
    assert_eq!(request.kind(), SpanKind::Server);
    assert_eq!(code(request), StatusCode::Unset);
    assert!(request.end_time_unix_nano > request.start_time_unix_nano);
    for (key, expected) in [
        ("http.request.method", "GET"),
        ("http.route", "/api/catalog/health"),
        ("http.response.status_code", "200"),
        ("url.scheme", "http"),
        ("network.protocol.version", "1.1"),
        ("client.address", "127.0.0.1"),
        ("user_agent.original", "probe/1"),
    ] {
        let found = text(&request.attributes, key);
        assert_eq!(found.as_deref(), Some(expected), "{key}");
    }
    let below = |span: &&Span| span.parent_span_id == request.span_id;
    let read = spans.iter().find(below).expect("the database was read");
    assert_eq!(read.name, "read");
    assert_eq!(read.trace_id, request.trace_id);
    assert_eq!(read.kind(), SpanKind::Client);
    let system = text(&read.attributes, "db.system.name");
    assert_eq!(system.as_deref(), Some("sqlite"));

    let refused = at(&spans, "/api/backups/");
    assert_eq!(refused.name, "GET /api/backups");
    assert_eq!(code(refused), StatusCode::Unset, "the client's mistake");
    assert_ne!(hexadecimal(&refused.trace_id), TRACE);
    assert_eq!(at(&spans, "/backups/1").name, "GET /backups/{guid}");
    let unknown = at(&spans, "/nowhere");
    assert_eq!(unknown.name, "GET");
    assert_eq!(text(&unknown.attributes, "http.route"), None);
    let is_dropped =
        |span: &Span| text(&span.attributes, "url.path").as_deref() == Some("/healthz");
    assert!(!spans.iter().any(is_dropped));
}

#[test]
fn what_the_server_cannot_do_is_an_error_in_the_trace() {
    let collector = Collector::start();
    let server = serve(&collector.url, |_| ());
    let file = rusqlite::Connection::open(server.folder.path().join("catalog.db")).unwrap();
    file.execute_batch("ALTER TABLE sources RENAME TO gone")
        .unwrap();
    assert!(get(&server, "/readyz", "").starts_with("HTTP/1.1 503 "));
    let spans = ended(server, &collector);
    let span = at(&spans, "/readyz");
    assert_eq!(code(span), StatusCode::Error);
    let kind = text(&span.attributes, "error.type");
    assert_eq!(kind.as_deref(), Some("503"));
}

#[test]
fn nothing_secret_is_sent() {
    let collector = Collector::start();
    let server = serve(&collector.url, |_| ());
    get(&server, "/ping/bc_geheim/start", "");
    get(&server, "/api/push/bc_geheim?msg=geheim", "");
    let headers = "Cookie: SESSION=geheim\r\nAuthorization: Bearer geheim\r\nX-Other: geheim\r\n";
    get(&server, "/api/backups?nameLike=geheim", headers);
    server.signal("TERM");
    assert_eq!(server.end().0.code(), Some(0));
    let messages = collector.messages();
    let spans: Vec<Span> = messages.iter().flat_map(spans).collect();
    assert_eq!(at(&spans, "/ping/…/start").name, "GET /ping/{token}/{said}");
    assert_eq!(at(&spans, "/api/push/…").name, "GET /api/push/{token}");
    at(&spans, "/api/backups");
    for message in &messages {
        let has = message.body.windows(6).any(|bytes| bytes == b"geheim");
        assert!(!has, "{:?}", decoded(message));
    }
}

#[test]
fn a_line_of_the_log_says_which_trace_is_its_own() {
    let collector = Collector::start();
    let server = serve(&collector.url, |command| {
        command
            .args(["--log-format", "json"])
            .env("BACKUP_CATALOG_LOG", "trace")
            .stderr(Stdio::piped());
    });
    get(&server, "/healthz", "");
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0));
    let spans: Vec<Span> = collector.messages().iter().flat_map(spans).collect();
    let span = at(&spans, "/healthz");
    let line = log.lines().find(|line| line.contains("answered")).unwrap();
    let line: serde_json::Value = serde_json::from_str(line).unwrap();
    let (trace, own) = (hexadecimal(&span.trace_id), hexadecimal(&span.span_id));
    assert_eq!(line["span"]["traceparent"], format!("00-{trace}-{own}-01"));
    assert!(!log.contains("url.path"), "spans are not logged: {log}");
}

#[test]
fn the_collector_learns_who_sends_and_may_ask_for_a_token() {
    let resource = |adjust: fn(&mut Command)| {
        let collector = Collector::start();
        let server = serve(&collector.url, adjust);
        get(&server, "/healthz", "");
        server.signal("TERM");
        assert_eq!(server.end().0.code(), Some(0));
        let [message] = &collector.messages()[..] else {
            panic!("one message")
        };
        let sent = decoded(message).resource_spans.remove(0);
        (message.head.clone(), sent.resource.unwrap().attributes)
    };
    let (head, attributes) = resource(|_| ());
    assert!(!head.contains("authorization"), "{head}");
    let name = text(&attributes, "service.name");
    assert_eq!(name.as_deref(), Some("backup-catalog"));
    assert!(text(&attributes, "service.version").is_some());
    let (head, attributes) = resource(|command| {
        command
            .env("OTEL_SERVICE_NAME", "catalog of the north")
            .env(
                "OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=test",
            )
            .env("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20word");
    });
    assert!(head.contains("authorization: bearer word\r\n"), "{head}");
    let name = text(&attributes, "service.name");
    assert_eq!(name.as_deref(), Some("catalog of the north"));
    let environment = text(&attributes, "deployment.environment.name");
    assert_eq!(environment.as_deref(), Some("test"));
}

/// The median of many requests to a server, which then ends in good order and in time. What it logged.
fn measured(server: Server) -> (Duration, String) {
    let mut times: Vec<Duration> = (0..300)
        .map(|_| {
            let begin = Instant::now();
            assert!(get(&server, "/api/catalog/health", "").starts_with("HTTP/1.1 200 "));
            begin.elapsed()
        })
        .collect();
    times.sort_unstable();
    let begin = Instant::now();
    server.signal("TERM");
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(0), "{log}");
    assert!(begin.elapsed() < GRACE + Duration::from_secs(2));
    (times[times.len() / 2], log)
}

#[test]
fn a_collector_that_does_not_answer_costs_traces_and_nothing_else() {
    let (without, _) = measured(Server::start());
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let absent = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    // The system takes connections for it; nobody ever reads them.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let mute = format!("http://{}", silent.local_addr().unwrap());
    for url in [absent, mute] {
        let server = serve(&url, |command| {
            command
                .env("OTEL_BSP_MAX_QUEUE_SIZE", "64")
                .env("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", "16")
                .stderr(Stdio::piped());
        });
        let (with, log) = measured(server);
        assert!(
            with < without * 2 + Duration::from_millis(5),
            "{with:?} for {without:?} without: {url}"
        );
        let said = log.matches("the collector does not take traces").count();
        let last = log.matches("the last traces were not sent").count();
        assert!(said <= 1 && said + last > 0, "{url}: {log}");
    }
}

#[test]
fn what_is_no_collector_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for (url, why) in [
        ("collector", "it is no URL"),
        ("grpc://collector:4317", "traces are sent over HTTP"),
        (
            "http://me:word@collector:4318",
            "OTEL_EXPORTER_OTLP_HEADERS",
        ),
    ] {
        let mut command = program(&folder);
        command.args(["serve", "--otlp-endpoint", url]);
        let said = Ended::of(&mut command).failed(2);
        assert!(said.contains(why), "{url}: {said}");
    }
}
