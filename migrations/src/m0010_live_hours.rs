//! Links to look at a structure's hours, what was told of them once, and who would rather not be told.

crate::sql_migration!(
    "
-- A way to look, without an account, at the hours of one structure: its secret is kept as its SHA-256 alone.
CREATE TABLE look_link (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    token_hash text NOT NULL UNIQUE,
    label text NOT NULL,
    author_id uuid NOT NULL REFERENCES person (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    -- The day alone: who looked, and when, is nobody's business.
    seen_on date
);
CREATE INDEX look_link_by_structure ON look_link (structure_id);

-- What the referents of a structure were told of a month's hours: each threshold once, whoever of several instances comes first.
CREATE TABLE hours_notice (
    structure_id uuid NOT NULL REFERENCES structure (id),
    period text NOT NULL,
    threshold text NOT NULL CHECK (threshold IN ('used_80', 'used_100', 'expiring_30', 'expiring_7')),
    told_at timestamptz NOT NULL,
    PRIMARY KEY (structure_id, period, threshold)
);

-- Whether a referent wants these letters.
ALTER TABLE person ADD COLUMN hours_letters boolean NOT NULL DEFAULT TRUE;
-- Whether employees see what their structure has left.
ALTER TABLE structure ADD COLUMN shows_left boolean NOT NULL DEFAULT TRUE;
"
);
