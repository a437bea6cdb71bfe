-- What people are told of.

-- When a report of a source came last; before this was noted: its newest backup.
ALTER TABLE sources ADD COLUMN last_report INTEGER;
UPDATE sources SET last_report = m.last FROM (
    SELECT source_id, max(coalesce(backup_time, snapshot_time)) AS last FROM backups GROUP BY source_id
) m WHERE m.source_id = sources.id;

-- The last inventory that was refused because it would have marked too much as gone, until one is taken: when it came, how
-- many backups it lists, how many of how many would be gone.
ALTER TABLE scopes ADD COLUMN refused INTEGER;
ALTER TABLE scopes ADD COLUMN refused_listed INTEGER;
ALTER TABLE scopes ADD COLUMN refused_going INTEGER;
ALTER TABLE scopes ADD COLUMN refused_live INTEGER;

-- What is wrong and was told. subject: ENTITY or SOURCE.
CREATE TABLE alerts (
    subject_kind TEXT NOT NULL,
    subject_guid BLOB NOT NULL,
    trouble TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (subject_kind, subject_guid, trouble)
) STRICT, WITHOUT ROWID;

-- Counts the changes of `alerts`: who wants to write the next one has to have seen the last.
CREATE TABLE watch (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    generation INTEGER NOT NULL
) STRICT;
INSERT INTO watch (id, generation) VALUES (1, 0);

-- Messages on their way to a channel. state: WAITING, SENT, DEAD. occasion: sent once only. due: the next attempt.
-- claimed_until: a server is at it. message: JSON.
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    channel TEXT NOT NULL,
    occasion TEXT UNIQUE,
    message TEXT NOT NULL,
    created INTEGER NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due INTEGER NOT NULL,
    claimed_until INTEGER NOT NULL,
    done INTEGER,
    error TEXT
) STRICT;
CREATE INDEX deliveries_waiting ON deliveries (channel, id) WHERE state = 'WAITING';
