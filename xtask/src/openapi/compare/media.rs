//! Request bodies, and what stands under media types.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Comparison, entries, flag, follow};
use crate::openapi::finding::{Change, Side};
use crate::openapi::place::Place;

const KNOWN: [&str; 4] = ["content", "required", "x-media-types", "$ref"];

impl Comparison<'_> {
    /// The body of a request.
    pub(super) fn request_body(&mut self, place: &Place, old: &Value, new: &Value) {
        let place = place.at("requestBody");
        let (before, old_place) = follow(self.old, old, &place);
        let (now, place) = follow(self.new, new, &place);
        match (before.is_null(), now.is_null()) {
            (true, true) => {}
            (false, true) => self.judge(
                &old_place,
                "the body is gone",
                Change::Narrowed,
                Side::Request,
            ),
            (true, false) if flag(now, "required") => {
                self.judge(
                    &place,
                    "a required body is new",
                    Change::Narrowed,
                    Side::Request,
                );
            }
            (true, false) => self.judge(
                &place,
                "an optional body is new",
                Change::Widened,
                Side::Request,
            ),
            (false, false) => {
                self.required(&place, before, now);
                self.content(
                    (&before["content"], &old_place),
                    (&now["content"], &place),
                    Side::Request,
                );
                self.others(before, now, &place, &KNOWN);
            }
        }
    }

    /// Media types and their schemas.
    pub(super) fn content(
        &mut self,
        (old, old_place): (&Value, &Place),
        (new, place): (&Value, &Place),
        side: Side,
    ) {
        let types: BTreeSet<&str> = entries(old)
            .chain(entries(new))
            .map(|(name, _)| name)
            .collect();
        for name in types {
            let at = place.at("content").at(name);
            let (before, now) = (&old[name], &new[name]);
            match (before.is_null(), now.is_null()) {
                (false, true) => {
                    // Who sent or asked for it is refused, on both sides.
                    self.judge(
                        &at,
                        "the media type is gone",
                        Change::Narrowed,
                        Side::Request,
                    );
                }
                (true, false) => {
                    // Nobody gets it without having asked for it.
                    self.judge(&at, "the media type is new", Change::Widened, Side::Request);
                }
                _ => {
                    let old_at = old_place.at("content").at(name);
                    self.schema(
                        (&before["schema"], &old_at.at("schema")),
                        (&now["schema"], &at.at("schema")),
                        side,
                    );
                    self.others(before, now, &at, &["schema"]);
                }
            }
        }
    }
}
