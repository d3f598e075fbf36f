//! Answers that technicians keep ready.

crate::sql_migration!(
    "
CREATE TABLE canned_answer (
    id uuid NOT NULL PRIMARY KEY,
    title text NOT NULL,
    words text NOT NULL,
    version bigint NOT NULL,
    written_by uuid NOT NULL REFERENCES person (id),
    changed_at timestamptz NOT NULL,
    retired_at timestamptz
);
"
);
