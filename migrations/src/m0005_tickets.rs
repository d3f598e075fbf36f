//! Tickets, their conversation, their history and the pictures that people join.

crate::sql_migration!(
    "
CREATE TABLE ticket (
    id uuid NOT NULL PRIMARY KEY,
    number bigint NOT NULL UNIQUE,
    structure_id uuid NOT NULL REFERENCES structure (id),
    title text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('web', 'phone')),
    urgency text NOT NULL CHECK (urgency IN ('yes', 'hardly', 'no')),
    impact text NOT NULL CHECK (impact IN ('me', 'several', 'all')),
    priority text NOT NULL CHECK (priority IN ('blocks', 'hinders', 'can_wait')),
    -- Blocked people first, then more people: what the queue is sorted by, then the time of reception.
    queue_rank bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('received', 'in_hand', 'waiting', 'settled')),
    outcome text CHECK (outcome IN ('fixed', 'advice', 'withdrawn', 'not_ours')),
    assignee_id uuid REFERENCES person (id),
    author_id uuid NOT NULL REFERENCES person (id),
    requester_id uuid NOT NULL REFERENCES person (id),
    equipment_id uuid REFERENCES equipment (id),
    version bigint NOT NULL,
    received_at timestamptz NOT NULL,
    read_at timestamptz,
    answered_at timestamptz,
    settled_at timestamptz,
    changed_at timestamptz NOT NULL,
    CHECK ((state = 'settled') = (settled_at IS NOT NULL)),
    CHECK ((state = 'settled') = (outcome IS NOT NULL))
);
CREATE INDEX ticket_queue ON ticket (queue_rank, received_at, id) WHERE state <> 'settled';
CREATE INDEX ticket_by_structure ON ticket (structure_id, received_at, id);
CREATE INDEX ticket_by_requester ON ticket (requester_id, received_at, id);
CREATE INDEX ticket_by_reception ON ticket (received_at, id);
CREATE INDEX ticket_by_first_answer ON ticket (answered_at);
CREATE INDEX ticket_by_equipment ON ticket (equipment_id);

CREATE TABLE message (
    id uuid NOT NULL PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    author_id uuid NOT NULL REFERENCES person (id),
    body text NOT NULL,
    internal boolean NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX message_by_ticket ON message (ticket_id, created_at, id);

CREATE TABLE ticket_event (
    id uuid NOT NULL PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    actor_id uuid NOT NULL REFERENCES person (id),
    kind text NOT NULL,
    detail text NOT NULL,
    at timestamptz NOT NULL
);
CREATE INDEX ticket_event_by_ticket ON ticket_event (ticket_id, at, id);

-- Pictures are stored once under their SHA-256, and reached only through the ticket that shows them.
CREATE TABLE stored_file (
    sha256 text NOT NULL PRIMARY KEY,
    content bytea NOT NULL
);
CREATE TABLE attachment (
    id uuid NOT NULL PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    message_id uuid NOT NULL REFERENCES message (id),
    sha256 text NOT NULL REFERENCES stored_file (sha256),
    name text NOT NULL,
    media_type text NOT NULL,
    width bigint NOT NULL,
    height bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX attachment_by_ticket ON attachment (ticket_id);
"
);
