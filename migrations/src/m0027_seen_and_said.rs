//! Who looked at a request, day by day, and whether its people say that it was settled.

crate::sql_migration!(
    "
-- One row a person and day: who takes part in the request is not written down.
CREATE TABLE ticket_view (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    person_id uuid NOT NULL REFERENCES person (id),
    day date NOT NULL,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, person_id, day)
);

-- « C'est réglé ? » One answer a person and settlement: opened again, it is asked again.
CREATE TABLE satisfaction (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    person_id uuid NOT NULL REFERENCES person (id),
    settled_at timestamptz NOT NULL,
    structure_id uuid NOT NULL REFERENCES structure (id),
    settled boolean NOT NULL,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, person_id, settled_at)
);
CREATE INDEX satisfaction_by_structure ON satisfaction (structure_id, said_at);
"
);
