-- What the catalog itself warns of, a JSON array of texts; reported_warnings and inventory_warnings are what others said.
ALTER TABLE backups ADD COLUMN findings TEXT NOT NULL DEFAULT '[]';
CREATE INDEX backups_running ON backups (id) WHERE status IN ('QUEUED', 'INPROGRESS');
