//! What machines say of themselves: the addresses at which their agents report, what they reported, what identifies a machine, and
//! what could not be read.

crate::sql_migration!(
    "
-- A secret address of a structure, at which agents report and nothing else.
CREATE TABLE inventory_token (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    label text NOT NULL,
    token_hash text NOT NULL UNIQUE,
    made_by uuid NOT NULL REFERENCES person (id),
    made_at timestamptz NOT NULL,
    seen_at timestamptz,
    revoked_by uuid REFERENCES person (id),
    revoked_at timestamptz
);
CREATE INDEX inventory_token_by_structure ON inventory_token (structure_id, id);

CREATE TABLE inventory (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    standing text NOT NULL CHECK (standing IN ('attached', 'adopt', 'reconcile')),
    equipment_id uuid REFERENCES equipment (id),
    program text NOT NULL,
    device_id text NOT NULL,
    agent_id text,
    -- Whether the last message was.
    partial boolean NOT NULL,
    -- What is kept, as JSON.
    document text NOT NULL,
    warnings text NOT NULL,
    fingerprint text NOT NULL,
    -- Over which a person decides.
    version bigint NOT NULL CHECK (version >= 1),
    received_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    decided_by uuid REFERENCES person (id),
    decided_at timestamptz,
    CHECK ((standing = 'attached') = (equipment_id IS NOT NULL)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX inventory_by_machine ON inventory (equipment_id, received_at, id) WHERE equipment_id IS NOT NULL;
CREATE INDEX inventory_waiting ON inventory (structure_id, seen_at, id) WHERE standing <> 'attached';

-- The machines that an inventory may be of, when that is for a person to say.
CREATE TABLE inventory_candidate (
    inventory_id uuid NOT NULL REFERENCES inventory (id),
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    PRIMARY KEY (inventory_id, equipment_id)
);
CREATE INDEX inventory_candidate_by_machine ON inventory_candidate (equipment_id);

-- By what a machine is known.
CREATE TABLE identity_evidence (
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    kind text NOT NULL CHECK (kind IN ('serial', 'uuid', 'mac', 'agent')),
    value text NOT NULL,
    source text NOT NULL CHECK (source IN ('agent', 'human')),
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (equipment_id, kind, value)
);
CREATE INDEX identity_evidence_by_value ON identity_evidence (value, kind);

-- What two machines of a structure share, as a person said: it identifies neither.
CREATE TABLE identity_junk (
    structure_id uuid NOT NULL REFERENCES structure (id),
    kind text NOT NULL CHECK (kind IN ('serial', 'uuid', 'mac', 'agent')),
    value text NOT NULL,
    said_by uuid NOT NULL REFERENCES person (id),
    said_at timestamptz NOT NULL,
    PRIMARY KEY (structure_id, kind, value)
);

-- What an agent said of a field that people write too, and whether it was taken: then it comes from the agent as long as
-- it reads so.
CREATE TABLE inventory_field (
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    field text NOT NULL CHECK (field IN ('brand', 'model', 'serial')),
    heard text NOT NULL,
    taken boolean NOT NULL,
    decided_by uuid REFERENCES person (id),
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (equipment_id, field)
);

-- What could not be read, sealed, for thirty days.
CREATE TABLE unreadable_inventory (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    reason text NOT NULL,
    program text NOT NULL,
    agent_id text,
    size bigint NOT NULL CHECK (size >= 0),
    received_at timestamptz NOT NULL,
    sealed bytea NOT NULL
);
CREATE INDEX unreadable_inventory_by_structure ON unreadable_inventory (structure_id, received_at, id);
CREATE INDEX unreadable_inventory_by_age ON unreadable_inventory (received_at);
"
);
