//! Requests that are one, requests that are linked: what a merge brought together, so that it can be undone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- The request in which this one lives on, whatever was merged in between.
ALTER TABLE ticket ADD COLUMN merged_into uuid REFERENCES ticket (id);
CREATE INDEX ticket_by_merge ON ticket (merged_into) WHERE merged_into IS NOT NULL;

-- Of an open month: under which request the work was written down first.
ALTER TABLE intervention ADD COLUMN merged_from uuid REFERENCES ticket (id);

CREATE TABLE ticket_merge (
    id uuid NOT NULL PRIMARY KEY,
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    into_id uuid NOT NULL REFERENCES ticket (id),
    -- As the request stood: what it goes back to.
    state text NOT NULL,
    outcome text,
    settled_at timestamptz,
    merged_by uuid NOT NULL REFERENCES person (id),
    merged_at timestamptz NOT NULL,
    separated_by uuid REFERENCES person (id),
    separated_at timestamptz,
    CHECK (ticket_id <> into_id),
    CHECK ((separated_by IS NULL) = (separated_at IS NULL))
);
CREATE UNIQUE INDEX ticket_merged_once ON ticket_merge (ticket_id) WHERE separated_at IS NULL;
CREATE INDEX ticket_merge_into ON ticket_merge (into_id);

-- Who came to read a request by a merge; with what they had to do with it before, if anything.
CREATE TABLE merge_newcomer (
    merge_id uuid NOT NULL REFERENCES ticket_merge (id),
    person_id uuid NOT NULL REFERENCES person (id),
    part_before text,
    PRIMARY KEY (merge_id, person_id)
);

CREATE TABLE ticket_link (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    other_id uuid NOT NULL REFERENCES ticket (id),
    kind text NOT NULL CHECK (kind IN ('follows', 'blocked_by', 'see_also')),
    linked_by uuid NOT NULL REFERENCES person (id),
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, other_id),
    CHECK (ticket_id <> other_id)
);
CREATE INDEX ticket_link_from_other ON ticket_link (other_id);
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
                before: "outcome IN ('fixed', 'advice', 'withdrawn', 'not_ours')",
                after: "outcome IN ('fixed', 'advice', 'withdrawn', 'not_ours', 'merged')",
                postgres: "ALTER TABLE ticket DROP CONSTRAINT ticket_outcome_check;
                           ALTER TABLE ticket ADD CONSTRAINT ticket_outcome_check
                             CHECK (outcome IN ('fixed', 'advice', 'withdrawn', 'not_ours', 'merged'));",
            },
        )
        .await?;
        manager.get_connection().execute_unprepared(TABLES).await.map(drop)
    }
}
