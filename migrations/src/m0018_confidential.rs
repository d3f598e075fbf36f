//! Confidential requests: read by who asks, who follows and who has it in hand; any other technician says why first.

crate::sql_migration!(
    "
ALTER TABLE ticket ADD COLUMN confidential boolean NOT NULL DEFAULT false;

-- Why a technician who has it not in hand reads a confidential request. The history keeps what is ended here.
CREATE TABLE disclosure (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    person_id uuid NOT NULL REFERENCES person (id),
    reason text NOT NULL,
    disclosed_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
"
);
