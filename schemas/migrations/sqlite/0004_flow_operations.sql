-- Operating flows: what failed, what was moved to another version, commands on many instances, flows that start by time.
ALTER TABLE fw_flow_instance ADD COLUMN suspended INTEGER NOT NULL DEFAULT 0;
CREATE INDEX fw_flow_instance_flow ON fw_flow_instance (flow, id);
CREATE INDEX fw_flow_instance_ended ON fw_flow_instance (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE fw_incident (
    id          INTEGER PRIMARY KEY,
    instance_id INTEGER NOT NULL,
    number      INTEGER NOT NULL,          -- of the instance's incidents
    flow        TEXT NOT NULL,
    node        TEXT NOT NULL,
    kind        TEXT NOT NULL,             -- job, decision, timer, step
    code        TEXT NOT NULL,
    text_en     TEXT NOT NULL DEFAULT '',
    text_zh     TEXT NOT NULL DEFAULT '',
    attempts    INTEGER NOT NULL DEFAULT 0,
    command     TEXT NOT NULL DEFAULT '',  -- JSON: what is done again by a retry; empty: the job, the timer or the node
    entity      TEXT NOT NULL DEFAULT '',
    record_id   INTEGER,
    state       TEXT NOT NULL,             -- open, solved
    how         TEXT NOT NULL DEFAULT '',  -- retried, skipped, moved, answered, ended
    created_at  INTEGER NOT NULL,
    solved_at   INTEGER,
    solved_by   INTEGER
) STRICT;
CREATE UNIQUE INDEX fw_incident_instance ON fw_incident (instance_id, number);
CREATE INDEX fw_incident_open ON fw_incident (id) WHERE state = 'open';
CREATE INDEX fw_incident_flow ON fw_incident (flow, id);

-- What an instance ran on before its step `seq`, which moved it to another version.
CREATE TABLE fw_flow_migration (
    instance_id   INTEGER NOT NULL,
    seq           INTEGER NOT NULL,
    flow_version  TEXT NOT NULL,
    deployment_id INTEGER NOT NULL,
    PRIMARY KEY (instance_id, seq)
) STRICT, WITHOUT ROWID;

-- One command on many instances; each item is done once, in a transaction of its own.
CREATE TABLE fw_bulk (
    id         INTEGER PRIMARY KEY,
    action     TEXT NOT NULL,
    arguments  TEXT NOT NULL,              -- JSON: the body of the command on one instance
    dry_run    INTEGER NOT NULL DEFAULT 0,
    state      TEXT NOT NULL,              -- running, stopped, done
    total      INTEGER NOT NULL,
    done       INTEGER NOT NULL DEFAULT 0,
    failed     INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    created_by INTEGER,
    ended_at   INTEGER
) STRICT;
CREATE INDEX fw_bulk_running ON fw_bulk (id) WHERE state = 'running';
CREATE TABLE fw_bulk_item (
    bulk_id     INTEGER NOT NULL,
    instance_id INTEGER NOT NULL,
    result      TEXT NOT NULL DEFAULT 'waiting', -- waiting, done, failed
    code        TEXT NOT NULL DEFAULT '',
    text_en     TEXT NOT NULL DEFAULT '',
    text_zh     TEXT NOT NULL DEFAULT '',
    at          INTEGER,
    PRIMARY KEY (bulk_id, instance_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fw_bulk_item_result ON fw_bulk_item (bulk_id, result, instance_id);

-- Flows that times start; the next time is a row of fw_timer with kind 'start' and this id as its instance.
CREATE TABLE fw_flow_schedule (
    id         INTEGER PRIMARY KEY,
    flow       TEXT NOT NULL,
    node       TEXT NOT NULL,
    rule       TEXT NOT NULL,              -- JSON: the start event as it was deployed
    times_left INTEGER NOT NULL,           -- after the next one; -1: without end
    UNIQUE (flow, node)
) STRICT;

-- Records for which the condition that starts a flow holds: it starts when it becomes true.
CREATE TABLE fw_flow_held (
    flow      TEXT NOT NULL,
    node      TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (flow, node, record_id)
) STRICT, WITHOUT ROWID;
