//! Organisations to which machines go, the people of workshops, and transfers (« remises ») from hand to hand.

crate::sql_migration!(
    "
-- An organisation of the chain that is no member structure.
CREATE TABLE organisation (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('workshop', 'recycler', 'beneficiary')),
    name text NOT NULL,
    legal_form text NOT NULL,
    -- SIREN or RNA; may be empty.
    registration text NOT NULL,
    address text NOT NULL,
    email text,
    phone text NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    archived_at timestamptz
);
CREATE UNIQUE INDEX organisation_has_its_name ON organisation (name) WHERE archived_at IS NULL;

-- Who works in a workshop.
CREATE TABLE workshop_member (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    organisation_id uuid NOT NULL REFERENCES organisation (id),
    since timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE UNIQUE INDEX workshop_member_once ON workshop_member (person_id, organisation_id) WHERE ended_at IS NULL;
CREATE INDEX workshop_member_by_organisation ON workshop_member (organisation_id) WHERE ended_at IS NULL;

CREATE INDEX equipment_state_by_custodian ON equipment_state (custodian_id, equipment_id);

-- A batch of machines on its way: what its log tells, for lists. A draft has no log yet.
CREATE TABLE transfer (
    id uuid NOT NULL PRIMARY KEY,
    -- Of the group and the year, once it is proposed.
    year bigint,
    number bigint,
    -- A structure, or an organisation.
    from_id uuid NOT NULL,
    from_kind text NOT NULL CHECK (from_kind IN ('structure', 'workshop', 'recycler', 'beneficiary')),
    to_id uuid NOT NULL,
    to_kind text NOT NULL CHECK (to_kind IN ('structure', 'workshop', 'recycler', 'beneficiary')),
    intent text NOT NULL CHECK (intent IN ('donation', 'sale', 'loan', 'disposal', 'repair', 'return')),
    step text NOT NULL CHECK (step IN ('draft', 'proposed', 'accepted', 'declined', 'expired', 'cancelled', 'dispatched', 'received',
        'received_with_discrepancy', 'refused_at_door', 'closed')),
    since timestamptz NOT NULL,
    wipe_mandate boolean NOT NULL,
    carrier text NOT NULL,
    boxes bigint NOT NULL,
    grams bigint NOT NULL,
    seals text NOT NULL,
    -- Of who declined or cancelled.
    reason text NOT NULL,
    -- Raised by each change: what a form carries.
    version bigint NOT NULL CHECK (version >= 1),
    -- Of its last event; 0 and empty of a draft.
    seq bigint NOT NULL CHECK (seq >= 0),
    hash text NOT NULL,
    created_by uuid NOT NULL REFERENCES person (id),
    created_at timestamptz NOT NULL,
    UNIQUE (year, number)
);
CREATE INDEX transfer_by_sender ON transfer (from_id, id);
CREATE INDEX transfer_by_receiver ON transfer (to_id, step, id);
CREATE INDEX transfer_waiting ON transfer (since) WHERE step IN ('proposed', 'received', 'received_with_discrepancy', 'refused_at_door');

CREATE TABLE transfer_line (
    transfer_id uuid NOT NULL REFERENCES transfer (id),
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    grams bigint NOT NULL,
    outcome text CHECK (outcome IN ('received', 'damaged', 'missing', 'refused')),
    reason text NOT NULL,
    -- SHA-256 of a photograph.
    photo text REFERENCES stored_file (sha256),
    -- It came without being on the list.
    extra boolean NOT NULL,
    PRIMARY KEY (transfer_id, equipment_id)
);
CREATE INDEX transfer_line_by_machine ON transfer_line (equipment_id, transfer_id);

-- Who put their name under which document.
CREATE TABLE transfer_signature (
    id uuid NOT NULL PRIMARY KEY,
    transfer_id uuid NOT NULL REFERENCES transfer (id),
    act text NOT NULL CHECK (act IN ('dispatch', 'reception')),
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
"
);
