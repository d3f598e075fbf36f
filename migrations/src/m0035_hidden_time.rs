//! Whether a structure's people see how much time their requests took.

crate::sql_migration!(
    "
ALTER TABLE structure ADD COLUMN shows_time boolean NOT NULL DEFAULT TRUE;
"
);
