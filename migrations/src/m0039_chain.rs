//! The reconditioning chain: the log of events that nothing edits, its daily anchors, and what the log tells of each machine.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

const TABLES: &str = "
-- One chain of hashes a subject: each row holds the hash of the row before it.
CREATE TABLE equipment_event (
    id uuid NOT NULL PRIMARY KEY,
    subject_kind text NOT NULL CHECK (subject_kind IN ('equipment', 'medium', 'transfer')),
    subject_id uuid NOT NULL,
    seq bigint NOT NULL CHECK (seq >= 1),
    type text NOT NULL,
    schema_version bigint NOT NULL CHECK (schema_version >= 1),
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- Salted commitments: nobody is named here.
    actor_ref text NOT NULL,
    actor_role text NOT NULL CHECK (actor_role IN ('referent', 'technician', 'workshop', 'coordinator', 'beneficiary',
                                                   'recycler', 'system')),
    actor_org uuid NOT NULL,
    on_behalf_of_org uuid,
    performed_by_ref text,
    -- JSON, canonical (RFC 8785).
    payload text NOT NULL,
    evidence text NOT NULL,
    ticket_id uuid,
    intervention_id uuid,
    prev_hash text NOT NULL,
    hash text NOT NULL UNIQUE,
    UNIQUE (subject_kind, subject_id, seq)
);
CREATE INDEX equipment_event_by_time ON equipment_event (recorded_at, id);

-- One a day that had events, once it is over.
CREATE TABLE equipment_anchor (
    day date NOT NULL PRIMARY KEY,
    events bigint NOT NULL CHECK (events >= 1),
    root text NOT NULL,
    previous text NOT NULL,
    anchor text NOT NULL UNIQUE,
    made_at timestamptz NOT NULL
);

-- What the log tells, for lists: computed from it, never the other way round. A machine without a row has no log yet.
CREATE TABLE equipment_state (
    equipment_id uuid NOT NULL PRIMARY KEY REFERENCES equipment (id),
    seq bigint NOT NULL CHECK (seq >= 1),
    stage text NOT NULL CHECK (stage IN ('registered', 'in_service', 'in_maintenance', 'decommissioned', 'offered', 'in_transit',
        'received', 'triaged', 'sanitising', 'sanitised', 'in_repair', 'awaiting_parts', 'testing', 'ready', 'reserved',
        'parts_donor', 'dismantled', 'awaiting_recycling', 'recycled', 'lost', 'stolen')),
    custodian_id uuid NOT NULL,
    held boolean NOT NULL,
    -- All of it, as JSON.
    state text NOT NULL,
    hash text NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX equipment_state_by_stage ON equipment_state (stage, equipment_id);
CREATE INDEX equipment_state_held ON equipment_state (equipment_id) WHERE held;

-- Who a commitment stands for. Without this row it stands for nobody, and the chain holds.
CREATE TABLE actor_salt (
    person_id uuid NOT NULL PRIMARY KEY REFERENCES person (id),
    salt text NOT NULL,
    actor_ref text NOT NULL UNIQUE
);
";

const NEVER_EMPTIED: &str = "
CREATE TRIGGER equipment_event_is_never_emptied BEFORE TRUNCATE ON equipment_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER equipment_anchor_is_never_emptied BEFORE TRUNCATE ON equipment_anchor
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared(TABLES).await?;
        for for_ever in ["equipment_event", "equipment_anchor"] {
            crate::append_only(manager, for_ever).await?;
        }
        // SQLite has no TRUNCATE: what it has instead is a DELETE.
        if db.get_database_backend() == DatabaseBackend::Postgres {
            db.execute_unprepared(NEVER_EMPTIED).await?;
        }
        Ok(())
    }
}
