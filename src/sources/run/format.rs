//! Which tool it is whose run is read.

use std::fmt;
use std::str::FromStr;

use super::{
    Reader, Stream, barman, borg, borgmatic, btrbk, duplicity, mariadb, pgbackrest, plain, rclone,
    restic, rustic,
};

/// A tool whose output is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `restic backup`, best with `--json`.
    Restic,
    /// `rustic backup --json`.
    Rustic,
    /// `borg create --json`, best with `--log-json`.
    Borg,
    /// `borgmatic create --json`.
    Borgmatic,
    /// `pgbackrest backup`.
    PgBackRest,
    /// `barman backup`.
    Barman,
    /// `duplicity`.
    Duplicity,
    /// `btrbk run --format=raw`.
    Btrbk,
    /// `rclone sync --use-json-log -v --stats 30s`.
    Rclone,
    /// `mariadb-backup --backup`.
    MariaDb,
    /// Any other command: its exit status alone says how it went.
    Plain,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Restic,
        Self::Rustic,
        Self::Borg,
        Self::Borgmatic,
        Self::PgBackRest,
        Self::Barman,
        Self::Duplicity,
        Self::Btrbk,
        Self::Rclone,
        Self::MariaDb,
        Self::Plain,
    ];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Restic => "restic",
            Self::Rustic => "rustic",
            Self::Borg => "borg",
            Self::Borgmatic => "borgmatic",
            Self::PgBackRest => "pgbackrest",
            Self::Barman => "barman",
            Self::Duplicity => "duplicity",
            Self::Btrbk => "btrbk",
            Self::Rclone => "rclone",
            Self::MariaDb => "mariadb",
            Self::Plain => "plain",
        }
    }

    /// What its records call the tool; none: of any other command nothing is known.
    pub(super) const fn tool(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::MariaDb => Some("mariadb-backup"),
            tool => Some(tool.as_str()),
        }
    }

    /// The tool of a program by its name, without its folder.
    pub fn of_program(program: &str) -> Option<Self> {
        match program {
            "mariadb-backup" | "mariabackup" => Some(Self::MariaDb),
            "mariadb" | "plain" => None,
            name => name.parse().ok(),
        }
    }

    /// Whether what it prints there is read; the backup itself may go to standard output.
    pub const fn is_read_on(self, stream: Stream) -> bool {
        match stream {
            Stream::Out => !matches!(self, Self::Plain | Self::MariaDb | Self::Rclone),
            Stream::Err | Stream::Either => true,
        }
    }

    /// Reads a run of it.
    pub fn reader(self) -> Box<dyn Reader> {
        match self {
            Self::Restic => Box::new(restic::Restic::default()),
            Self::Rustic => Box::new(rustic::Rustic::default()),
            Self::Borg => Box::new(borg::Borg::default()),
            Self::Borgmatic => Box::new(borgmatic::Borgmatic::default()),
            Self::PgBackRest => Box::new(pgbackrest::PgBackRest::default()),
            Self::Barman => Box::new(barman::Barman::default()),
            Self::Duplicity => Box::new(duplicity::Duplicity::default()),
            Self::Btrbk => Box::new(btrbk::Btrbk::default()),
            Self::Rclone => Box::new(rclone::Rclone::default()),
            Self::MariaDb => Box::new(mariadb::MariaDb::default()),
            Self::Plain => Box::new(plain::Plain::default()),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|format| format.as_str() == text);
        found.ok_or_else(|| {
            let names = Self::ALL.map(Self::as_str).join(", ");
            format!("`{text}` is none of {names}")
        })
    }
}
