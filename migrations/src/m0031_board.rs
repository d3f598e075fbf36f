//! Who reads the closed months of the whole group, and until which day.

crate::sql_migration!(
    "
CREATE TABLE board_right (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    -- The last day on which it holds, in the group's time zone.
    until date NOT NULL,
    given_by uuid NOT NULL REFERENCES person (id),
    given_at timestamptz NOT NULL,
    -- Taken back before its day.
    ended_by uuid REFERENCES person (id),
    ended_at timestamptz,
    CHECK ((ended_by IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX board_right_is_one_of_a_person ON board_right (person_id) WHERE ended_at IS NULL;
"
);
