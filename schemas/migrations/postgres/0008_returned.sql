-- Since when an instance waits for its initiator to submit again: it stands in his box "todo". null: it does not.
ALTER TABLE fw_flow_instance ADD COLUMN returned_at timestamptz;
UPDATE fw_flow_instance SET returned_at = COALESCE((SELECT max(e.at) FROM fw_flow_event e WHERE e.instance_id = fw_flow_instance.id), started_at)
 WHERE state = 'running' AND snapshot LIKE '%"returned":true%';
CREATE INDEX fw_flow_instance_returned ON fw_flow_instance (initiator_id, id) WHERE returned_at IS NOT NULL;
