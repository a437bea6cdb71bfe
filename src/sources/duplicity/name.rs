//! The names that duplicity gives to the files of a set.

/// What such a name says of the set.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Name {
    /// The time of the set, `20261123T080252Z`: what its files are called by.
    pub(crate) id: String,
    /// The time of the set before it; a full one has none.
    pub(crate) parent: Option<String>,
}

impl Name {
    /// Reads `duplicity-full.TIME.…` or `duplicity-inc.TIME.to.TIME.…`, behind whatever prefix.
    pub(crate) fn read(file: &str) -> Option<Self> {
        if let Some((_, rest)) = file.rsplit_once("duplicity-full.") {
            let (time, _) = rest.split_once('.')?;
            return Some(Self {
                id: is_time(time).then(|| time.to_owned())?,
                parent: None,
            });
        }
        let (_, rest) = file.rsplit_once("duplicity-inc.")?;
        let (parent, rest) = rest.split_once(".to.")?;
        let (time, _) = rest.split_once('.')?;
        (is_time(parent) && is_time(time)).then(|| Self {
            id: time.to_owned(),
            parent: Some(parent.to_owned()),
        })
    }
}

/// `20261123T080252Z`.
fn is_time(text: &str) -> bool {
    text.len() == 16
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 => byte == b'T',
            15 => byte == b'Z',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn names_of_sets_are_told_from_others() {
        let read = |file: &str| Name::read(file).map(|name| (name.id, name.parent));
        let time = "20261123T080249Z";
        assert_eq!(
            read(&format!("nas-duplicity-full.{time}.manifest")),
            Some((time.to_owned(), None))
        );
        assert_eq!(
            read(&format!(
                "b'duplicity-inc.{time}.to.20261123T080252Z.vol1.difftar.gpg'"
            )),
            Some(("20261123T080252Z".to_owned(), Some(time.to_owned())))
        );
        for other in [
            "duplicity-full-signatures.20261123T080249Z.sigtar.gz",
            "duplicity-new-signatures.20261123T080249Z.to.20261123T080252Z.sigtar.gz",
            "duplicity-full.yesterday.manifest",
            "duplicity-full.20261123T080249Z",
            "duplicity-inc.20261123T080249Z.to.now.manifest",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
