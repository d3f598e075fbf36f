//! Who follows a request from outside, and visits that took place.

crate::sql_migration!(
    "
-- A person made for one request alone who only receives what is sent to them: no link, nothing to open.
ALTER TABLE guest ADD COLUMN watches boolean NOT NULL DEFAULT false;

-- When the history of its tickets was told that it took place: what is over today is not told any more.
ALTER TABLE visit ADD COLUMN done_at timestamptz;
UPDATE visit SET done_at = changed_at WHERE day < CURRENT_DATE;
CREATE INDEX visit_not_done ON visit (day) WHERE done_at IS NULL AND cancelled_at IS NULL;
"
);
