-- What was done for somebody by another one: it stands in both their boxes.
CREATE INDEX fw_task_done_for ON fw_task (assignee_id, id) WHERE status = 'done' AND done_by <> assignee_id;
