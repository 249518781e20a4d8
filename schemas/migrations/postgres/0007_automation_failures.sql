-- What automations could not do waits for an administrator. An action: a dead row of the outbox.
ALTER TABLE fw_outbox ADD COLUMN automation text NOT NULL DEFAULT '';  -- whose action it is; '': none's
ALTER TABLE fw_outbox ADD COLUMN record_id bigint;                     -- … and for which record
ALTER TABLE fw_outbox ADD COLUMN error_zh text NOT NULL DEFAULT '';
ALTER TABLE fw_outbox ADD COLUMN failed_at timestamptz;                -- for the first time
UPDATE fw_outbox SET automation = coalesce(payload::json ->> 'automation', ''),
    record_id = CAST(payload::json ->> 'record' AS bigint)
    WHERE channel = 'flow_job' AND key LIKE 'automation:%';
CREATE INDEX fw_outbox_failed ON fw_outbox (id) WHERE status = 'dead' AND automation <> '';

-- The run of a scheduled automation for one record: its timer never comes.
ALTER TABLE fw_automation_job ADD COLUMN step text NOT NULL DEFAULT '';     -- which has failed; '': what follows from all of them
ALTER TABLE fw_automation_job ADD COLUMN skipped text NOT NULL DEFAULT '';  -- steps that are left out, with commas
ALTER TABLE fw_automation_job ADD COLUMN error_zh text NOT NULL DEFAULT '';
ALTER TABLE fw_automation_job ADD COLUMN failed_at timestamptz;             -- for the first time
ALTER TABLE fw_automation_job ADD COLUMN dead_at timestamptz;               -- for the last time; null: it is still to be done
CREATE INDEX fw_automation_job_failed ON fw_automation_job (id) WHERE dead_at IS NOT NULL;
