//! What works for nobody for now: its news for ever, whom it reaches, who said « moi aussi », the requests tied to it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- The present state; its words are the latest news.
CREATE TABLE outage (
    id uuid NOT NULL PRIMARY KEY,
    title text NOT NULL,
    words text NOT NULL,
    -- For the whole group, else for the structures of outage_structure.
    whole_group boolean NOT NULL,
    -- Read without an account too.
    public boolean NOT NULL,
    started_at timestamptz NOT NULL,
    next_news_at timestamptz,
    version bigint NOT NULL CHECK (version >= 1),
    created_by uuid NOT NULL REFERENCES person (id),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by uuid REFERENCES person (id),
    -- What happened, said when it is over.
    learnt text,
    CHECK ((closed_at IS NULL) = (learnt IS NULL)),
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE INDEX outage_by_closing ON outage (closed_at, id);

CREATE TABLE outage_structure (
    outage_id uuid NOT NULL REFERENCES outage (id),
    structure_id uuid NOT NULL REFERENCES structure (id),
    PRIMARY KEY (outage_id, structure_id)
);
CREATE INDEX outage_structure_by_structure ON outage_structure (structure_id);

-- What was told of it, version by version.
CREATE TABLE outage_news (
    outage_id uuid NOT NULL REFERENCES outage (id),
    number bigint NOT NULL CHECK (number >= 1),
    title text NOT NULL,
    words text NOT NULL,
    next_news_at timestamptz,
    written_by uuid NOT NULL REFERENCES person (id),
    written_at timestamptz NOT NULL,
    PRIMARY KEY (outage_id, number)
);

-- « Moi aussi »: a person counts once. It can be taken back.
CREATE TABLE affected (
    outage_id uuid NOT NULL REFERENCES outage (id),
    person_id uuid NOT NULL REFERENCES person (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (outage_id, person_id)
);
CREATE TABLE ticket_affected (
    ticket_id uuid NOT NULL REFERENCES ticket (id),
    person_id uuid NOT NULL REFERENCES person (id),
    at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, person_id)
);
CREATE INDEX ticket_affected_by_person ON ticket_affected (person_id);

ALTER TABLE ticket ADD COLUMN outage_id uuid REFERENCES outage (id);
CREATE INDEX ticket_by_outage ON ticket (outage_id) WHERE outage_id IS NOT NULL;
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
        crate::append_only(manager, "outage_news").await
    }
}
