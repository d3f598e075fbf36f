//! Categories of tickets, who is writing to one, and the deeds on many at once that came later.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
CREATE TABLE category (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    made_by uuid NOT NULL REFERENCES person (id),
    made_at timestamptz NOT NULL,
    retired_at timestamptz
);
CREATE UNIQUE INDEX category_has_its_name ON category (name) WHERE retired_at IS NULL;

-- Who is writing right now: forgotten after a minute.
CREATE TABLE ticket_presence (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    person_id uuid NOT NULL REFERENCES person (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
CREATE INDEX ticket_presence_by_time ON ticket_presence (at);

ALTER TABLE ticket ADD COLUMN category_id uuid REFERENCES category (id);
CREATE INDEX ticket_open_by_category ON ticket (category_id, queue_rank, received_at, id) WHERE state <> 'settled';
ALTER TABLE ticket_batch_line ADD COLUMN category_before uuid REFERENCES category (id);
CREATE INDEX ticket_settled_by_category ON ticket (category_id, received_at, id) WHERE state = 'settled';
";

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::widen(
            manager,
            crate::Widening {
                table: "ticket_batch",
                before: "act IN ('give', 'ask', 'settle')",
                after: "act IN ('give', 'ask', 'settle', 'categorise', 'tie', 'merge')",
                postgres: "ALTER TABLE ticket_batch DROP CONSTRAINT ticket_batch_act_check;
                           ALTER TABLE ticket_batch ADD CONSTRAINT ticket_batch_act_check
                             CHECK (act IN ('give', 'ask', 'settle', 'categorise', 'tie', 'merge'));",
            },
        )
        .await?;
        crate::widen(
            manager,
            crate::Widening {
                table: "ticket_batch_line",
                before: "fate IN ('pending', 'done', 'already', 'absent', 'refused', 'undone', 'kept')",
                after: "fate IN ('pending', 'done', 'already', 'absent', 'refused', 'undone', 'kept', 'lives_on')",
                postgres: "ALTER TABLE ticket_batch_line DROP CONSTRAINT ticket_batch_line_fate_check;
                           ALTER TABLE ticket_batch_line ADD CONSTRAINT ticket_batch_line_fate_check
                             CHECK (fate IN ('pending', 'done', 'already', 'absent', 'refused', 'undone', 'kept', 'lives_on'));",
            },
        )
        .await?;
        manager.get_connection().execute_unprepared(TABLES).await.map(drop)
    }
}
