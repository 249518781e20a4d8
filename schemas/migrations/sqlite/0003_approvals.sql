-- Tasks that were looked at, readers of copies, stand-ins, files.
ALTER TABLE fw_task ADD COLUMN opened_at INTEGER;                    -- first looked at by somebody who may act on it; of a copy: read
ALTER TABLE fw_task ADD COLUMN hides INTEGER NOT NULL DEFAULT 0;     -- its step hides fields of the record
CREATE UNIQUE INDEX fw_task_copy ON fw_task (instance_id, assignee_id) WHERE kind = 'copy';

CREATE TABLE fw_absence (
    id          INTEGER PRIMARY KEY,
    person_id   INTEGER NOT NULL,
    stand_in_id INTEGER NOT NULL,
    from_at     INTEGER NOT NULL,
    to_at       INTEGER NOT NULL,
    note        TEXT NOT NULL DEFAULT '',
    created_at  INTEGER NOT NULL,
    created_by  INTEGER
) STRICT;
CREATE INDEX fw_absence_person ON fw_absence (person_id, to_at);
CREATE INDEX fw_absence_to ON fw_absence (to_at);

-- The bytes of files, once each; what they hang on says who may have them.
CREATE TABLE fw_blob (
    digest BLOB PRIMARY KEY,                -- BLAKE2b
    bytes  BLOB NOT NULL
) STRICT;
CREATE TABLE fw_file (
    id          INTEGER PRIMARY KEY,
    digest      BLOB NOT NULL REFERENCES fw_blob (digest),
    name        TEXT NOT NULL,
    type        TEXT NOT NULL,
    size        INTEGER NOT NULL,
    purpose     TEXT NOT NULL DEFAULT 'file', -- file, signature
    instance_id INTEGER,                    -- null: not attached yet
    created_by  INTEGER,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX fw_file_instance ON fw_file (instance_id);
CREATE INDEX fw_file_digest ON fw_file (digest);
CREATE INDEX fw_file_loose ON fw_file (created_by, created_at) WHERE instance_id IS NULL;
