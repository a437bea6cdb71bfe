//! The properties of objects.

use super::Comparison;
use super::shape::Shape;
use crate::openapi::finding::Consumer::{ClientRuntime, HandWritten, Server};
use crate::openapi::finding::{Change, Side, Verdict};

impl Comparison<'_> {
    /// Properties, and whether others may be there.
    pub(super) fn objects(&mut self, before: &Shape, now: &Shape, side: Side) {
        self.properties(before, now, side);
        let (was, is) = (
            before.keyword("additionalProperties"),
            now.keyword("additionalProperties"),
        );
        match (before.is_closed(), now.is_closed()) {
            (false, true) => {
                self.judge(
                    &now.place,
                    "properties that are not named are refused",
                    Change::Narrowed,
                    side,
                );
            }
            (true, false) => {
                self.judge(
                    &now.place,
                    "properties that are not named are taken",
                    Change::Widened,
                    side,
                );
            }
            _ if was.is_object() && is.is_object() => self.schema(
                (was, &before.place.at("additionalProperties")),
                (is, &now.place.at("additionalProperties")),
                side,
            ),
            _ if was.is_object() => self.judge(
                &now.place,
                "any further property is taken",
                Change::Widened,
                side,
            ),
            _ if is.is_object() => {
                self.judge(
                    &now.place,
                    "further properties have a type",
                    Change::Narrowed,
                    side,
                );
            }
            _ => {}
        }
    }

    /// Which there are, which have to be there, and what they may be.
    fn properties(&mut self, before: &Shape, now: &Shape, side: Side) {
        for (name, (was, was_at)) in &before.properties {
            let required = before.required.contains_key(name);
            let Some((is, is_at)) = now.properties.get(name) else {
                match side {
                    // A closed object refuses it, an open one ignores it.
                    Side::Request if !now.is_closed() => {
                        let what = "the property is gone: it would be ignored";
                        self.note(was_at, what, Verdict::Breaking, &[HandWritten]);
                    }
                    Side::Request => {
                        self.judge(was_at, "the property is gone", Change::Narrowed, side);
                    }
                    _ if required => {
                        let what = "the property is gone, and it was always there";
                        self.note(
                            was_at,
                            what,
                            Verdict::Breaking,
                            &[ClientRuntime, HandWritten],
                        );
                    }
                    _ => self.note(
                        was_at,
                        "the property is gone",
                        Verdict::Breaking,
                        &[HandWritten],
                    ),
                }
                continue;
            };
            match (required, now.required.contains_key(name)) {
                (false, true) => self.judge(is_at, "it is required now", Change::Narrowed, side),
                (true, false) => self.judge(is_at, "it is optional now", Change::Widened, side),
                _ => {}
            }
            self.schema((was, was_at), (is, is_at), side);
        }
        for (name, (_, is_at)) in &now.properties {
            if before.properties.contains_key(name) {
                continue;
            }
            match (side, now.required.contains_key(name)) {
                (Side::Request, true) => {
                    self.judge(is_at, "a required property is new", Change::Narrowed, side);
                }
                (Side::Request, false) => {
                    self.judge(is_at, "an optional property is new", Change::Widened, side);
                }
                (_, required) => {
                    // A client that denies unknown properties refuses it; others read past it.
                    if before.is_closed() {
                        let what = "a property is new where none is expected";
                        self.judge(is_at, what, Change::Widened, side);
                    }
                    if required {
                        let what = "a required property is new: an older server does not send it";
                        self.note(is_at, what, Verdict::Breaking, &[Server]);
                    } else {
                        self.note(
                            is_at,
                            "an optional property is new",
                            Verdict::Compatible,
                            &[],
                        );
                    }
                }
            }
        }
    }
}
