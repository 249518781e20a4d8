-- Automations that times set going; the next time is a row of fw_timer with kind 'schedule' and this id as its instance.
CREATE TABLE fw_automation_schedule (
    id         INTEGER PRIMARY KEY,
    automation TEXT NOT NULL UNIQUE,
    rule       TEXT NOT NULL,              -- as it was deployed
    times_left INTEGER NOT NULL            -- after the next one; -1: without end
) STRICT;

-- A record for which a scheduled automation is still to be done; its row of fw_timer has kind 'automation'.
CREATE TABLE fw_automation_job (
    id         INTEGER PRIMARY KEY,
    automation TEXT NOT NULL,
    record_id  INTEGER NOT NULL
) STRICT;
