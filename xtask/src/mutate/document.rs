//! A document with something changed.

use yaml_serde::Value;

use super::loss::Edit;

/// The text of the document with one place changed; its anchors and merges are written out.
pub(crate) fn edit(text: &str, place: &str, edit: Edit) -> Result<String, String> {
    let mut document: Value = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
    // One pass resolves one level of `<<`.
    loop {
        let before = document.clone();
        document.apply_merge().map_err(|error| error.to_string())?;
        if document == before {
            break;
        }
    }
    change(&mut document, place, edit).ok_or_else(|| format!("{place} is not in the document"))?;
    yaml_serde::to_string(&document).map_err(|error| error.to_string())
}

/// Changes one place; none if there is no such place, or nothing to change.
fn change(document: &mut Value, place: &str, edit: Edit) -> Option<()> {
    let (parent, name) = place.rsplit_once('/')?;
    let mut value = document;
    for step in parent.split('/').skip(1) {
        value = match step.parse::<usize>() {
            Ok(index) if value.is_sequence() => value.get_mut(index)?,
            _ => value.get_mut(unescaped(step))?,
        };
    }
    let name = unescaped(name);
    match edit {
        Edit::Remove => value.as_mapping_mut()?.remove(&name).map(|_| ()),
        Edit::Set(text) => {
            let new: Value = yaml_serde::from_str(text).ok()?;
            value.as_mapping_mut()?.insert(name.into(), new);
            Some(())
        }
        Edit::Without(item) => {
            let list = value.get_mut(name)?.as_sequence_mut()?;
            let before = list.len();
            list.retain(|value| !is(value, item));
            (list.len() + 1 == before).then_some(())
        }
    }
}

fn is(value: &Value, item: &str) -> bool {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    value.as_str() == Some(item)
        || text("name") == Some(item)
        || text("$ref").is_some_and(|reference| reference.ends_with(&format!("/{item}")))
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Edit, edit};

    const TEXT: &str =
        "a: &a { x: 1 }\nb: { <<: *a, /y: [one, { name: two }, { $ref: '#/three', z: 4 }] }\n";

    #[test]
    fn a_place_is_removed_set_or_made_shorter() {
        let changed = |place, how| edit(TEXT, place, how).unwrap();
        assert!(!changed("/a/x", Edit::Remove).contains("a:\n  x"));
        assert!(changed("/b/x", Edit::Set("[2]")).contains("- 2"));
        assert!(!changed("/b/~1y/2/z", Edit::Remove).contains("z: 4"));
        for item in ["one", "two", "three"] {
            assert!(!changed("/b/~1y", Edit::Without(item)).contains(item));
        }
        for (place, how) in [
            ("/c", Edit::Remove),
            ("/c/d", Edit::Set("1")),
            ("/b/~1y", Edit::Without("four")),
        ] {
            assert!(edit(TEXT, place, how).is_err());
        }
    }
}
