//! Who has no account signs for machines by a link that came to their organisation, or on paper, which a second person compares.

crate::sql_migration!(
    "
-- A way in to one transfer, for its receiver; the secret itself leaves by mail.
CREATE TABLE transfer_link (
    token_hash text NOT NULL PRIMARY KEY,
    transfer_id uuid NOT NULL REFERENCES transfer (id),
    -- What may be signed by it, once; none: it is there to read.
    act text CHECK (act IN ('acceptance', 'reception')),
    -- Where it was sent.
    email text NOT NULL,
    sent_at timestamptz NOT NULL,
    spent_at timestamptz
);
CREATE INDEX transfer_link_by_transfer ON transfer_link (transfer_id, sent_at);

-- A document that was signed on paper, until a second person has compared it.
CREATE TABLE transfer_paper (
    transfer_id uuid NOT NULL REFERENCES transfer (id),
    act text NOT NULL CHECK (act IN ('acceptance', 'reception')),
    name text NOT NULL,
    capacity text NOT NULL,
    wipe_mandate boolean NOT NULL,
    -- All of which nothing was said arrived.
    rest boolean NOT NULL,
    -- SHA-256 of the scan.
    scan text NOT NULL REFERENCES stored_file (sha256),
    entered_by uuid NOT NULL REFERENCES person (id),
    entered_at timestamptz NOT NULL,
    PRIMARY KEY (transfer_id, act)
);

-- Where the link was sent by which it was signed; empty in any other way.
ALTER TABLE transfer_signature ADD COLUMN address text NOT NULL DEFAULT '';
-- What was signed on paper, and who put it in; the row's person has compared it.
ALTER TABLE transfer_signature ADD COLUMN scan text REFERENCES stored_file (sha256);
ALTER TABLE transfer_signature ADD COLUMN entered_by uuid REFERENCES person (id);
-- What a printed code asks for.
CREATE INDEX transfer_signature_by_document ON transfer_signature (document);
"
);
