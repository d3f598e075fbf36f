//! The sites of a structure (« lieux »), which machine stands at which, tickets about several machines, at a site, and
//! outages that concern a site or a machine.

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

-- All the machines that a ticket is about; the first of them stands on the ticket too.
CREATE TABLE ticket_equipment (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    PRIMARY KEY (ticket_id, equipment_id)
);
INSERT INTO ticket_equipment (ticket_id, equipment_id) SELECT id, equipment_id FROM ticket WHERE equipment_id IS NOT NULL;
CREATE INDEX ticket_equipment_by_machine ON ticket_equipment (equipment_id, ticket_id);
DROP INDEX ticket_by_equipment;

ALTER TABLE ticket ADD COLUMN site_id uuid REFERENCES site (id);
CREATE INDEX ticket_by_site ON ticket (site_id, received_at, id) WHERE site_id IS NOT NULL;
CREATE INDEX ticket_open_by_site ON ticket (site_id, queue_rank, received_at, id) WHERE site_id IS NOT NULL AND state <> 'settled';

-- What came to a ticket with another that was merged into it: it goes when the two are taken apart.
CREATE TABLE merge_equipment (
    merge_id uuid NOT NULL REFERENCES ticket_merge (id),
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    PRIMARY KEY (merge_id, equipment_id)
);
ALTER TABLE ticket_merge ADD COLUMN site_id uuid REFERENCES site (id);

-- Whom an outage concerns besides the structures of outage_structure: everybody at these sites, everybody who may ask about
-- these machines.
CREATE TABLE outage_site (
    outage_id uuid NOT NULL REFERENCES outage (id),
    site_id uuid NOT NULL REFERENCES site (id),
    PRIMARY KEY (outage_id, site_id)
);
CREATE INDEX outage_site_by_site ON outage_site (site_id);
CREATE TABLE outage_equipment (
    outage_id uuid NOT NULL REFERENCES outage (id),
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    PRIMARY KEY (outage_id, equipment_id)
);
CREATE INDEX outage_equipment_by_machine ON outage_equipment (equipment_id);
"
);
