-- What was done for somebody by another one: it stands in both their boxes.
CREATE INDEX fw_task_done_for ON fw_task (assignee_id, status, id) WHERE done_by <> assignee_id;
-- Of an open task: its flow is suspended, so that nobody can act on it.
ALTER TABLE fw_task ADD COLUMN suspended boolean NOT NULL DEFAULT false;
UPDATE fw_task SET suspended = true WHERE status = 'open' AND instance_id IN (SELECT id FROM fw_flow_instance WHERE suspended);
