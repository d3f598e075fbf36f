//! When a technician comes to a structure, who covers an absence, and the calendars that people follow.

crate::sql_migration!(
    "
-- Wall-clock minutes of a local day: the zone is the group's. Cancelled, it stays with its time.
CREATE TABLE visit (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    technician_id uuid NOT NULL REFERENCES person (id),
    day date NOT NULL,
    from_minute bigint NOT NULL CHECK (from_minute >= 0),
    to_minute bigint NOT NULL CHECK (to_minute <= 1440),
    -- What the people of the structure read.
    note text NOT NULL,
    -- Raised by every change: calendars take the highest.
    sequence bigint NOT NULL CHECK (sequence >= 0),
    planned_by uuid NOT NULL REFERENCES person (id),
    planned_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    CHECK (from_minute < to_minute)
);
CREATE INDEX visit_by_structure ON visit (structure_id, day, from_minute);
CREATE INDEX visit_by_technician ON visit (technician_id, day, from_minute);

-- What a visit is for.
CREATE TABLE visit_ticket (
    visit_id uuid NOT NULL REFERENCES visit (id),
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    PRIMARY KEY (visit_id, ticket_id)
);
CREATE INDEX visit_ticket_by_ticket ON visit_ticket (ticket_id);

ALTER TABLE absence ADD COLUMN covered_by uuid REFERENCES person (id);

-- A secret address at which a program reads visits: those of a structure, or without one those of the person.
CREATE TABLE calendar_feed (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    structure_id uuid REFERENCES structure (id),
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz,
    -- The day alone, as for links to look.
    seen_on date
);
CREATE INDEX calendar_feed_by_person ON calendar_feed (person_id);
"
);
