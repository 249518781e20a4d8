-- What running flows wait for besides people and time, messages kept for them, and who called whom.
CREATE TABLE fw_flow_wait (
    instance_id INTEGER NOT NULL,
    number      INTEGER NOT NULL,          -- of the instance's waits
    kind        TEXT NOT NULL,             -- message, signal, condition, job, call
    name        TEXT NOT NULL,             -- of the message, signal, action or flow
    key         TEXT NOT NULL DEFAULT '',  -- JSON of the correlation key; empty: any
    PRIMARY KEY (instance_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX fw_flow_wait_name ON fw_flow_wait (name, kind, key);

CREATE TABLE fw_flow_message (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    key      TEXT NOT NULL DEFAULT '',
    content  TEXT NOT NULL,                -- JSON
    until_at INTEGER NOT NULL
) STRICT;
CREATE INDEX fw_flow_message_name ON fw_flow_message (name, key);

CREATE TABLE fw_flow_call (
    child_id  INTEGER PRIMARY KEY,
    parent_id INTEGER NOT NULL,
    wait      INTEGER NOT NULL            -- of the parent
) STRICT;
CREATE INDEX fw_flow_call_parent ON fw_flow_call (parent_id, wait);
