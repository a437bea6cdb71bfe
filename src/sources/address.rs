//! The address of a repository, as a name.

/// An address without the login and password before its host: `rest:https://me:secret@nas/` becomes
/// `rest:https://nas/`. `sftp:me@nas:/srv` holds no secret and stays.
pub(crate) fn without_credentials(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..authority].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_credentials;

    #[test]
    fn a_password_never_becomes_a_name() {
        let cases = [
            (
                "rest:https://me:secret@nas:8000/web/",
                "rest:https://nas:8000/web/",
            ),
            ("rest:https://me:se@cret@nas/", "rest:https://nas/"),
            ("rest:http://me@nas", "rest:http://nas"),
            (
                "s3:https://s3.example/bucket@2026",
                "s3:https://s3.example/bucket@2026",
            ),
            ("sftp:me@nas:/srv/restic", "sftp:me@nas:/srv/restic"),
            ("sftp://me@nas//srv/restic", "sftp://nas//srv/restic"),
            ("/srv/restic", "/srv/restic"),
            ("b2:bucket:path", "b2:bucket:path"),
        ];
        for (address, name) in cases {
            assert_eq!(without_credentials(address), name);
        }
    }
}
