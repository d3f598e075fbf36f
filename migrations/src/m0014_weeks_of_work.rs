//! The weeks of a technician are summed from the index alone.

crate::sql_migration!(
    "
DROP INDEX intervention_by_worker;
CREATE INDEX intervention_by_worker ON intervention (worker_id, day, withdrawn, kind, minutes) WHERE superseded_at IS NULL;
"
);
