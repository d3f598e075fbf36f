//! Work that comes again: series, what became of each of their dates, the steps that are ticked in a ticket, and tasks with a date.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
CREATE TABLE series (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    title text NOT NULL,
    words text NOT NULL,
    -- One a line.
    steps text NOT NULL,
    -- As RFC 5545 writes it, in calendar days.
    rule text NOT NULL,
    starts_on date NOT NULL,
    -- Earlier dates are not due: it was made, changed or started again on that day.
    due_from date NOT NULL,
    days_ahead bigint NOT NULL CHECK (days_ahead BETWEEN 0 AND 60),
    requester_id uuid NOT NULL REFERENCES person (id),
    technician_id uuid NOT NULL REFERENCES person (id),
    created_at timestamptz NOT NULL,
    stopped_at timestamptz
);
CREATE INDEX series_by_structure ON series (structure_id);

CREATE TABLE series_equipment (
    series_id uuid NOT NULL REFERENCES series (id),
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    PRIMARY KEY (series_id, equipment_id)
);

-- The key makes one ticket of a date, whatever instances, restarts and replays do.
CREATE TABLE series_occurrence (
    series_id uuid NOT NULL REFERENCES series (id),
    on_day date NOT NULL,
    -- The next open day.
    visit_on date NOT NULL,
    ticket_id uuid UNIQUE REFERENCES ticket (id),
    skipped text CHECK (skipped IN ('missed', 'no_agreement')),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (series_id, on_day),
    CHECK ((ticket_id IS NULL) = (skipped IS NOT NULL))
);

CREATE TABLE ticket_step (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    position bigint NOT NULL,
    words text NOT NULL,
    done_by uuid REFERENCES person (id),
    done_at timestamptz,
    PRIMARY KEY (ticket_id, position),
    CHECK ((done_by IS NULL) = (done_at IS NULL))
);

-- What a technician has to do on a day.
CREATE TABLE task (
    id uuid NOT NULL PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    words text NOT NULL,
    assignee_id uuid NOT NULL REFERENCES person (id),
    day date NOT NULL,
    author_id uuid NOT NULL REFERENCES person (id),
    created_at timestamptz NOT NULL,
    done_by uuid REFERENCES person (id),
    done_at timestamptz,
    CHECK ((done_by IS NULL) = (done_at IS NULL))
);
CREATE INDEX task_by_ticket ON task (ticket_id, day, id);
CREATE INDEX task_by_assignee ON task (assignee_id, day, id) WHERE done_at IS NULL;
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
                table: "ticket",
                before: "channel IN ('web', 'phone')",
                after: "channel IN ('web', 'phone', 'series')",
                postgres: "ALTER TABLE ticket DROP CONSTRAINT ticket_channel_check;
                           ALTER TABLE ticket ADD CONSTRAINT ticket_channel_check CHECK (channel IN ('web', 'phone', 'series'));",
            },
        )
        .await?;
        manager.get_connection().execute_unprepared(TABLES).await.map(drop)
    }
}
