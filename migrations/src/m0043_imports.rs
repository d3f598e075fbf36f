//! Lists of machines that somebody kept elsewhere: the file that they sent until it is imported or a day is over, what its
//! columns were said to be, what its words for kinds meant.

crate::sql_migration!(
    "
CREATE TABLE machine_import (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    -- Who sent it: nobody else sees it.
    person_id uuid NOT NULL REFERENCES person (id),
    name text NOT NULL,
    -- Empty once it is imported.
    content text NOT NULL,
    -- What each column is, as JSON: a list of words or nulls.
    targets text NOT NULL,
    -- What its words for kinds mean, as JSON: an object of words.
    kinds text NOT NULL,
    created_at timestamptz NOT NULL,
    -- How many machines came of it.
    imported bigint CHECK (imported >= 0)
);
CREATE INDEX machine_import_by_person ON machine_import (person_id, id);

-- What the columns of such a list were the last time, for lists with the same headings (their SHA-256).
CREATE TABLE import_headings (
    structure_id uuid NOT NULL REFERENCES structure (id),
    headings text NOT NULL,
    targets text NOT NULL,
    PRIMARY KEY (structure_id, headings)
);

-- What somebody said a word means.
CREATE TABLE import_word (
    structure_id uuid NOT NULL REFERENCES structure (id),
    word text NOT NULL,
    kind text NOT NULL,
    PRIMARY KEY (structure_id, word)
);
"
);
