//! The query of an address, to be changed in one place and kept in all others.

/// Names and values in their order; none is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the text after `?`, or a form's body: what was left empty is not there.
    pub(super) fn parse(text: &str) -> Self {
        let pairs = form_urlencoded::parse(text.as_bytes())
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        Self(pairs.collect())
    }

    /// The first value of a name.
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.pairs()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// The values of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs()
            .filter(move |(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// All names with their values.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same with this one value of a name.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut query = self.without(name);
        query.0.push((name.to_owned(), value.to_owned()));
        query
    }

    /// The same without a name.
    pub(super) fn without(&self, name: &str) -> Self {
        let mut query = self.clone();
        query.0.retain(|(known, _)| known != name);
        query
    }

    /// The same without one value of a name.
    pub(super) fn without_value(&self, name: &str, value: &str) -> Self {
        let mut query = self.clone();
        query.0.retain(|(known, of)| known != name || of != value);
        query
    }

    /// The address of a path with this query.
    pub(super) fn at(&self, path: &str) -> String {
        let query = self.text();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    }

    /// As text, percent-encoded.
    pub(super) fn text(&self) -> String {
        let mut text = form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(self.pairs());
        text.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Query;

    #[test]
    fn one_place_changes_and_the_others_stay() {
        let query = Query::parse("status=FAILED&status=QUEUED&nameLike=&filter=a%26b");
        assert_eq!(query.first("filter"), Some("a&b"));
        assert_eq!(query.first("nameLike"), None);
        assert_eq!(query.all("status").count(), 2);
        let paged = query.with("page", "1").with("page", "2");
        assert_eq!(
            paged.at("/backups"),
            "/backups?status=FAILED&status=QUEUED&filter=a%26b&page=2"
        );
        let less = query.without_value("status", "FAILED").without("filter");
        assert_eq!(less.at("/backups"), "/backups?status=QUEUED");
        assert_eq!(Query::default().at("/"), "/");
    }
}
