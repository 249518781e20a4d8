-- What automations could not do waits for an administrator. An action: a dead row of the outbox.
ALTER TABLE fw_outbox ADD COLUMN automation TEXT NOT NULL DEFAULT '';  -- whose action it is; '': none's
ALTER TABLE fw_outbox ADD COLUMN record_id INTEGER;                    -- … and for which record
ALTER TABLE fw_outbox ADD COLUMN error_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE fw_outbox ADD COLUMN failed_at INTEGER;                    -- for the first time
UPDATE fw_outbox SET automation = coalesce(json_extract(payload, '$.automation'), ''),
    record_id = CAST(json_extract(payload, '$.record') AS INTEGER)
    WHERE channel = 'flow_job' AND key LIKE 'automation:%';
CREATE INDEX fw_outbox_failed ON fw_outbox (id) WHERE status = 'dead' AND automation <> '';

-- The run of a scheduled automation for one record: its timer never comes.
ALTER TABLE fw_automation_job ADD COLUMN step TEXT NOT NULL DEFAULT '';     -- which has failed; '': what follows from all of them
ALTER TABLE fw_automation_job ADD COLUMN skipped TEXT NOT NULL DEFAULT '';  -- steps that are left out, with commas
ALTER TABLE fw_automation_job ADD COLUMN error_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE fw_automation_job ADD COLUMN failed_at INTEGER;                 -- for the first time
ALTER TABLE fw_automation_job ADD COLUMN dead_at INTEGER;                   -- for the last time; null: it is still to be done
CREATE INDEX fw_automation_job_failed ON fw_automation_job (id) WHERE dead_at IS NOT NULL;
