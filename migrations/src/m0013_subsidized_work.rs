//! Which work a subsidy is for, where its agreement names kinds of work or structures.

crate::sql_migration!(
    "
-- No row: every kind of work.
CREATE TABLE subsidy_kind (
    subsidy_id uuid NOT NULL REFERENCES subsidy (id),
    kind text NOT NULL,
    PRIMARY KEY (subsidy_id, kind)
);

-- No row: every structure.
CREATE TABLE subsidy_structure (
    subsidy_id uuid NOT NULL REFERENCES subsidy (id),
    structure_id uuid NOT NULL REFERENCES structure (id),
    PRIMARY KEY (subsidy_id, structure_id)
);
"
);
