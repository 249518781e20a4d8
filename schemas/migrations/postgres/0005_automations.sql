-- Automations that times set going; the next time is a row of fw_timer with kind 'schedule' and this id as its instance.
CREATE TABLE fw_automation_schedule (
    id         bigint PRIMARY KEY,
    automation text NOT NULL UNIQUE,
    rule       text NOT NULL,              -- as it was deployed
    times_left bigint NOT NULL            -- after the next one; -1: without end
);

-- A record for which a scheduled automation is still to be done; its row of fw_timer has kind 'automation'.
CREATE TABLE fw_automation_job (
    id         bigint PRIMARY KEY,
    automation text NOT NULL,
    record_id  bigint NOT NULL
);
