//! Interventions: pieces of work with their date, real minutes and kind, each kept in all its versions.

crate::sql_migration!(
    "
-- A correction is a new row with the same entry_id; the row that stands has no superseded_at.
CREATE TABLE intervention (
    id uuid NOT NULL PRIMARY KEY,
    entry_id uuid NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    structure_id uuid NOT NULL REFERENCES structure (id),
    worker_id uuid NOT NULL REFERENCES person (id),
    author_id uuid NOT NULL REFERENCES person (id),
    ticket_id uuid REFERENCES ticket (id),
    equipment_id uuid REFERENCES equipment (id),
    day date NOT NULL,
    period text NOT NULL,
    start_minute bigint CHECK (start_minute BETWEEN 0 AND 1439),
    minutes bigint NOT NULL CHECK (minutes > 0 AND minutes <= 1440),
    kind text NOT NULL CHECK (kind IN ('remote', 'on_site', 'travel', 'maintenance', 'training')),
    not_charged text CHECK (not_charged IN ('goodwill', 'mistake', 'warranty')),
    note text NOT NULL,
    withdrawn boolean NOT NULL,
    created_at timestamptz NOT NULL,
    superseded_at timestamptz,
    UNIQUE (entry_id, version)
);
CREATE UNIQUE INDEX intervention_stands_once ON intervention (entry_id) WHERE superseded_at IS NULL;
CREATE INDEX intervention_by_structure ON intervention (structure_id, period) WHERE superseded_at IS NULL;
CREATE INDEX intervention_by_worker ON intervention (worker_id, day) WHERE superseded_at IS NULL;
CREATE INDEX intervention_by_ticket ON intervention (ticket_id) WHERE superseded_at IS NULL;
CREATE INDEX intervention_by_equipment ON intervention (equipment_id) WHERE superseded_at IS NULL;

-- Totals of a structure's month, written with each intervention; they equal what the interventions give.
CREATE TABLE month_use (
    structure_id uuid NOT NULL REFERENCES structure (id),
    period text NOT NULL,
    interventions bigint NOT NULL CHECK (interventions >= 0),
    real_minutes bigint NOT NULL CHECK (real_minutes >= 0),
    charged_minutes bigint NOT NULL CHECK (charged_minutes >= 0),
    PRIMARY KEY (structure_id, period)
);
CREATE INDEX month_use_by_period ON month_use (period);
"
);
