//! Files of any kind, kept for a day when their form was refused; messages as they were before they were corrected.

crate::sql_migration!(
    "
-- What was there before was pictures alone. What is none has no sides.
ALTER TABLE attachment ADD COLUMN kind text NOT NULL DEFAULT 'picture';
ALTER TABLE attachment ADD COLUMN bytes bigint NOT NULL DEFAULT 0;
UPDATE attachment SET bytes =
    (SELECT length(stored_file.content) FROM stored_file WHERE stored_file.sha256 = attachment.sha256);
CREATE INDEX attachment_by_file ON attachment (sha256);
CREATE INDEX attachment_by_message ON attachment (message_id);

-- What somebody has sent with a form, until a message takes it.
CREATE TABLE draft_file (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    sha256 text NOT NULL REFERENCES stored_file (sha256),
    name text NOT NULL,
    kind text NOT NULL,
    width bigint NOT NULL,
    height bigint NOT NULL,
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX draft_file_by_file ON draft_file (sha256);
CREATE INDEX draft_file_by_time ON draft_file (created_at);

ALTER TABLE message ADD COLUMN version bigint NOT NULL DEFAULT 1;
ALTER TABLE message ADD COLUMN corrected_at timestamptz;

-- A message as it was until its author corrected it.
CREATE TABLE message_version (
    message_id uuid NOT NULL REFERENCES message (id),
    version bigint NOT NULL,
    body text NOT NULL,
    corrected_at timestamptz NOT NULL,
    PRIMARY KEY (message_id, version)
);
"
);
