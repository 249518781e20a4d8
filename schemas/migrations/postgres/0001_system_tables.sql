-- The system tables. Ids are 63-bit and time-ordered (runtime/storage/ids.h); moments are timestamptz.

CREATE TABLE fw_meta (
    key   text PRIMARY KEY,
    value text NOT NULL
);

-- What was deployed: the newest row with status 'active' is the running program.
CREATE TABLE fw_deployment (
    id         bigint PRIMARY KEY,
    created_at timestamptz NOT NULL,
    created_by bigint,
    note       text NOT NULL DEFAULT '',
    packs      text NOT NULL,  -- JSON: [{"id", "version"}]
    program    text NOT NULL,  -- JSON: every model, as compiled
    plan       text NOT NULL DEFAULT '[]',  -- JSON: what changed in the database
    status     text NOT NULL  -- active, replaced
);
CREATE INDEX fw_deployment_status ON fw_deployment (status, id);

-- Who may sign in. People and units themselves are records of the pack base (docs/decisions/002); every person_id, owner
-- and created_by is the id of a base.person.
CREATE TABLE fw_user (
    person_id     bigint PRIMARY KEY,
    login         text NOT NULL UNIQUE,
    password_hash text NOT NULL DEFAULT '',  -- Argon2id; empty: cannot sign in with a password
    language      text NOT NULL DEFAULT 'en',
    active        boolean NOT NULL DEFAULT TRUE,
    failed_count  bigint NOT NULL DEFAULT 0,
    locked_until  timestamptz,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL
);

CREATE TABLE fw_role_member (
    role      text NOT NULL,  -- id of a role model
    person_id bigint NOT NULL,
    PRIMARY KEY (role, person_id)
);
CREATE INDEX fw_role_member_person ON fw_role_member (person_id);

CREATE TABLE fw_session (
    token_hash bytea PRIMARY KEY,
    person_id  bigint NOT NULL REFERENCES fw_user (person_id) ON DELETE CASCADE,
    csrf       text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    agent      text NOT NULL DEFAULT ''
);
CREATE INDEX fw_session_person ON fw_session (person_id);
CREATE INDEX fw_session_expires ON fw_session (expires_at);

CREATE TABLE fw_api_token (
    id         bigint PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    person_id  bigint NOT NULL REFERENCES fw_user (person_id) ON DELETE CASCADE,
    label      text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    used_at    timestamptz,
    expires_at timestamptz
);
CREATE INDEX fw_api_token_person ON fw_api_token (person_id);

-- Auto-numbers: one row for each field and period ("sales_contract.number", "2026").
CREATE TABLE fw_sequence (
    name   text NOT NULL,
    period text NOT NULL DEFAULT '',
    value  bigint NOT NULL,
    PRIMARY KEY (name, period)
);

-- Answers that were given to requests with an Idempotency-Key.
CREATE TABLE fw_idempotency (
    person_id    bigint NOT NULL,
    key          text NOT NULL,
    request_hash bytea NOT NULL,
    status       bigint NOT NULL,
    headers      text NOT NULL DEFAULT '',
    response     text NOT NULL,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE INDEX fw_idempotency_created ON fw_idempotency (created_at);

-- Flows: the snapshot is what the events, replayed, give.
CREATE TABLE fw_flow_instance (
    id            bigint PRIMARY KEY,
    flow          text NOT NULL,
    flow_version  text NOT NULL,           -- flow::Flow::version: where it is no longer the deployed one …
    deployment_id bigint NOT NULL,        -- … the models it started with
    entity        text NOT NULL DEFAULT '',
    record_id     bigint,
    initiator_id  bigint,
    state         text NOT NULL,           -- running, completed, refused, withdrawn, terminated
    round         bigint NOT NULL,
    snapshot      text NOT NULL,           -- JSON
    version       bigint NOT NULL,        -- steps so far
    started_at    timestamptz NOT NULL,
    ended_at      timestamptz
);
CREATE INDEX fw_flow_instance_record ON fw_flow_instance (entity, record_id);
CREATE UNIQUE INDEX fw_flow_instance_once ON fw_flow_instance (record_id, flow) WHERE state = 'running' AND record_id IS NOT NULL;
CREATE INDEX fw_flow_instance_state ON fw_flow_instance (state, id);
CREATE INDEX fw_flow_instance_initiator ON fw_flow_instance (initiator_id, id);

CREATE TABLE fw_flow_event (
    instance_id bigint NOT NULL,
    seq         bigint NOT NULL,          -- of the step, from 1
    at          timestamptz NOT NULL,
    events      text NOT NULL,             -- JSON array: what happened in the step
    PRIMARY KEY (instance_id, seq)
);

CREATE TABLE fw_task (
    id           bigint PRIMARY KEY,
    instance_id  bigint NOT NULL,
    seat         bigint NOT NULL,         -- of the instance
    flow         text NOT NULL,
    node         text NOT NULL,
    kind         text NOT NULL,            -- approval, user_task
    assignee_id  bigint,                  -- null: any administrator
    status       text NOT NULL,            -- open, done, cancelled
    outcome      text NOT NULL DEFAULT '', -- approved, refused, completed, returned, transferred, or why it was cancelled
    comment      text NOT NULL DEFAULT '',
    entity       text NOT NULL DEFAULT '',
    record_id    bigint,
    initiator_id bigint,
    round        bigint NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL,
    due_at       timestamptz,
    done_at      timestamptz,
    done_by      bigint
);
CREATE INDEX fw_task_inbox ON fw_task (assignee_id, status, id);
CREATE INDEX fw_task_seat ON fw_task (instance_id, seat);
CREATE INDEX fw_task_record ON fw_task (record_id);
CREATE INDEX fw_task_done_by ON fw_task (done_by, id) WHERE done_by IS NOT NULL;

-- Due work: the jobs part takes rows in order of due_at and deletes them in the transaction that does the work.
CREATE TABLE fw_timer (
    id          bigint PRIMARY KEY,
    due_at      timestamptz NOT NULL,
    kind        text NOT NULL,             -- flow
    instance_id bigint NOT NULL,
    number      bigint NOT NULL,          -- of the instance's timers
    attempts    bigint NOT NULL DEFAULT 0,
    error       text NOT NULL DEFAULT ''
);
CREATE INDEX fw_timer_due ON fw_timer (due_at, id);
CREATE UNIQUE INDEX fw_timer_instance ON fw_timer (instance_id, number);

-- Effects on the outside world, written with their cause and delivered at least once.
CREATE TABLE fw_outbox (
    id         bigint PRIMARY KEY,
    channel    text NOT NULL,  -- inbox, mail, webhook, …
    key        text NOT NULL UNIQUE,  -- stable: the same cause never sends twice
    payload    text NOT NULL,  -- JSON
    status     text NOT NULL,  -- waiting, sent, dead
    attempts   bigint NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at    timestamptz,
    error      text NOT NULL DEFAULT ''
);
CREATE INDEX fw_outbox_next ON fw_outbox (next_at, id) WHERE status = 'waiting';

CREATE TABLE fw_notification (
    id         bigint PRIMARY KEY,
    person_id  bigint NOT NULL,
    cause      text NOT NULL,              -- stable: one notification for a person and a cause
    kind       text NOT NULL DEFAULT '',   -- reminder, notify, task, mention
    text_en    text NOT NULL DEFAULT '',
    text_zh    text NOT NULL DEFAULT '',
    entity     text NOT NULL DEFAULT '',
    record_id  bigint,
    task_id    bigint,
    created_at timestamptz NOT NULL,
    read_at    timestamptz,
    UNIQUE (person_id, cause)
);
CREATE INDEX fw_notification_person ON fw_notification (person_id, id);
CREATE INDEX fw_notification_unread ON fw_notification (person_id, id) WHERE read_at IS NULL;

-- Who changed what, and when.
CREATE TABLE fw_audit (
    id        bigint PRIMARY KEY,
    at        timestamptz NOT NULL,
    person_id bigint,
    entity    text NOT NULL,
    record_id bigint,
    action    text NOT NULL,  -- create, update, delete, restore, sign_in, deploy, …
    changes   text NOT NULL DEFAULT '{}'  -- JSON: {"field": [old, new]}
);
CREATE INDEX fw_audit_record ON fw_audit (entity, record_id, id);
CREATE INDEX fw_audit_person ON fw_audit (person_id, id);
