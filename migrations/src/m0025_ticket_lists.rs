//! Lists of tickets: the indexes of their filters, the views that are kept, the deeds done on many at once.
//!
//! Those on who has a ticket, its priority, its channel hold open or settled tickets alone: a planner that knows nothing of
//! the numbers would else read every ticket that somebody ever had to find the few that they have.

crate::sql_migration!(
    "
CREATE INDEX ticket_open_by_reception ON ticket (received_at, id) WHERE state <> 'settled';
CREATE INDEX ticket_open_by_change ON ticket (changed_at, id) WHERE state <> 'settled';
CREATE INDEX ticket_open_by_assignee ON ticket (assignee_id, queue_rank, received_at, id) WHERE state <> 'settled';
CREATE INDEX ticket_open_by_structure ON ticket (structure_id, queue_rank, received_at, id) WHERE state <> 'settled';
CREATE INDEX ticket_settled_by_assignee ON ticket (assignee_id, received_at, id) WHERE state = 'settled';
CREATE INDEX ticket_settled_by_priority ON ticket (priority, received_at, id) WHERE state = 'settled';
CREATE INDEX ticket_settled_by_channel ON ticket (channel, received_at, id) WHERE state = 'settled';
CREATE INDEX ticket_by_change ON ticket (changed_at, id);

CREATE TABLE saved_view (
    id uuid NOT NULL PRIMARY KEY,
    owner_id uuid NOT NULL REFERENCES person (id),
    name text NOT NULL,
    filter text NOT NULL,
    shared boolean NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX saved_view_by_owner ON saved_view (owner_id, created_at);

CREATE TABLE ticket_batch (
    id uuid NOT NULL PRIMARY KEY,
    made_by uuid NOT NULL REFERENCES person (id),
    act text NOT NULL CHECK (act IN ('give', 'ask', 'settle')),
    given_to uuid REFERENCES person (id),
    made_at timestamptz NOT NULL,
    undone_at timestamptz
);

CREATE TABLE ticket_batch_line (
    batch_id uuid NOT NULL REFERENCES ticket_batch (id),
    number bigint NOT NULL,
    fate text NOT NULL CHECK (fate IN ('pending', 'done', 'already', 'absent', 'refused', 'undone', 'kept')),
    ticket_id uuid REFERENCES ticket (id),
    state_before text,
    assignee_before uuid REFERENCES person (id),
    version_after bigint,
    PRIMARY KEY (batch_id, number)
);

ALTER TABLE person ADD COLUMN keys boolean NOT NULL DEFAULT TRUE;
"
);
