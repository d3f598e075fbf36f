//! The sites of a structure (« lieux »), and which machine stands at which.

crate::sql_migration!(
    "
CREATE TABLE site (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    name text NOT NULL,
    address text NOT NULL,
    -- How one gets in.
    access text NOT NULL,
    contacts text NOT NULL,
    -- When it is open.
    opening text NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    archived_at timestamptz
);
CREATE INDEX site_by_structure ON site (structure_id, name);
CREATE UNIQUE INDEX site_has_its_name ON site (structure_id, name) WHERE archived_at IS NULL;

ALTER TABLE equipment ADD COLUMN site_id uuid REFERENCES site (id);
CREATE INDEX equipment_by_site ON equipment (site_id) WHERE site_id IS NOT NULL;
"
);
