//! The group, its member structures, the people and what they may do there.

crate::sql_migration!(
    "
-- One row: one installation serves one group.
CREATE TABLE group_settings (
    id bigint NOT NULL PRIMARY KEY CHECK (id = 1),
    name text NOT NULL,
    phone text NOT NULL,
    email text NOT NULL,
    time_zone text NOT NULL,
    next_ticket_number bigint NOT NULL CHECK (next_ticket_number > 0),
    -- Grows with whatever moves the pool: what was computed under another number is stale.
    pool_version bigint NOT NULL,
    set_up_at timestamptz NOT NULL
);

CREATE TABLE structure (
    id uuid NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    city text NOT NULL,
    address text NOT NULL,
    phone text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE person (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    phone text NOT NULL,
    language text NOT NULL CHECK (language IN ('fr', 'en')),
    password_hash text,
    created_at timestamptz NOT NULL
);

-- At home in a structure: an employee may ask there, a referent answers for it.
CREATE TABLE membership (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    structure_id uuid NOT NULL REFERENCES structure (id),
    role text NOT NULL CHECK (role IN ('employee', 'referent')),
    since timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX membership_is_one_at_a_time ON membership (person_id, structure_id) WHERE ended_at IS NULL;
CREATE INDEX membership_by_structure ON membership (structure_id);

-- What a person does for the whole group.
CREATE TABLE duty (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    kind text NOT NULL CHECK (kind IN ('technician', 'coordinator')),
    since timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX duty_is_one_at_a_time ON duty (person_id, kind) WHERE ended_at IS NULL;
"
);
