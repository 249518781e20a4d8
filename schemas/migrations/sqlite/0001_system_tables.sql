-- The system tables. Ids are 63-bit and time-ordered (runtime/storage/ids.h); moments are microseconds since 1970 UTC.

CREATE TABLE fw_meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was deployed: the newest row with status 'active' is the running program.
CREATE TABLE fw_deployment (
    id         INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL,
    created_by INTEGER,
    note       TEXT NOT NULL DEFAULT '',
    packs      TEXT NOT NULL,              -- JSON: [{"id", "version"}]
    program    TEXT NOT NULL,              -- JSON: every model, as compiled
    plan       TEXT NOT NULL DEFAULT '[]', -- JSON: what changed in the database
    status     TEXT NOT NULL               -- active, replaced
) STRICT;
CREATE INDEX fw_deployment_status ON fw_deployment (status, id);

-- Who may sign in. People and units themselves are records of the pack base (docs/decisions/002); every person_id, owner
-- and created_by is the id of a base.person.
CREATE TABLE fw_user (
    person_id     INTEGER PRIMARY KEY,
    login         TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL DEFAULT '', -- Argon2id; empty: cannot sign in with a password
    language      TEXT NOT NULL DEFAULT 'en',
    active        INTEGER NOT NULL DEFAULT 1,
    failed_count  INTEGER NOT NULL DEFAULT 0,
    locked_until  INTEGER,
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE fw_role_member (
    role      TEXT NOT NULL,               -- id of a role model
    person_id INTEGER NOT NULL,
    PRIMARY KEY (role, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX fw_role_member_person ON fw_role_member (person_id);

CREATE TABLE fw_session (
    token_hash BLOB PRIMARY KEY,
    person_id  INTEGER NOT NULL REFERENCES fw_user (person_id) ON DELETE CASCADE,
    csrf       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    agent      TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX fw_session_person ON fw_session (person_id);
CREATE INDEX fw_session_expires ON fw_session (expires_at);

CREATE TABLE fw_api_token (
    id         INTEGER PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    person_id  INTEGER NOT NULL REFERENCES fw_user (person_id) ON DELETE CASCADE,
    label      TEXT NOT NULL DEFAULT '',
    created_at INTEGER NOT NULL,
    used_at    INTEGER,
    expires_at INTEGER
) STRICT;
CREATE INDEX fw_api_token_person ON fw_api_token (person_id);

-- Auto-numbers: one row for each field and period ("sales_contract.number", "2026").
CREATE TABLE fw_sequence (
    name   TEXT NOT NULL,
    period TEXT NOT NULL DEFAULT '',
    value  INTEGER NOT NULL,
    PRIMARY KEY (name, period)
) STRICT, WITHOUT ROWID;

-- Answers that were given to requests with an Idempotency-Key.
CREATE TABLE fw_idempotency (
    person_id    INTEGER NOT NULL,
    key          TEXT NOT NULL,
    request_hash BLOB NOT NULL,
    status       INTEGER NOT NULL,
    headers      TEXT NOT NULL DEFAULT '',
    response     TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (person_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX fw_idempotency_created ON fw_idempotency (created_at);

-- Flows: the snapshot is what the events, replayed, give.
CREATE TABLE fw_flow_instance (
    id            INTEGER PRIMARY KEY,
    flow          TEXT NOT NULL,
    flow_version  TEXT NOT NULL,           -- flow::Flow::version: where it is no longer the deployed one …
    deployment_id INTEGER NOT NULL,        -- … the models it started with
    entity        TEXT NOT NULL DEFAULT '',
    record_id     INTEGER,
    initiator_id  INTEGER,
    state         TEXT NOT NULL,           -- running, completed, refused, withdrawn, terminated
    round         INTEGER NOT NULL,
    snapshot      TEXT NOT NULL,           -- JSON
    version       INTEGER NOT NULL,        -- steps so far
    started_at    INTEGER NOT NULL,
    ended_at      INTEGER
) STRICT;
CREATE INDEX fw_flow_instance_record ON fw_flow_instance (entity, record_id);
CREATE UNIQUE INDEX fw_flow_instance_once ON fw_flow_instance (record_id, flow) WHERE state = 'running' AND record_id IS NOT NULL;
CREATE INDEX fw_flow_instance_state ON fw_flow_instance (state, id);
CREATE INDEX fw_flow_instance_initiator ON fw_flow_instance (initiator_id, id);

CREATE TABLE fw_flow_event (
    instance_id INTEGER NOT NULL,
    seq         INTEGER NOT NULL,          -- of the step, from 1
    at          INTEGER NOT NULL,
    events      TEXT NOT NULL,             -- JSON array: what happened in the step
    PRIMARY KEY (instance_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE fw_task (
    id           INTEGER PRIMARY KEY,
    instance_id  INTEGER NOT NULL,
    seat         INTEGER NOT NULL,         -- of the instance
    flow         TEXT NOT NULL,
    node         TEXT NOT NULL,
    kind         TEXT NOT NULL,            -- approval, user_task
    assignee_id  INTEGER,                  -- null: any administrator
    status       TEXT NOT NULL,            -- open, done, cancelled
    outcome      TEXT NOT NULL DEFAULT '', -- approved, refused, completed, returned, transferred, or why it was cancelled
    comment      TEXT NOT NULL DEFAULT '',
    entity       TEXT NOT NULL DEFAULT '',
    record_id    INTEGER,
    initiator_id INTEGER,
    round        INTEGER NOT NULL DEFAULT 1,
    created_at   INTEGER NOT NULL,
    due_at       INTEGER,
    done_at      INTEGER,
    done_by      INTEGER
) STRICT;
CREATE INDEX fw_task_inbox ON fw_task (assignee_id, status, id);
CREATE INDEX fw_task_seat ON fw_task (instance_id, seat);
CREATE INDEX fw_task_record ON fw_task (record_id);
CREATE INDEX fw_task_done_by ON fw_task (done_by, id) WHERE done_by IS NOT NULL;

-- Due work: the jobs part takes rows in order of due_at and deletes them in the transaction that does the work.
CREATE TABLE fw_timer (
    id          INTEGER PRIMARY KEY,
    due_at      INTEGER NOT NULL,
    kind        TEXT NOT NULL,             -- flow
    instance_id INTEGER NOT NULL,
    number      INTEGER NOT NULL,          -- of the instance's timers
    attempts    INTEGER NOT NULL DEFAULT 0,
    error       TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX fw_timer_due ON fw_timer (due_at, id);
CREATE UNIQUE INDEX fw_timer_instance ON fw_timer (instance_id, number);

-- Effects on the outside world, written with their cause and delivered at least once.
CREATE TABLE fw_outbox (
    id         INTEGER PRIMARY KEY,
    channel    TEXT NOT NULL,              -- inbox, mail, webhook, …
    key        TEXT NOT NULL UNIQUE,       -- stable: the same cause never sends twice
    payload    TEXT NOT NULL,              -- JSON
    status     TEXT NOT NULL,              -- waiting, sent, dead
    attempts   INTEGER NOT NULL DEFAULT 0,
    next_at    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at    INTEGER,
    error      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX fw_outbox_next ON fw_outbox (next_at, id) WHERE status = 'waiting';

CREATE TABLE fw_notification (
    id         INTEGER PRIMARY KEY,
    person_id  INTEGER NOT NULL,
    cause      TEXT NOT NULL,              -- stable: one notification for a person and a cause
    kind       TEXT NOT NULL DEFAULT '',   -- reminder, notify, task, mention
    text_en    TEXT NOT NULL DEFAULT '',
    text_zh    TEXT NOT NULL DEFAULT '',
    entity     TEXT NOT NULL DEFAULT '',
    record_id  INTEGER,
    task_id    INTEGER,
    created_at INTEGER NOT NULL,
    read_at    INTEGER,
    UNIQUE (person_id, cause)
) STRICT;
CREATE INDEX fw_notification_person ON fw_notification (person_id, id);
CREATE INDEX fw_notification_unread ON fw_notification (person_id, id) WHERE read_at IS NULL;

-- Who changed what, and when.
CREATE TABLE fw_audit (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    person_id INTEGER,
    entity    TEXT NOT NULL,
    record_id INTEGER,
    action    TEXT NOT NULL,               -- create, update, delete, restore, sign_in, deploy, …
    changes   TEXT NOT NULL DEFAULT '{}'   -- JSON: {"field": [old, new]}
) STRICT;
CREATE INDEX fw_audit_record ON fw_audit (entity, record_id, id);
CREATE INDEX fw_audit_person ON fw_audit (person_id, id);
