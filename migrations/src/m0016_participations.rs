//! Several people in one conversation: those who ask, and those who follow.

crate::sql_migration!(
    "
CREATE TABLE participation (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    person_id uuid NOT NULL REFERENCES person (id),
    part text NOT NULL CHECK (part IN ('requester', 'watcher')),
    -- That of the ticket: one's own requests are read in the order of an index.
    received_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
CREATE INDEX participation_by_person ON participation (person_id, received_at, ticket_id);
INSERT INTO participation (ticket_id, person_id, part, received_at)
    SELECT id, requester_id, 'requester', received_at FROM ticket;
DROP INDEX ticket_by_requester;
"
);
