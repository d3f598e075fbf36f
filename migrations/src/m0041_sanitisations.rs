//! Erasures and destructions of media as they were told: what was shown, who answers for it; certificates, which nothing changes.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::ConnectionTrait;

const TABLES: &str = "
-- Files that events name by their digest: kept as long as the events.
CREATE TABLE evidence_file (
    sha256 text NOT NULL PRIMARY KEY REFERENCES stored_file (sha256),
    kept_at timestamptz NOT NULL
);

CREATE TABLE sanitisation (
    id uuid NOT NULL PRIMARY KEY,
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    medium_id uuid NOT NULL REFERENCES medium (id),
    way text NOT NULL CHECK (way IN ('log', 'declaration', 'destruction')),
    standing text NOT NULL CHECK (standing IN ('awaiting', 'accepted', 'dismissed')),
    -- What was told, as JSON: the record of an erasure, the method of a destruction.
    told text NOT NULL,
    -- What a second person answers for, as JSON: words.
    needs text NOT NULL,
    -- The log of the tool, the photograph of what is left.
    file_sha256 text REFERENCES stored_file (sha256),
    file_name text NOT NULL,
    operator_id uuid NOT NULL REFERENCES person (id),
    validator_id uuid REFERENCES person (id),
    made_at timestamptz NOT NULL,
    decided_at timestamptz,
    CHECK ((standing = 'awaiting') = (decided_at IS NULL))
);
CREATE INDEX sanitisation_by_medium ON sanitisation (medium_id, made_at, id);
CREATE INDEX sanitisation_by_machine ON sanitisation (equipment_id, standing);
CREATE INDEX sanitisation_by_content ON sanitisation (file_sha256) WHERE file_sha256 IS NOT NULL;
-- One at a time waits for a second person.
CREATE UNIQUE INDEX sanitisation_awaiting ON sanitisation (medium_id) WHERE standing = 'awaiting';

CREATE TABLE certificate (
    id uuid NOT NULL PRIMARY KEY,
    sanitisation_id uuid NOT NULL UNIQUE REFERENCES sanitisation (id),
    medium_id uuid NOT NULL REFERENCES medium (id),
    equipment_id uuid NOT NULL REFERENCES equipment (id),
    -- Numbers of a year follow one another.
    year bigint NOT NULL,
    number bigint NOT NULL CHECK (number >= 1),
    -- In the address that the printed code opens.
    code text NOT NULL UNIQUE,
    -- All that it says, as JSON, and its digest.
    body text NOT NULL,
    sha256 text NOT NULL,
    made_at timestamptz NOT NULL,
    UNIQUE (year, number)
);
CREATE INDEX certificate_by_medium ON certificate (medium_id, made_at);
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
        crate::append_only(manager, "certificate").await
    }
}
