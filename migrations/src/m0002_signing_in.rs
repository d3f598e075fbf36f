//! Links and codes sent by mail, sessions that can be revoked, counters of attempts.

crate::sql_migration!(
    "
-- A way in that was handed out: every secret is kept as its SHA-256 alone.
CREATE TABLE sign_in (
    id uuid NOT NULL PRIMARY KEY,
    purpose text NOT NULL CHECK (purpose IN ('link', 'invitation', 'set_up')),
    person_id uuid REFERENCES person (id),
    browser_hash text NOT NULL UNIQUE,
    token_hash text NOT NULL UNIQUE,
    code_hash text,
    code_tries bigint NOT NULL CHECK (code_tries >= 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX sign_in_by_expiry ON sign_in (expires_at);

CREATE TABLE session (
    id uuid NOT NULL PRIMARY KEY,
    token_hash text NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES person (id),
    way text NOT NULL CHECK (way IN ('link', 'code', 'password', 'set_up')),
    device text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX session_by_person ON session (person_id) WHERE ended_at IS NULL;

-- Attempts are counted before the check, so that parallel tries and several instances are counted too.
CREATE TABLE attempt (
    subject text NOT NULL,
    window_start bigint NOT NULL,
    tries bigint NOT NULL CHECK (tries > 0),
    PRIMARY KEY (subject, window_start)
);
"
);
