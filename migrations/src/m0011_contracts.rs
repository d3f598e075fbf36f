//! What technicians are engaged for, by month, and when they are away: the capacity of the shared post.

crate::sql_migration!(
    "
-- From a month on; the same month again replaces what was said.
CREATE TABLE contract (
    person_id uuid NOT NULL REFERENCES person (id),
    from_month text NOT NULL,
    weekly_minutes bigint NOT NULL CHECK (weekly_minutes BETWEEN 0 AND 10080),
    internal_permille bigint NOT NULL CHECK (internal_permille BETWEEN 0 AND 1000),
    written_by uuid NOT NULL REFERENCES person (id),
    written_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, from_month)
);

-- Days away, never why: an illness is nobody's business here. Taken back, it stays with its time.
CREATE TABLE absence (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    first_day date NOT NULL,
    last_day date NOT NULL,
    half boolean NOT NULL,
    label text NOT NULL,
    written_by uuid NOT NULL REFERENCES person (id),
    written_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    CHECK (first_day <= last_day)
);
CREATE INDEX absence_by_person ON absence (person_id, last_day) WHERE withdrawn_at IS NULL;
"
);
