-- Operating flows: what failed, what was moved to another version, commands on many instances, flows that start by time.
ALTER TABLE fw_flow_instance ADD COLUMN suspended boolean NOT NULL DEFAULT false;
CREATE INDEX fw_flow_instance_flow ON fw_flow_instance (flow, id);
CREATE INDEX fw_flow_instance_ended ON fw_flow_instance (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE fw_incident (
    id          bigint PRIMARY KEY,
    instance_id bigint NOT NULL,
    number      bigint NOT NULL,          -- of the instance's incidents
    flow        text NOT NULL,
    node        text NOT NULL,
    kind        text NOT NULL,             -- job, decision, timer, step
    code        text NOT NULL,
    text_en     text NOT NULL DEFAULT '',
    text_zh     text NOT NULL DEFAULT '',
    attempts    bigint NOT NULL DEFAULT 0,
    command     text NOT NULL DEFAULT '',  -- JSON: what is done again by a retry; empty: the job, the timer or the node
    entity      text NOT NULL DEFAULT '',
    record_id   bigint,
    state       text NOT NULL,             -- open, solved
    how         text NOT NULL DEFAULT '',  -- retried, skipped, moved, answered, ended
    created_at  timestamptz NOT NULL,
    solved_at   timestamptz,
    solved_by   bigint
);
CREATE UNIQUE INDEX fw_incident_instance ON fw_incident (instance_id, number);
CREATE INDEX fw_incident_open ON fw_incident (id) WHERE state = 'open';
CREATE INDEX fw_incident_flow ON fw_incident (flow, id);

-- What an instance ran on before its step `seq`, which moved it to another version.
CREATE TABLE fw_flow_migration (
    instance_id   bigint NOT NULL,
    seq           bigint NOT NULL,
    flow_version  text NOT NULL,
    deployment_id bigint NOT NULL,
    PRIMARY KEY (instance_id, seq)
);

-- One command on many instances; each item is done once, in a transaction of its own.
CREATE TABLE fw_bulk (
    id         bigint PRIMARY KEY,
    action     text NOT NULL,
    arguments  text NOT NULL,              -- JSON: the body of the command on one instance
    dry_run    boolean NOT NULL DEFAULT false,
    state      text NOT NULL,              -- running, stopped, done
    total      bigint NOT NULL,
    done       bigint NOT NULL DEFAULT 0,
    failed     bigint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    created_by bigint,
    ended_at   timestamptz
);
CREATE INDEX fw_bulk_running ON fw_bulk (id) WHERE state = 'running';
CREATE TABLE fw_bulk_item (
    bulk_id     bigint NOT NULL,
    instance_id bigint NOT NULL,
    result      text NOT NULL DEFAULT 'waiting', -- waiting, done, failed
    code        text NOT NULL DEFAULT '',
    text_en     text NOT NULL DEFAULT '',
    text_zh     text NOT NULL DEFAULT '',
    at          timestamptz,
    PRIMARY KEY (bulk_id, instance_id)
);
CREATE INDEX fw_bulk_item_result ON fw_bulk_item (bulk_id, result, instance_id);

-- Flows that times start; the next time is a row of fw_timer with kind 'start' and this id as its instance.
CREATE TABLE fw_flow_schedule (
    id         bigint PRIMARY KEY,
    flow       text NOT NULL,
    node       text NOT NULL,
    rule       text NOT NULL,              -- JSON: the start event as it was deployed
    times_left bigint NOT NULL,           -- after the next one; -1: without end
    UNIQUE (flow, node)
);

-- Records for which the condition that starts a flow holds: it starts when it becomes true.
CREATE TABLE fw_flow_held (
    flow      text NOT NULL,
    node      text NOT NULL,
    record_id bigint NOT NULL,
    PRIMARY KEY (flow, node, record_id)
);
