//! Where the catalog is kept.

use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A place for the catalog, as `--database` names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// The SQLite file.
    pub file: PathBuf,
}

/// A place that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// A scheme that is not known.
    #[error("`{0}` is not a database; write `sqlite:FILE` or the path of a file")]
    Scheme(String),
    /// Nothing after the scheme.
    #[error("`{0}` names no file; write `sqlite:FILE`")]
    NoFile(String),
}

impl Database {
    /// A SQLite file.
    pub fn sqlite(file: &Path) -> Self {
        Self {
            file: file.to_owned(),
        }
    }
}

impl FromStr for Database {
    type Err = DatabaseError;

    /// Reads `sqlite:FILE`, or a plain path.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let file = match text.split_once(':') {
            Some(("sqlite", file)) => file,
            // A drive letter is no scheme.
            Some((scheme, _))
                if scheme.len() > 1
                    && scheme.chars().all(|letter| letter.is_ascii_alphanumeric()) =>
            {
                return Err(DatabaseError::Scheme(text.to_owned()));
            }
            _ => text,
        };
        if file.is_empty() {
            return Err(DatabaseError::NoFile(text.to_owned()));
        }
        Ok(Self {
            file: PathBuf::from(file),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Database, DatabaseError};

    #[test]
    fn a_database_is_a_scheme_and_a_file_or_a_path() {
        for text in ["sqlite:/var/lib/b.db", "/var/lib/b.db"] {
            assert_eq!(
                text.parse::<Database>().map(|database| database.file),
                Ok("/var/lib/b.db".into())
            );
        }
        assert_eq!(
            "sqlite:".parse::<Database>(),
            Err(DatabaseError::NoFile("sqlite:".to_owned()))
        );
        assert_eq!(
            "mysql://h/b".parse::<Database>(),
            Err(DatabaseError::Scheme("mysql://h/b".to_owned()))
        );
    }
}
