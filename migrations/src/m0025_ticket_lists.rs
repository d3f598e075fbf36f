//! Lists of tickets: the indexes of their filters.
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
"
);
