-- The sizes that a new one is compared with, without reading the backups themselves; see store/findings/series.rs.
-- `reported` is in it for SQLite's sake, which looks at the condition of the index again.
CREATE INDEX backups_series
    ON backups (entity_id, source_id, type, snapshot_time, guid, size, status, removed_from, reported)
    WHERE (reported & 4) <> 0;
