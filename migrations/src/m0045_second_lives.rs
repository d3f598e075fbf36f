//! A machine goes on to its next holder: until when a transfer guarantees it, and what the former register keeps of it.

crate::sql_migration!(
    "
ALTER TABLE transfer ADD COLUMN guarantee_until date;
-- What a register remembers of a machine that serves another structure now.
ALTER TABLE equipment ADD COLUMN memory_of uuid REFERENCES equipment (id);
CREATE INDEX equipment_memory_of ON equipment (memory_of) WHERE memory_of IS NOT NULL;
"
);
