//! People who asked that their data go: what they are shown as from then on, and how far their words are gone.

crate::sql_migration!(
    "
CREATE TABLE erasure (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES person (id),
    -- Themselves, or who did it for somebody who has left.
    asked_by uuid NOT NULL REFERENCES person (id),
    asked_at timestamptz NOT NULL,
    -- What stands where their name was, and where their words were.
    name_mark text NOT NULL,
    words_mark text NOT NULL,
    -- Was a technician once: what they answered to others stays.
    keeps_answers boolean NOT NULL,
    language text NOT NULL,
    -- By these what letters say of them is found, and the last letter is addressed. Forgotten when all is done.
    name text,
    email text,
    -- Requests up to this number are done; then letters up to this one.
    after_number bigint NOT NULL,
    after_letter uuid NOT NULL,
    done_at timestamptz,
    CHECK ((done_at IS NULL) = (email IS NOT NULL)),
    CHECK ((done_at IS NULL) = (name IS NOT NULL))
);
CREATE INDEX erasure_not_done ON erasure (asked_at) WHERE done_at IS NULL;
"
);
