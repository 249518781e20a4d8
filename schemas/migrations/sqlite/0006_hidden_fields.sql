-- What a task, or a copy made by somebody who may not see everything, does not let its person see of the record.
ALTER TABLE fw_task ADD COLUMN hidden TEXT NOT NULL DEFAULT ''; -- fields with commas; '' where it hides: those of its step
