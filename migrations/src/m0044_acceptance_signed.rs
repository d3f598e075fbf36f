//! Who takes a batch at the door signs that too: under the acceptance, which may hold the mandate to erase. And what a
//! workshop took out of machines is found by it: parts and media stay in its hands when the machine goes.

crate::sql_migration!(
    "
CREATE TABLE transfer_signature_again (
    id uuid NOT NULL PRIMARY KEY,
    transfer_id uuid NOT NULL REFERENCES transfer (id),
    act text NOT NULL CHECK (act IN ('acceptance', 'dispatch', 'reception')),
    org_id uuid NOT NULL,
    way text NOT NULL CHECK (way IN ('account', 'link', 'door', 'paper')),
    name text NOT NULL,
    capacity text NOT NULL,
    organisation text NOT NULL,
    signed_at timestamptz NOT NULL,
    -- SHA-256 of the very document.
    document text NOT NULL REFERENCES stored_file (sha256),
    -- Whose session recorded it.
    person_id uuid REFERENCES person (id),
    UNIQUE (transfer_id, act)
);
INSERT INTO transfer_signature_again
    SELECT id, transfer_id, act, org_id, way, name, capacity, organisation, signed_at, document, person_id FROM transfer_signature;
DROP TABLE transfer_signature;
ALTER TABLE transfer_signature_again RENAME TO transfer_signature;

CREATE INDEX equipment_event_takings ON equipment_event (actor_org, type, subject_id) WHERE type IN ('harvest_close', 'media_removed');
"
);
