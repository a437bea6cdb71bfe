//! What stands beside the operations: servers, security schemes, versions of the format.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Comparison, DOCUMENTATION, entries, shown};
use crate::openapi::finding::Consumer::{ClientRuntime, HandWritten};
use crate::openapi::finding::Verdict;
use crate::openapi::place::Place;

impl Comparison<'_> {
    /// Everything but operations and what they refer to.
    pub(super) fn document(&mut self) {
        let (old, new) = (self.old, self.new);
        let addresses = |document: &Value| -> Vec<Value> {
            let servers = document["servers"].as_array().into_iter().flatten();
            servers.map(|server| server["url"].clone()).collect()
        };
        if addresses(old) != addresses(new) {
            self.note(
                &Place::new(["servers"]),
                "the base paths changed",
                Verdict::Breaking,
                &[ClientRuntime, HandWritten],
            );
        }
        // The operations compare what they demand; `info.version` is the decision itself.
        self.others(
            old,
            new,
            &Place::new([]),
            &["components", "info", "paths", "security", "servers"],
        );
        let known = [
            "description",
            "license",
            "contact",
            "version",
            "x-trait",
            "termsOfService",
        ];
        self.others(&old["info"], &new["info"], &Place::new(["info"]), &known);
        let (old, new) = (&old["components"], &new["components"]);
        let compared = [
            "headers",
            "parameters",
            "requestBodies",
            "responses",
            "schemas",
            "securitySchemes",
        ];
        self.others(old, new, &Place::new(["components"]), &compared);
        let place = Place::new(["components", "securitySchemes"]);
        for (name, scheme) in entries(&old["securitySchemes"]) {
            self.security_scheme(&place.at(name), scheme, &new["securitySchemes"][name]);
        }
    }

    /// What differs under keys that have no rule needs a decision.
    pub(super) fn others(&mut self, old: &Value, new: &Value, place: &Place, known: &[&str]) {
        let keys: BTreeSet<&str> = entries(old)
            .chain(entries(new))
            .map(|(key, _)| key)
            .collect();
        for key in keys {
            if !known.contains(&key) && !DOCUMENTATION.contains(&key) && old[key] != new[key] {
                let what = format!(
                    "`{key}` was {}, is {}; there is no rule for it",
                    shown(&old[key]),
                    shown(&new[key])
                );
                self.note(&place.at(key), what, Verdict::Decision, &[]);
            }
        }
    }
}
