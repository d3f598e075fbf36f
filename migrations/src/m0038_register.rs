//! The register in full: twenty kinds of machines, purchase and warranty, what was changed, photographs; components and media
//! with their moves; what there is to know of a structure's network.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const KINDS: &str = "'laptop', 'desktop', 'all_in_one', 'screen', 'tablet', 'smartphone', 'desk_phone', 'printer', 'multifunction', \
                     'scanner', 'projector', 'server', 'nas', 'router', 'switch', 'access_point', 'firewall', 'ups', 'peripheral', 'other'";

/// As `m0004_equipment` wrote them.
const KINDS_BEFORE: &str = "'desktop', 'laptop', 'screen', 'printer', 'phone', 'tablet', 'server',
                                       'storage', 'router', 'switch', 'wifi', 'other'";

/// Every machine keeps a kind. A « phone » becomes a smartphone: of the two it is the one that holds data, which is not to be
/// forgotten by mistake.
const MAPPED: &str = "
UPDATE equipment SET kind = CASE kind WHEN 'phone' THEN 'smartphone' WHEN 'storage' THEN 'nas' WHEN 'wifi' THEN 'access_point' \
                      ELSE kind END WHERE kind IN ('phone', 'storage', 'wifi');";

const TABLES: &str = "
ALTER TABLE equipment ADD COLUMN year_of_manufacture bigint CHECK (year_of_manufacture BETWEEN 1970 AND 2200);
ALTER TABLE equipment ADD COLUMN purchased_on date;
ALTER TABLE equipment ADD COLUMN price bigint CHECK (price >= 0);
ALTER TABLE equipment ADD COLUMN supplier text NOT NULL DEFAULT '';
ALTER TABLE equipment ADD COLUMN invoice_number text NOT NULL DEFAULT '';
ALTER TABLE equipment ADD COLUMN warranty_until date;
ALTER TABLE equipment ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version >= 1);
-- When it was last described anew; absent as long as it is as it was entered.
ALTER TABLE equipment ADD COLUMN changed_at timestamptz;

-- What was said of a machine, before and after, one field a row. People and sites stand by their id, so that an erasure reaches
-- their names.
CREATE TABLE equipment_change (
    id uuid NOT NULL PRIMARY KEY,
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    field text NOT NULL,
    was text NOT NULL,
    became text NOT NULL,
    person_id uuid NOT NULL REFERENCES person (id),
    changed_at timestamptz NOT NULL
);
CREATE INDEX equipment_change_by_machine ON equipment_change (equipment_id, changed_at, id);

CREATE TABLE equipment_photo (
    id uuid NOT NULL PRIMARY KEY,
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    person_id uuid NOT NULL REFERENCES person (id),
    sha256 text NOT NULL REFERENCES stored_file (sha256),
    width bigint NOT NULL,
    height bigint NOT NULL,
    bytes bigint NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX equipment_photo_by_machine ON equipment_photo (equipment_id, id);
CREATE INDEX equipment_photo_by_content ON equipment_photo (sha256);

-- A part that has a life of its own.
CREATE TABLE component (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    -- In which machine it is.
    equipment_id uuid REFERENCES equipment (id),
    kind text NOT NULL CHECK (kind IN ('memory', 'battery', 'charger', 'dock', 'panel', 'board', 'other')),
    model text NOT NULL,
    serial text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('new', 'harvested')),
    -- Out of which machine it was taken.
    harvested_from uuid REFERENCES equipment (id),
    note text NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK (origin = 'harvested' OR harvested_from IS NULL)
);
CREATE INDEX component_by_machine ON component (equipment_id) WHERE equipment_id IS NOT NULL;
CREATE INDEX component_by_structure ON component (structure_id, id);

-- What carries data.
CREATE TABLE medium (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    equipment_id uuid REFERENCES equipment (id),
    kind text NOT NULL CHECK (kind IN ('hdd', 'ssd_sata', 'nvme', 'emmc', 'sd', 'usb_stick', 'embedded', 'phone_flash')),
    model text NOT NULL,
    serial text NOT NULL,
    -- Decimal megabytes.
    size_mb bigint CHECK (size_mb > 0),
    interface text NOT NULL,
    data_status text NOT NULL CHECK (data_status IN ('unknown', 'data_bearing', 'sanitised_clear', 'sanitised_purge', 'destroyed')),
    note text NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX medium_by_machine ON medium (equipment_id) WHERE equipment_id IS NOT NULL;
CREATE INDEX medium_by_structure ON medium (structure_id, id);

-- A part that went into a machine, out of one, or from one to another.
CREATE TABLE part_move (
    id uuid NOT NULL PRIMARY KEY,
    component_id uuid REFERENCES component (id),
    medium_id uuid REFERENCES medium (id),
    from_equipment_id uuid REFERENCES equipment (id),
    to_equipment_id uuid REFERENCES equipment (id),
    person_id uuid NOT NULL REFERENCES person (id),
    moved_at timestamptz NOT NULL,
    CHECK ((component_id IS NULL) <> (medium_id IS NULL))
);
CREATE INDEX part_move_out_of ON part_move (from_equipment_id, moved_at, id) WHERE from_equipment_id IS NOT NULL;
CREATE INDEX part_move_into ON part_move (to_equipment_id, moved_at, id) WHERE to_equipment_id IS NOT NULL;
CREATE INDEX part_move_of_component ON part_move (component_id) WHERE component_id IS NOT NULL;
CREATE INDEX part_move_of_medium ON part_move (medium_id) WHERE medium_id IS NOT NULL;

-- What there is to know of a structure's network and of what it depends on. What a kind asks stands in details, by the names
-- of its fields (domain::facts): an object of texts.
CREATE TABLE fact (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    kind text NOT NULL CHECK (kind IN ('internet', 'range', 'wifi', 'device', 'backup', 'domain', 'account', 'supplier', 'procedure')),
    name text NOT NULL,
    site_id uuid REFERENCES site (id),
    details text NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL REFERENCES person (id),
    -- Who read it last and found it true.
    reviewed_at timestamptz NOT NULL,
    reviewed_by uuid NOT NULL REFERENCES person (id),
    archived_at timestamptz
);
CREATE INDEX fact_by_structure ON fact (structure_id, kind, name);
";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = format!(
            "ALTER TABLE equipment DROP CONSTRAINT equipment_kind_check;
             {MAPPED}
             ALTER TABLE equipment ADD CONSTRAINT equipment_kind_check CHECK (kind IN ({KINDS}));"
        );
        crate::widen(manager, crate::Widening { table: "equipment", before: KINDS_BEFORE, after: KINDS, postgres: &postgres })
            .await?;
        let db = manager.get_connection();
        // SQLite looks at every row again when a column with a check is added: no word of before may be left by then.
        db.execute_unprepared(MAPPED).await?;
        db.execute_unprepared(TABLES).await.map(drop)
    }
}
