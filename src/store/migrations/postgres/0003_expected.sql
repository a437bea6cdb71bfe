-- How often backups should succeed, as people have said it: ms from one success to the next (0: none are expected), and how
-- much later is not yet overdue. Null: nothing was said.
ALTER TABLE entities ADD COLUMN expected_interval BIGINT;
ALTER TABLE entities ADD COLUMN expected_grace BIGINT;
ALTER TABLE policies ADD COLUMN expected_interval BIGINT;
ALTER TABLE policies ADD COLUMN expected_grace BIGINT;
