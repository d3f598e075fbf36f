//! The month's end: the journal of the pool, gifts and grants, signatures, corrections after a closing, late arrivals.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- Double entry in minutes: every row's postings sum to zero (none for a decision that moves nothing by itself). Each row
-- holds the hash of the row before it.
CREATE TABLE journal (
    seq bigint NOT NULL PRIMARY KEY CHECK (seq >= 1),
    at timestamptz NOT NULL,
    period text,
    kind text NOT NULL,
    postings text NOT NULL,
    actor_id uuid REFERENCES person (id),
    reason text NOT NULL,
    reference text NOT NULL,
    previous text NOT NULL,
    hash text NOT NULL UNIQUE
);

ALTER TABLE closing ADD COLUMN closed_by uuid REFERENCES person (id);
ALTER TABLE closing ADD COLUMN used_minutes_ever bigint NOT NULL DEFAULT 0;
ALTER TABLE closing ADD COLUMN lots_minutes bigint NOT NULL DEFAULT 0;
ALTER TABLE closing ADD COLUMN debt_minutes bigint NOT NULL DEFAULT 0;
ALTER TABLE closing ADD COLUMN journal_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE closing ADD COLUMN journal_hash text NOT NULL DEFAULT '';
ALTER TABLE statement ADD COLUMN granted bigint NOT NULL DEFAULT 0;
ALTER TABLE statement ADD COLUMN undone bigint NOT NULL DEFAULT 0;
ALTER TABLE statement ADD COLUMN left_to_pot bigint NOT NULL DEFAULT 0;
ALTER TABLE statement ADD COLUMN debt_sold bigint NOT NULL DEFAULT 0;

-- Minutes from one structure to another. It counts once both sides have agreed, in the month in which it was made.
CREATE TABLE gift (
    id uuid NOT NULL PRIMARY KEY,
    period text NOT NULL,
    from_structure_id uuid NOT NULL REFERENCES structure (id),
    to_structure_id uuid NOT NULL REFERENCES structure (id),
    minutes bigint NOT NULL CHECK (minutes > 0),
    words text NOT NULL,
    proposed_by uuid NOT NULL REFERENCES person (id),
    proposed_at timestamptz NOT NULL,
    agreed_by uuid REFERENCES person (id),
    agreed_at timestamptz,
    refused_by uuid REFERENCES person (id),
    refused_at timestamptz,
    CHECK (from_structure_id <> to_structure_id),
    CHECK ((agreed_by IS NULL) = (agreed_at IS NULL)),
    CHECK ((refused_by IS NULL) = (refused_at IS NULL))
);
CREATE INDEX gift_by_period ON gift (period, agreed_at);
CREATE INDEX gift_by_giver ON gift (from_structure_id, period);
CREATE INDEX gift_by_receiver ON gift (to_structure_id, period);

-- Minutes from the pot to a structure, by the coordinator.
CREATE TABLE pot_grant (
    id uuid NOT NULL PRIMARY KEY,
    period text NOT NULL,
    structure_id uuid NOT NULL REFERENCES structure (id),
    minutes bigint NOT NULL CHECK (minutes > 0),
    reason text NOT NULL,
    granted_by uuid NOT NULL REFERENCES person (id),
    granted_at timestamptz NOT NULL,
    withdrawn_by uuid REFERENCES person (id),
    withdrawn_at timestamptz
);
CREATE INDEX pot_grant_by_period ON pot_grant (period, granted_at);
CREATE INDEX pot_grant_by_structure ON pot_grant (structure_id, period);

-- A referent's agreement with the hour sheet of a month, with the figures that were agreed to; no person when silence
-- counted as agreement.
CREATE TABLE signature (
    id uuid NOT NULL PRIMARY KEY,
    period text NOT NULL,
    structure_id uuid NOT NULL REFERENCES structure (id),
    person_id uuid REFERENCES person (id),
    interventions bigint NOT NULL,
    real_minutes bigint NOT NULL,
    charged_minutes bigint NOT NULL,
    signed_at timestamptz NOT NULL
);
CREATE INDEX signature_by_sheet ON signature (period, structure_id, signed_at);

-- « J'ai une question »: from a referent about a sheet, answered by the coordinator or a technician.
CREATE TABLE sheet_question (
    id uuid NOT NULL PRIMARY KEY,
    period text NOT NULL,
    structure_id uuid NOT NULL REFERENCES structure (id),
    asked_by uuid NOT NULL REFERENCES person (id),
    asked_at timestamptz NOT NULL,
    words text NOT NULL,
    answered_by uuid REFERENCES person (id),
    answered_at timestamptz,
    answer text NOT NULL
);
CREATE INDEX sheet_question_by_sheet ON sheet_question (period, structure_id, asked_at);

-- A change of what a closed month charged, posted in an open one.
CREATE TABLE correction (
    id uuid NOT NULL PRIMARY KEY,
    period text NOT NULL,
    of_period text NOT NULL,
    structure_id uuid NOT NULL REFERENCES structure (id),
    entry_id uuid NOT NULL,
    version bigint NOT NULL,
    real_minutes bigint NOT NULL,
    charged_minutes bigint NOT NULL,
    reason text NOT NULL,
    corrected_by uuid NOT NULL REFERENCES person (id),
    corrected_at timestamptz NOT NULL,
    CHECK (of_period < period),
    UNIQUE (entry_id, version, of_period)
);
CREATE INDEX correction_by_period ON correction (period, structure_id, corrected_at);
CREATE INDEX correction_of_period ON correction (of_period, structure_id);

-- What still covers a closed month that corrections have undone in part; without a row, what its statement says.
CREATE TABLE cover (
    period text NOT NULL,
    structure_id uuid NOT NULL REFERENCES structure (id),
    parts text NOT NULL,
    PRIMARY KEY (period, structure_id)
);

-- Work whose month was closed when it arrived: kept whole, counted in an open month once somebody has decided so.
CREATE TABLE late_arrival (
    entry_id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    worker_id uuid NOT NULL REFERENCES person (id),
    ticket_id uuid REFERENCES ticket (id),
    equipment_id uuid REFERENCES equipment (id),
    day date NOT NULL,
    start_minute bigint CHECK (start_minute BETWEEN 0 AND 1439),
    minutes bigint NOT NULL CHECK (minutes > 0 AND minutes <= 1440),
    kind text NOT NULL,
    not_charged text,
    note text NOT NULL,
    arrived_at timestamptz NOT NULL,
    decided_by uuid REFERENCES person (id),
    decided_at timestamptz,
    counted_in text,
    reason text NOT NULL
);
CREATE INDEX late_arrival_waits ON late_arrival (arrived_at) WHERE decided_at IS NULL;

-- Whether a version is part of its month's count. It stays so when it is corrected after the month was closed.
ALTER TABLE intervention ADD COLUMN counted boolean NOT NULL DEFAULT TRUE;
UPDATE intervention SET counted = FALSE WHERE superseded_at IS NOT NULL OR withdrawn;
CREATE INDEX intervention_counted ON intervention (structure_id, period) WHERE counted;

-- Days after a month's end in which its sheets are read and signed; then silence is agreement.
ALTER TABLE group_settings ADD COLUMN signing_days bigint NOT NULL DEFAULT 7;
ALTER TABLE group_settings ADD COLUMN allows_gifts boolean NOT NULL DEFAULT TRUE;
ALTER TABLE group_settings ADD COLUMN allows_grants boolean NOT NULL DEFAULT TRUE;
";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(TABLES).await?;
        for for_ever in ["journal", "signature", "correction"] {
            crate::append_only(manager, for_ever).await?;
        }
        Ok(())
    }
}
