//! Letters are rows written in the transaction of what they announce; a job sends them.

crate::sql_migration!(
    "
CREATE TABLE letter (
    id uuid NOT NULL PRIMARY KEY,
    event text NOT NULL,
    recipient text NOT NULL,
    language text NOT NULL CHECK (language IN ('fr', 'en')),
    body text NOT NULL,
    message_id text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'sent', 'undelivered')),
    tries bigint NOT NULL CHECK (tries >= 0),
    created_at timestamptz NOT NULL,
    send_after timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    leased_until timestamptz,
    sent_at timestamptz,
    refusal text
);
CREATE UNIQUE INDEX letter_is_one_an_event_and_person ON letter (event, recipient);
CREATE INDEX letter_waiting ON letter (send_after) WHERE state = 'waiting';
"
);
