//! A path has the methods that the document gives it, and no others.

use std::collections::{BTreeMap, BTreeSet};

use super::exchange::{Draft, Wire};
use crate::document::{self, operations};

#[tokio::test]
async fn every_other_method_is_a_405_that_says_which_are_allowed() {
    let document = document::read();
    let wire = Wire::new();
    let mut paths: BTreeMap<String, (Draft, BTreeSet<String>)> = BTreeMap::new();
    for operation in operations(&document) {
        let draft = Draft::of(&document, &operation);
        let (_, methods) = paths
            .entry(operation.path.to_owned())
            .or_insert((draft.clone(), BTreeSet::new()));
        methods.insert(draft.method.clone());
        if draft.method == "GET" {
            methods.insert("HEAD".to_owned());
        }
    }
    for (path, (draft, methods)) in paths {
        for method in ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"] {
            if methods.contains(method) {
                continue;
            }
            let outcome = wire
                .send(&Draft {
                    method: method.to_owned(),
                    ..draft.clone()
                })
                .await;
            assert_eq!(outcome.status.as_u16(), 405, "{method} {path}: {outcome:?}");
            assert_eq!(outcome.call, None);
            let allow = outcome.headers["allow"].to_str().unwrap();
            let allow: BTreeSet<String> = allow
                .split(',')
                .map(|method| method.trim().to_owned())
                .collect();
            assert_eq!(allow, methods, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_trailing_slash_means_the_same() {
    let document = document::read();
    let wire = Wire::new();
    for operation in operations(&document) {
        let draft = Draft::of(&document, &operation);
        let slash = Draft {
            path: format!("{}/", draft.path),
            ..draft.clone()
        };
        assert_eq!(wire.arrives(&slash).await, wire.arrives(&draft).await);
    }
}
