//! Statuses, headers and bodies of answers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Comparison, entries, flag, follow};
use crate::openapi::finding::Consumer::{ClientRuntime, HandWritten, Server};
use crate::openapi::finding::{Change, Side, Verdict};
use crate::openapi::place::Place;

impl Comparison<'_> {
    /// All answers of an operation.
    pub(super) fn responses(&mut self, place: &Place, old: &Value, new: &Value) {
        let place = place.at("responses");
        for (status, before) in entries(old) {
            let (before, old_place) = follow(self.old, before, &place.at(status));
            match new.get(status) {
                Some(now) => {
                    let (now, place) = follow(self.new, now, &place.at(status));
                    self.response((before, &old_place), (now, &place));
                }
                // What is in a range that is still there is no news to a client.
                None if covered(new, status) => {
                    self.note(
                        &place.at(status),
                        "the status is one of a range now",
                        Verdict::Compatible,
                        &[],
                    );
                }
                None => {
                    let what =
                        "the status is gone: from a server that answers it, it comes unexpected";
                    self.note(&place.at(status), what, Verdict::Breaking, &[Server]);
                }
            }
        }
        for (status, _) in entries(new).filter(|(status, _)| old.get(status).is_none()) {
            if covered(old, status) {
                self.note(
                    &place.at(status),
                    "a status of a known range is told apart",
                    Verdict::Compatible,
                    &[],
                );
            } else {
                let what = "the status is new: an older client does not expect it";
                self.note(
                    &place.at(status),
                    what,
                    Verdict::Breaking,
                    &[ClientRuntime, HandWritten],
                );
            }
        }
    }

    fn response(&mut self, (old, old_place): (&Value, &Place), (new, place): (&Value, &Place)) {
        self.headers((&old["headers"], old_place), (&new["headers"], place));
        match (bodiless(old), bodiless(new)) {
            (false, true) => self.note(
                place,
                "there is no body any more",
                Verdict::Breaking,
                &[ClientRuntime, HandWritten],
            ),
            (true, false) => {
                self.note(
                    place,
                    "there is a body now: an older server sends none",
                    Verdict::Breaking,
                    &[Server],
                );
            }
            _ => self.content(
                (&old["content"], old_place),
                (&new["content"], place),
                Side::Response,
            ),
        }
        // `x-stream` says how our server writes it.
        self.others(old, new, place, &["headers", "content", "x-stream"]);
    }

    fn headers(&mut self, (old, old_place): (&Value, &Place), (new, place): (&Value, &Place)) {
        // Case means nothing in a header's name.
        let by_name = |headers: &'_ Value| -> BTreeMap<String, (String, Value)> {
            entries(headers)
                .map(|(name, header)| (name.to_lowercase(), (name.to_owned(), header.clone())))
                .collect()
        };
        let (before, mut now) = (by_name(old), by_name(new));
        for (key, (name, was)) in before {
            let at = place.at("headers").at(&name);
            let Some((_, is)) = now.remove(&key) else {
                self.judge(&at, "the header is gone", Change::Widened, Side::Header);
                continue;
            };
            let (was, old_at) = follow(self.old, &was, &old_place.at("headers").at(&name));
            let (is, at) = follow(self.new, &is, &at);
            match (flag(was, "required"), flag(is, "required")) {
                (true, false) => self.judge(
                    &at,
                    "the header may be absent",
                    Change::Widened,
                    Side::Header,
                ),
                (false, true) => self.judge(
                    &at,
                    "the header is always there",
                    Change::Narrowed,
                    Side::Header,
                ),
                _ => {}
            }
            self.deprecation(&at, was, is);
            self.schema(
                (&was["schema"], &old_at.at("schema")),
                (&is["schema"], &at.at("schema")),
                Side::Header,
            );
            self.others(was, is, &at, &["required", "schema", "deprecated", "$ref"]);
        }
        for (name, _) in now.into_values() {
            self.note(
                &place.at("headers").at(&name),
                "the header is new",
                Verdict::Compatible,
                &[],
            );
        }
    }
}

/// Whether a status is one of a range such as `4XX` that is there, or the other way round.
fn covered(responses: &Value, status: &str) -> bool {
    let range = status.get(..1).map(|first| format!("{first}XX"));
    responses.get("default").is_some()
        || range.is_some_and(|range| range != status && responses.get(&range).is_some())
}

fn bodiless(response: &Value) -> bool {
    entries(&response["content"]).next().is_none()
}
