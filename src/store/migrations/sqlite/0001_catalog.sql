-- The catalog. Guids are 16-byte blobs, times epoch ms UTC, durations ms, sizes bytes, enumerations the wire's names
-- (so that they sort by name), booleans 0/1. `*_folded` is the text after Unicode case folding, for case-insensitive
-- search that means the same on every store.

CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL
) STRICT;

-- A repository of a source; `key` is the tool's own repository id ('' where the tool has none).
CREATE TABLE repositories (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    key TEXT NOT NULL,
    UNIQUE (source_id, key)
) STRICT;

-- What one complete inventory speaks for: only records of the same scope are reconciled by it.
CREATE TABLE scopes (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES sources (id),
    name TEXT NOT NULL,
    taken_at INTEGER,
    UNIQUE (source_id, name)
) STRICT;

CREATE TABLE policies (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL
) STRICT;

CREATE TABLE rules (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    policy_id INTEGER REFERENCES policies (id)
) STRICT;

CREATE TABLE destinations (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL
) STRICT;

CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL
) STRICT;

CREATE TABLE projects (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL
) STRICT;

-- kind: hypervisor, hypervisor-manager, storage-provider, cloud-service-provider
CREATE TABLE infrastructure (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    guid BLOB NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    UNIQUE (kind, guid)
) STRICT;

-- Who or what starts backups. type: USER, SCHEDULE, SYSTEM_SCHEDULE
CREATE TABLE origins (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    type TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT;

CREATE TABLE entities (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    project_id INTEGER REFERENCES projects (id),
    hypervisor_id INTEGER REFERENCES infrastructure (id),
    hypervisor_manager_id INTEGER REFERENCES infrastructure (id),
    storage_provider_id INTEGER REFERENCES infrastructure (id),
    cloud_service_provider_id INTEGER REFERENCES infrastructure (id)
) STRICT;
CREATE INDEX entities_project ON entities (project_id) WHERE project_id IS NOT NULL;
CREATE INDEX entities_hypervisor ON entities (hypervisor_id) WHERE hypervisor_id IS NOT NULL;

CREATE TABLE backups (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    entity_id INTEGER NOT NULL REFERENCES entities (id),
    status TEXT NOT NULL,
    type TEXT NOT NULL,
    snapshot_time INTEGER NOT NULL,
    backup_time INTEGER,
    size INTEGER NOT NULL,
    transferred INTEGER,
    stored INTEGER,
    objects INTEGER,
    status_info TEXT,
    status_info_folded TEXT,
    -- task times, ms
    queued_export_time INTEGER NOT NULL,
    export_time INTEGER NOT NULL,
    queued_store_time INTEGER NOT NULL,
    store_time INTEGER NOT NULL,
    -- the policy in force: the one it was recorded with, else its rule's (policy_from_rule = 1). Kept here so that one
    -- index serves the filter; binding a rule to another policy updates its backups in the same transaction.
    policy_id INTEGER REFERENCES policies (id),
    policy_from_rule INTEGER NOT NULL DEFAULT 0,
    rule_id INTEGER REFERENCES rules (id),
    node_id INTEGER REFERENCES nodes (id),
    origin_id INTEGER REFERENCES origins (id),
    mode TEXT,
    hidden INTEGER NOT NULL,
    mountable INTEGER NOT NULL,
    iscsi_mountable INTEGER NOT NULL,
    archive_expire INTEGER,
    -- chain. parent_guid is what the source says, whether known here or not; parent_id is set once it is known;
    -- root_id is the farthest known ancestor (the backup itself where it has none), chain_position the number of ancestors.
    parent_guid BLOB,
    parent_native TEXT,
    parent_id INTEGER REFERENCES backups (id),
    root_id INTEGER NOT NULL,
    chain_position INTEGER NOT NULL,
    -- texts. reported_* is what the source said last, so that an edit by a person survives the next import and a
    -- new report is still noticed. warnings: JSON array of strings.
    description TEXT,
    description_folded TEXT,
    reported_description TEXT,
    warnings TEXT NOT NULL DEFAULT '[]',
    reported_warnings TEXT NOT NULL DEFAULT '[]',
    -- what inventories warn of; reported_warnings is what runs do
    inventory_warnings TEXT NOT NULL DEFAULT '[]',
    warnings_acknowledged INTEGER NOT NULL DEFAULT 0,
    -- identity at the source
    source_id INTEGER NOT NULL REFERENCES sources (id),
    repository_id INTEGER NOT NULL REFERENCES repositories (id),
    scope_id INTEGER REFERENCES scopes (id),
    native_id TEXT,
    run TEXT,
    original TEXT,
    tool TEXT,
    labels TEXT,
    exit_code INTEGER,
    -- merging: what was reported, beside what is shown. started: epoch ms; *_status: what runs said last and the worst
    -- that inventories said; reported: bits, see store/ingest/row.rs
    started INTEGER,
    pushed_status TEXT,
    pulled_status TEXT,
    reported INTEGER NOT NULL DEFAULT 0,
    -- life: bit 1 = reported by a run (push), bit 2 = seen in an inventory (pull), bit 4 = a push said that it is gone
    seen INTEGER NOT NULL,
    removed_time INTEGER,
    -- the status to come back to if a removed backup reappears
    removed_from TEXT,
    -- grows with every change of the row: the ETag
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX backups_time ON backups (snapshot_time DESC, guid);
CREATE INDEX backups_entity ON backups (entity_id, snapshot_time DESC, guid);
CREATE INDEX backups_policy ON backups (policy_id, snapshot_time DESC, guid) WHERE policy_id IS NOT NULL;
CREATE INDEX backups_rule ON backups (rule_id, snapshot_time DESC, guid) WHERE rule_id IS NOT NULL;
CREATE INDEX backups_parent ON backups (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX backups_unresolved ON backups (parent_guid) WHERE parent_id IS NULL AND parent_guid IS NOT NULL;
CREATE INDEX backups_root ON backups (root_id) WHERE parent_id IS NOT NULL;
-- Runs of old restic know only the first 8 digits of an id; see store/ingest/find.rs.
CREATE INDEX backups_long_id ON backups (repository_id, substr(native_id, 1, 8)) WHERE length(native_id) = 64;
CREATE INDEX backups_short_id ON backups (repository_id, native_id) WHERE length(native_id) = 8;
CREATE INDEX backups_scope ON backups (scope_id, id) WHERE scope_id IS NOT NULL;

-- Other guids under which the source may name a backup: an id that was renamed, an explicit guid.
CREATE TABLE aliases (
    guid BLOB PRIMARY KEY,
    backup_id INTEGER NOT NULL REFERENCES backups (id)
) STRICT, WITHOUT ROWID;

-- The copies of a backup, the primary one at position 0.
CREATE TABLE locations (
    backup_id INTEGER NOT NULL REFERENCES backups (id),
    position INTEGER NOT NULL,
    guid BLOB NOT NULL,
    destination_id INTEGER NOT NULL REFERENCES destinations (id),
    destination_type TEXT,
    role TEXT NOT NULL,
    status TEXT NOT NULL,
    -- what the source said of the copy itself; without it the status follows the backup's
    reported_status TEXT,
    retention_hint TEXT NOT NULL,
    archive_expire INTEGER,
    status_info TEXT,
    PRIMARY KEY (backup_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX locations_destination ON locations (destination_id, backup_id);

-- Sums of backups, kept in the transactions that write them. scope: a policy, 0 = without one, -1 = all; day: days since
-- 1970 of snapshot_time (UTC); sizes (bytes) and task times (ms) as sums of their upper and lower 32 bits.
CREATE TABLE rollups (
    scope INTEGER NOT NULL,
    day INTEGER NOT NULL,
    status TEXT NOT NULL,
    type TEXT NOT NULL,
    backups INTEGER NOT NULL,
    size_high INTEGER NOT NULL,
    size_low INTEGER NOT NULL,
    time_high INTEGER NOT NULL,
    time_low INTEGER NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    PRIMARY KEY (scope, day, status, type)
) STRICT, WITHOUT ROWID;

-- Which backups each write changed, for what servers hold in memory of them; see store/changes.rs. backups: the row ids, a
-- JSON array, without those that were added; null: too many to name.
CREATE TABLE changes (
    state INTEGER PRIMARY KEY,
    backups TEXT
) STRICT;

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    login TEXT NOT NULL UNIQUE,
    -- PHC string (argon2id)
    password_hash TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

-- token_hash: BLAKE3 of the cookie's value; the value itself is nowhere.
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    -- the state of the catalog that its last write made (PostgreSQL: catalog.version; SQLite has no standby to ask)
    wrote INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
