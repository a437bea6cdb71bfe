-- The sizes that a new one is compared with, without reading the backups themselves; see store/findings/series.rs.
CREATE INDEX backups_series ON backups (entity_id, source_id, type, snapshot_time, guid, size, status, removed_from)
    WHERE (reported & 4) <> 0;
