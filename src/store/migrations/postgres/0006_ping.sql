-- A token may be one of pings: JSON, what its pings speak of; null: an API token. ping_started: when the run began that is under
-- way, epoch ms; null: none is.
ALTER TABLE tokens ADD COLUMN ping TEXT;
ALTER TABLE tokens ADD COLUMN ping_started BIGINT;
