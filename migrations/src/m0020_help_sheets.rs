//! Help sheets: what somebody can do alone, each version for ever, and the requests that they have spared.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- The present state; the words are those of the version. Terms are what searches compare (domain::help_sheets::Index).
CREATE TABLE help_sheet (
    id uuid NOT NULL PRIMARY KEY,
    title text NOT NULL,
    structure_id uuid REFERENCES structure (id),
    public boolean NOT NULL,
    version bigint NOT NULL CHECK (version >= 1),
    title_terms text NOT NULL,
    words_terms text NOT NULL,
    whole_words text NOT NULL,
    ticket_id uuid REFERENCES ticket (id),
    created_by uuid NOT NULL REFERENCES person (id),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    retired_at timestamptz,
    CHECK (structure_id IS NULL OR NOT public)
);
CREATE INDEX help_sheet_by_structure ON help_sheet (structure_id);

CREATE TABLE help_sheet_version (
    help_sheet_id uuid NOT NULL REFERENCES help_sheet (id),
    number bigint NOT NULL CHECK (number >= 1),
    title text NOT NULL,
    words text NOT NULL,
    structure_id uuid REFERENCES structure (id),
    public boolean NOT NULL,
    written_by uuid NOT NULL REFERENCES person (id),
    written_at timestamptz NOT NULL,
    PRIMARY KEY (help_sheet_id, number)
);

-- It settled somebody's trouble: a person counts once a day.
CREATE TABLE help_sheet_use (
    help_sheet_id uuid NOT NULL REFERENCES help_sheet (id),
    person_id uuid NOT NULL REFERENCES person (id),
    day date NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (help_sheet_id, person_id, day)
);
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
        for for_ever in ["help_sheet_version", "help_sheet_use"] {
            crate::append_only(manager, for_ever).await?;
        }
        Ok(())
    }
}
