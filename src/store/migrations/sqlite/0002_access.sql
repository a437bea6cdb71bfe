-- Who may do and see what: roles, scopes, API tokens, and the audit log.

-- scope: JSON, the guids whose backups the user sees; null: everything. disabled: 1 keeps the user out.
ALTER TABLE users ADD COLUMN scope TEXT;
ALTER TABLE users ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;

-- Roles beside those that every catalog has. privileges: JSON, names.
CREATE TABLE roles (
    name TEXT PRIMARY KEY,
    description TEXT NOT NULL,
    privileges TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE user_roles (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, role)
) STRICT, WITHOUT ROWID;

INSERT INTO user_roles (user_id, role) SELECT id, 'ADMINISTRATOR' FROM users;

-- token_hash: BLAKE3 of the secret, which is nowhere. A token that was revoked stays, so that the audit log can name it.
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    guid BLOB NOT NULL UNIQUE,
    name TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    scope TEXT,
    created INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires INTEGER,
    revoked INTEGER,
    last_used INTEGER,
    wrote INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX tokens_name ON tokens (name) WHERE revoked IS NULL;

CREATE TABLE token_roles (
    token_id INTEGER NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY (token_id, role)
) STRICT, WITHOUT ROWID;

-- A session is a user's or a token's. Those that were alive end: it costs one log-in.
DROP TABLE sessions;
CREATE TABLE sessions (
    token_hash BLOB PRIMARY KEY,
    user_id INTEGER REFERENCES users (id) ON DELETE CASCADE,
    token_id INTEGER REFERENCES tokens (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    -- the state of the catalog that its last write made (PostgreSQL: catalog.version; SQLite has no standby to ask)
    wrote INTEGER NOT NULL DEFAULT 0,
    CHECK ((user_id IS NULL) <> (token_id IS NULL))
) STRICT, WITHOUT ROWID;

-- Only ever added to, and forgotten by age.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_guid BLOB,
    actor_name TEXT NOT NULL,
    address TEXT,
    subject_kind TEXT,
    subject_guid BLOB,
    subject_name TEXT,
    -- JSON: what changed, or why it was refused
    detail TEXT NOT NULL
) STRICT;

CREATE INDEX audit_time ON audit (time DESC, id DESC);
