//! The register of machines of each structure.

crate::sql_migration!(
    "
CREATE TABLE equipment (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    kind text NOT NULL CHECK (kind IN ('desktop', 'laptop', 'screen', 'printer', 'phone', 'tablet', 'server',
                                       'storage', 'router', 'switch', 'wifi', 'other')),
    name text NOT NULL,
    brand text NOT NULL,
    model text NOT NULL,
    serial text NOT NULL,
    user_id uuid REFERENCES person (id),
    place text NOT NULL,
    note text NOT NULL,
    acquired_on date,
    created_at timestamptz NOT NULL,
    retired_at timestamptz
);
CREATE INDEX equipment_by_structure ON equipment (structure_id, name);
"
);
