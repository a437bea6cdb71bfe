//! What the two engines say differently.

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::store) enum Engine {
    /// SQLite, in this process.
    Sqlite,
    /// PostgreSQL, or what speaks like it.
    #[cfg(feature = "postgres")]
    Postgres,
}

impl Engine {
    /// The function that makes rows, each with a `value`, of the numbers in a JSON array: thousands of ids are one short
    /// statement.
    pub(in crate::store) const fn each(self) -> &'static str {
        match self {
            Self::Sqlite => "json_each",
            #[cfg(feature = "postgres")]
            Self::Postgres => "json_array_elements_text",
        }
    }

    /// Whether copies of the database may be read that follow it.
    pub(in crate::store) const fn has_standbys(self) -> bool {
        !matches!(self, Self::Sqlite)
    }

    /// Whether a connection can run other queries while the rows of one are still to come.
    pub(in crate::store) const fn reads_side_by_side(self) -> bool {
        matches!(self, Self::Sqlite)
    }

    /// Whether each statement travels to another process and back.
    pub(in crate::store) const fn is_far(self) -> bool {
        !matches!(self, Self::Sqlite)
    }

    /// What makes JSON of a text.
    pub(in crate::store) const fn json(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            #[cfg(feature = "postgres")]
            Self::Postgres => "::text::json",
        }
    }

    /// `2026-11-23 12:00:00` of a column with epoch ms, in the years 0000 to 9999.
    pub(in crate::store) const fn moment(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "strftime('%Y-%m-%d %H:%M:%S', \
                 (pb.snapshot_time - ((pb.snapshot_time % 1000) + 1000) % 1000) / 1000, 'unixepoch')"
            }
            // The year 0000 is 1 BC there.
            #[cfg(feature = "postgres")]
            Self::Postgres => {
                "(CASE WHEN pb.snapshot_time < -62135596800000 THEN '0000' ELSE \
                 to_char(to_timestamp((pb.snapshot_time - ((pb.snapshot_time % 1000) + 1000) % 1000) / 1000) \
                 AT TIME ZONE 'UTC', 'YYYY') END || \
                 to_char(to_timestamp((pb.snapshot_time - ((pb.snapshot_time % 1000) + 1000) % 1000) / 1000) \
                 AT TIME ZONE 'UTC', '-MM-DD HH24:MI:SS')) COLLATE \"C\""
            }
        }
    }
}
