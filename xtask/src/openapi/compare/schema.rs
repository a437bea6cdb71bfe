//! Two schemas.

use serde_json::Value;

use super::shape::{Shape, inlined};
use super::{Comparison, shown};
use crate::openapi::finding::{Change, Side};
use crate::openapi::place::Place;

impl Comparison<'_> {
    /// Compares what may be sent under two schemas.
    pub(super) fn schema(
        &mut self,
        (old, old_place): (&Value, &Place),
        (new, place): (&Value, &Place),
        side: Side,
    ) {
        if old.is_null() && new.is_null() {
            return;
        }
        let (old_document, new_document) = (self.old, self.new);
        let before = Shape::read(old_document, old, old_place);
        let now = Shape::read(new_document, new, place);
        if !self
            .seen
            .insert((before.place.clone(), now.place.clone(), side))
        {
            return;
        }
        let (was, is) = (before.keyword("type"), now.keyword("type"));
        if was != is {
            let what = format!("the type was {}, is {}", shown(was), shown(is));
            return self.judge(&now.place, what, Change::Replaced, side);
        }
        self.keywords(&before, &now, side);
        self.objects(&before, &now, side);
        self.items(&before, &now, side);
        self.choices(&before, &now, "oneOf", side);
        self.choices(&before, &now, "anyOf", side);
    }

    fn items(&mut self, before: &Shape, now: &Shape, side: Side) {
        self.schema(
            (before.keyword("items"), &before.place.at("items")),
            (now.keyword("items"), &now.place.at("items")),
            side,
        );
    }

    /// Alternatives: those that mean the same are found first, the others are taken in order if they are as many.
    fn choices(&mut self, before: &Shape, now: &Shape, key: &str, side: Side) {
        let list = |shape: &Shape, document: &Value| -> Vec<(usize, Value, Value)> {
            let items = shape
                .keyword(key)
                .as_array()
                .into_iter()
                .flatten()
                .enumerate();
            items
                .map(|(index, item)| (index, item.clone(), inlined(document, item)))
                .collect()
        };
        let (mut old, mut new) = (list(before, self.old), list(now, self.new));
        old.retain(|(_, _, meant)| {
            let same = new.iter().position(|(_, _, other)| other == meant);
            same.map(|index| new.remove(index)).is_none()
        });
        if old.len() == new.len() {
            for ((was_at, was, _), (is_at, is, _)) in old.iter().zip(&new) {
                self.schema(
                    (was, &before.place.at(key).at(&was_at.to_string())),
                    (is, &now.place.at(key).at(&is_at.to_string())),
                    side,
                );
            }
            return;
        }
        for (index, _, meant) in old {
            let at = now.place.at(key).at(&index.to_string());
            self.judge(
                &at,
                format!("an alternative is gone: {meant}"),
                Change::Narrowed,
                side,
            );
        }
        for (index, _, meant) in new {
            let at = now.place.at(key).at(&index.to_string());
            self.judge(
                &at,
                format!("an alternative is new: {meant}"),
                Change::Widened,
                side,
            );
        }
    }
}
