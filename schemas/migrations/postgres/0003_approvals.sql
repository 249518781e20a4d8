-- Tasks that were looked at, readers of copies, stand-ins, files.
ALTER TABLE fw_task ADD COLUMN opened_at timestamptz;                    -- first looked at by somebody who may act on it; of a copy: read
ALTER TABLE fw_task ADD COLUMN hides boolean NOT NULL DEFAULT FALSE;     -- its step hides fields of the record
CREATE UNIQUE INDEX fw_task_copy ON fw_task (instance_id, assignee_id) WHERE kind = 'copy';

CREATE TABLE fw_absence (
    id          bigint PRIMARY KEY,
    person_id   bigint NOT NULL,
    stand_in_id bigint NOT NULL,
    from_at     timestamptz NOT NULL,
    to_at       timestamptz NOT NULL,
    note        text NOT NULL DEFAULT '',
    created_at  timestamptz NOT NULL,
    created_by  bigint
);
CREATE INDEX fw_absence_person ON fw_absence (person_id, to_at);
CREATE INDEX fw_absence_to ON fw_absence (to_at);

-- The bytes of files, once each; what they hang on says who may have them.
CREATE TABLE fw_blob (
    digest bytea PRIMARY KEY,                -- BLAKE2b
    bytes  bytea NOT NULL
);
CREATE TABLE fw_file (
    id          bigint PRIMARY KEY,
    digest      bytea NOT NULL REFERENCES fw_blob (digest),
    name        text NOT NULL,
    type        text NOT NULL,
    size        bigint NOT NULL,
    purpose     text NOT NULL DEFAULT 'file', -- file, signature
    instance_id bigint,                    -- null: not attached yet
    created_by  bigint,
    created_at  timestamptz NOT NULL
);
CREATE INDEX fw_file_instance ON fw_file (instance_id);
CREATE INDEX fw_file_digest ON fw_file (digest);
CREATE INDEX fw_file_loose ON fw_file (created_by, created_at) WHERE instance_id IS NULL;
