//! When the group is there to answer, what it promises, and when a request's clock stands still.

crate::sql_migration!(
    "
ALTER TABLE group_settings ADD COLUMN holidays text NOT NULL DEFAULT 'france';

-- Monday is 1; hours as « 9:00–12:30, 13:30–17:30 », empty when closed.
CREATE TABLE opening_hours (
    weekday bigint NOT NULL PRIMARY KEY CHECK (weekday BETWEEN 1 AND 7),
    hours text NOT NULL
);
INSERT INTO opening_hours (weekday, hours) VALUES
    (1, '9:00–12:30, 13:30–17:30'), (2, '9:00–12:30, 13:30–17:30'), (3, '9:00–12:30, 13:30–17:30'),
    (4, '9:00–12:30, 13:30–17:30'), (5, '9:00–12:30, 13:30–17:30'), (6, ''), (7, '');

-- A day with hours of its own, whatever its weekday says.
CREATE TABLE special_day (
    day date NOT NULL PRIMARY KEY,
    hours text NOT NULL,
    note text NOT NULL
);

CREATE TABLE delay_target (
    priority text NOT NULL CHECK (priority IN ('blocks', 'hinders', 'can_wait')),
    timer text NOT NULL CHECK (timer IN ('first_answer', 'settlement')),
    target text NOT NULL,
    PRIMARY KEY (priority, timer)
);
INSERT INTO delay_target (priority, timer, target) VALUES
    ('blocks', 'first_answer', '120 min'), ('blocks', 'settlement', '1 d'),
    ('hinders', 'first_answer', '240 min'), ('hinders', 'settlement', '5 d'),
    ('can_wait', 'first_answer', '2 d'), ('can_wait', 'settlement', '20 d');

-- The requester is waited for, or the request was settled and opened again: no delay runs.
CREATE TABLE ticket_pause (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    from_at timestamptz NOT NULL,
    to_at timestamptz,
    PRIMARY KEY (ticket_id, from_at)
);
INSERT INTO ticket_pause (ticket_id, from_at, to_at) SELECT id, changed_at, NULL FROM ticket WHERE state = 'waiting';

-- Each threshold of a delay is told once.
CREATE TABLE delay_notice (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    timer text NOT NULL CHECK (timer IN ('first_answer', 'settlement')),
    threshold text NOT NULL CHECK (threshold IN ('warned', 'over')),
    told_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, timer, threshold)
);
"
);
