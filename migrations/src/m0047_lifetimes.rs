//! What second lives avoid: estimates that keep the figures from which they were made, and what the group supposes.

crate::sql_migration!(
    "
-- What the group supposes where nobody measures; the last row holds.
CREATE TABLE carbon_hypotheses (
    id uuid NOT NULL PRIMARY KEY,
    -- Per mille.
    substitution bigint NOT NULL CHECK (substitution BETWEEN 0 AND 1000),
    second_life_months bigint NOT NULL CHECK (second_life_months BETWEEN 1 AND 240),
    transport_grams bigint NOT NULL CHECK (transport_grams >= 0),
    workshop_wh bigint NOT NULL CHECK (workshop_wh >= 0),
    set_by uuid NOT NULL REFERENCES person (id),
    set_at timestamptz NOT NULL
);

-- What a year of a further life avoids; made once, and anew only when somebody asks for it.
CREATE TABLE carbon_estimate (
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    -- The second life is 1.
    cycle bigint NOT NULL CHECK (cycle >= 1),
    -- Row of the table of figures; none: not estimated.
    factor text,
    -- Of the hypotheses; none: those with which the program comes.
    hypotheses_id uuid REFERENCES carbon_hypotheses (id),
    -- New parts that count, and those of which nobody knows a figure.
    parts bigint NOT NULL,
    parts_unknown bigint NOT NULL,
    low_grams bigint,
    high_grams bigint,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (equipment_id, cycle)
);
"
);
