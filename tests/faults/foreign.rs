//! What is outside the scope of a caller cannot be told from what does not exist, neither by the answer nor by its time.

use std::time::{Duration, Instant};

use backup_catalog::domain::identity;
use serde_json::json;
use uuid::Uuid;

use crate::exchange::{Answer, Exchange};
use crate::program::Server;
use crate::torture::{percentile, seen, times};

/// Backups of each source.
const BACKUPS: u32 = 2_000;

fn records(source: &str) -> String {
    let record = |number: u32| {
        json!({
            "v": 1, "source": source, "id": number.to_string(), "entity": { "name": format!("{source}:{}", number % 50) },
            "status": "PARTIAL_SUCCESS", "started": number, "finished": number + 1, "size": 1000, "warnings": ["odd"],
        })
        .to_string()
    };
    let lines: Vec<String> = (0..BACKUPS).map(record).collect();
    lines.join("\n")
}

fn of_other(number: u32) -> Uuid {
    identity::backup("other", "", &number.to_string())
}

fn of_nobody(number: u32) -> Uuid {
    identity::backup("nobody", "", &number.to_string())
}

/// What is the same of two answers but for the guid and the number of the request.
fn form(answer: &Answer, guid: Uuid) -> String {
    let mut body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    let fields = body.as_object_mut().unwrap();
    fields.remove("requestId");
    format!(
        "{} {}",
        answer.status,
        body.to_string().replace(&guid.to_string(), "GUID")
    )
}

#[test]
fn what_belongs_to_others_answers_like_what_does_not_exist() {
    let server = Server::start();
    for source in ["own", "other"] {
        server.pipe(&["ingest", "-"], &records(source)).ok();
    }
    let mut create = server.command(&[
        "token", "create", "own", "--role", "OPERATOR", "--source", "own",
    ]);
    create.env("BACKUP_CATALOG_DATABASE", &server.database);
    let secret = crate::program::Ended::of(&mut create).ok();
    let mut caller = Exchange::with_token(&server, secret.trim());
    let mine = identity::backup("own", "", "1");
    assert_eq!(
        caller.ask("GET", &format!("/backups/{mine}"), "").status,
        200
    );

    let asks = [
        ("GET", "", ""),
        ("PUT", "/warnings", r#"[{"value":"mine now"}]"#),
        ("PUT", "/description", r#"{"value":"mine now"}"#),
        ("PUT", "/warnings-acknowledged", r#"{"value":true}"#),
    ];
    let rounds = times(20, 5_000);
    let mut figures = Vec::new();
    for (method, suffix, body) in asks {
        let mut took: [Vec<Duration>; 2] = Default::default();
        for round in 0..rounds {
            // In turns, and in either order, so that what else the machine does falls on both.
            let mut pair =
                [of_nobody(round % BACKUPS), of_other(round % BACKUPS)].map(|guid| (guid, None));
            for place in [round % 2, (round + 1) % 2] {
                let (guid, form_of_answer) = &mut pair[place as usize];
                let path = format!("/backups/{guid}{suffix}");
                let begin = Instant::now();
                let answer = caller.ask(method, &path, body);
                took[place as usize].push(begin.elapsed());
                *form_of_answer = Some(form(&answer, *guid));
            }
            assert_eq!(pair[0].1, pair[1].1, "{method} {suffix}");
            assert!(pair[0].1.as_ref().unwrap().starts_with("404 "), "{pair:?}");
        }
        let [unknown, foreign] = took.map(|mut times| percentile(&mut times, 50).as_secs_f64());
        let ratio = foreign / unknown;
        figures.push(format!(
            "{method} …{suffix} {:.0} µs and {ratio:.3} of it",
            unknown * 1e6
        ));
    }
    seen(
        "what is outside the scope and what does not exist",
        &format!(
            "{rounds} requests each, in turns: the same 404; medians of what does not exist and of what is outside: {}",
            figures.join(", ")
        ),
    );
}
