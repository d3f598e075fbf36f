//! Programs of people: the tokens that let them in, and the requests that they make.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- Opens the interface for programs in the name of a person, until a day. Of the secret its hash alone is kept.
CREATE TABLE access_token (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES person (id),
    name text NOT NULL,
    -- The most that it may: each word holds those before it.
    most text NOT NULL CHECK (most IN ('read', 'write', 'time')),
    token_hash text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    -- The day alone, as for links to look.
    seen_on date,
    CHECK (created_at < expires_at)
);
CREATE INDEX access_token_by_person ON access_token (person_id);
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
                before: "channel IN ('web', 'phone', 'series', 'sticker')",
                after: "channel IN ('web', 'phone', 'series', 'sticker', 'api')",
                postgres: "ALTER TABLE ticket DROP CONSTRAINT ticket_channel_check;
                           ALTER TABLE ticket ADD CONSTRAINT ticket_channel_check
                             CHECK (channel IN ('web', 'phone', 'series', 'sticker', 'api'));",
            },
        )
        .await?;
        manager.get_connection().execute_unprepared(TABLES).await.map(drop)
    }
}
