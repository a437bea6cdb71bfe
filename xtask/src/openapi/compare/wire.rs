//! `drift`, another program's rules for the wire: what it sees and we do not needs a decision.

use std::panic::{AssertUnwindSafe, catch_unwind};

use drift::ChangeClass;
use serde_json::Value;

use super::shape::inlined;
use super::{Comparison, names};
use crate::command::Failure;
use crate::openapi::finding::Verdict;
use crate::openapi::place::Place;

impl Comparison<'_> {
    /// Asks it about both documents.
    pub(super) fn wire(&mut self) -> Result<(), Failure> {
        let (mut old, mut new) = (self.old.clone(), self.new.clone());
        in_common(&mut old, &mut new);
        let judged = catch_unwind(AssertUnwindSafe(|| drift::compare(&old, &new)));
        let Ok(judged) = judged else {
            // It asserts what it does not expect. Our own rules have looked at everything.
            let what = "drift gives up on these documents: only our own rules were asked";
            self.note(&Place::new([]), what, Verdict::Decision, &[]);
            return Ok(());
        };
        let changes = judged.map_err(|error| {
            Failure::ByHand(format!("drift cannot compare the documents: {error:#}"))
        })?;
        for change in changes {
            for (path, info) in change
                .paths
                .iter()
                .flat_map(|path| change.changes.iter().map(move |info| (path, info)))
            {
                if info.class == ChangeClass::Trivial {
                    continue;
                }
                let (old, _) = path.old.base_and_subpath();
                let (new, _) = path.new.base_and_subpath();
                let place = Place::of_reference(new);
                if self.is_seen(&Place::of_reference(old))
                    || self.is_seen(&place)
                    || self.is_same(old, new)
                {
                    continue;
                }
                let what = format!("drift says `{}` at `{}`", info.message, info.new_subpath);
                self.note(&place, what, Verdict::Decision, &[]);
            }
        }
        Ok(())
    }

    /// Whether we have said something of a place, or of what stands in it.
    fn is_seen(&self, place: &Place) -> bool {
        let place = format!("{place}/");
        self.found.iter().any(|known| {
            let known = format!("{}/", known.place);
            known.starts_with(&place) || place.starts_with(&known)
        })
    }

    /// Whether two places mean the same: it stumbles over what was moved.
    fn is_same(&self, old: &str, new: &str) -> bool {
        let meant = |document: &Value, pointer: &str| {
            let value = document.pointer(pointer.trim_start_matches('#'))?;
            Some(inlined(document, value))
        };
        let (old_place, new_place) = (Place::of_reference(old), Place::of_reference(new));
        names::stands(self.old, &old_place)
            && names::stands(self.new, &new_place)
            && meant(self.old, old) == meant(self.new, new)
    }
}

/// Leaves media types that only one of two documents has out of both: it gives up on them, and we have judged them.
fn in_common(old: &mut Value, new: &mut Value) {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return;
    };
    for (key, old) in old {
        let Some(new) = new.get_mut(key) else {
            continue;
        };
        if key == "content"
            && let (Value::Object(old), Value::Object(new)) = (&mut *old, &mut *new)
        {
            old.retain(|media_type, _| new.contains_key(media_type));
            new.retain(|media_type, _| old.contains_key(media_type));
        }
        in_common(old, new);
    }
}
