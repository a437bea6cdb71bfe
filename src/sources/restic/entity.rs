//! What a snapshot protects: the paths of a host.

use std::collections::BTreeSet;

use crate::domain::record::limits::NAME;

/// `HOST:PATH,PATH…`. The paths are sorted, as restic does when it groups snapshots: `restic backup /a /b` and `/b /a`
/// protect the same thing.
pub(in crate::sources) fn name(host: &str, paths: &[String]) -> String {
    let paths: BTreeSet<&str> = paths.iter().map(String::as_str).collect();
    let joined = paths.iter().copied().collect::<Vec<_>>().join(",");
    let name = match (host, joined.as_str()) {
        ("", joined) => joined.to_owned(),
        (host, "") => host.to_owned(),
        (host, joined) => format!("{host}:{joined}"),
    };
    if name.chars().count() <= NAME {
        return name;
    }
    // A backup of very many paths. The digest keeps two such lists apart that begin alike.
    let digest = blake3::hash(name.as_bytes()).to_hex();
    let end = format!("… ({} paths, {})", paths.len(), &digest[..12]);
    let kept = NAME - end.chars().count();
    name.chars().take(kept).chain(end.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::{NAME, name};

    fn paths(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn the_order_of_the_paths_does_not_matter() {
        assert_eq!(name("web01", &paths(&["/b", "/a"])), "web01:/a,/b");
        assert_eq!(name("web01", &paths(&["/a", "/b"])), "web01:/a,/b");
    }

    #[test]
    fn a_snapshot_without_a_host_or_without_paths_still_has_a_name() {
        assert_eq!(name("", &paths(&["/a"])), "/a");
        assert_eq!(name("web01", &[]), "web01");
        assert_eq!(name("", &[]), "");
    }

    #[test]
    fn very_many_paths_are_cut_and_stay_apart() {
        let mut many: Vec<String> = (0..500).map(|number| format!("/srv/{number:04}")).collect();
        let one = name("web01", &many);
        many.push("/zzz".to_owned());
        let other = name("web01", &many);
        assert_eq!(one.chars().count(), NAME);
        assert!(one.contains("… (500 paths, "), "{one}");
        assert_ne!(one, other);
    }
}
