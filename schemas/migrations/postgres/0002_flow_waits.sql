-- What running flows wait for besides people and time, messages kept for them, and who called whom.
CREATE TABLE fw_flow_wait (
    instance_id bigint NOT NULL,
    number      bigint NOT NULL,          -- of the instance's waits
    kind        text NOT NULL,             -- message, signal, condition, job, call
    name        text NOT NULL,             -- of the message, signal, action or flow
    key         text NOT NULL DEFAULT '',  -- JSON of the correlation key; empty: any
    PRIMARY KEY (instance_id, number)
);
CREATE INDEX fw_flow_wait_name ON fw_flow_wait (name, kind, key);

CREATE TABLE fw_flow_message (
    id       bigint PRIMARY KEY,
    name     text NOT NULL,
    key      text NOT NULL DEFAULT '',
    content  text NOT NULL,                -- JSON
    until_at timestamptz NOT NULL
);
CREATE INDEX fw_flow_message_name ON fw_flow_message (name, key);

CREATE TABLE fw_flow_call (
    child_id  bigint PRIMARY KEY,
    parent_id bigint NOT NULL,
    wait      bigint NOT NULL            -- of the parent
);
CREATE INDEX fw_flow_call_parent ON fw_flow_call (parent_id, wait);
