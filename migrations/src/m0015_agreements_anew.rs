//! A structure that left can come back: it has several agreements, one after the other.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

const POSTGRES: &str = "
ALTER TABLE agreement DROP CONSTRAINT agreement_structure_id_key;
ALTER TABLE agreement ADD CONSTRAINT agreement_of_structure UNIQUE (structure_id, first_month);
";

/// SQLite drops no constraint: both tables are made anew, the one that refers to the other included, so that no
/// reference dangles at any step. Renaming carries the reference along.
const SQLITE: &str = "
CREATE TABLE agreement_anew (
    id uuid NOT NULL PRIMARY KEY,
    structure_id uuid NOT NULL REFERENCES structure (id),
    first_month text NOT NULL,
    last_month text,
    UNIQUE (structure_id, first_month),
    CHECK (last_month IS NULL OR last_month >= first_month)
);
INSERT INTO agreement_anew SELECT id, structure_id, first_month, last_month FROM agreement;
CREATE TABLE amendment_anew (
    id uuid NOT NULL PRIMARY KEY,
    agreement_id uuid NOT NULL REFERENCES agreement_anew (id),
    from_month text NOT NULL,
    monthly_minutes bigint NOT NULL CHECK (monthly_minutes >= 0),
    note text NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (agreement_id, from_month)
);
INSERT INTO amendment_anew SELECT id, agreement_id, from_month, monthly_minutes, note, created_at FROM amendment;
DROP TABLE amendment;
DROP TABLE agreement;
ALTER TABLE agreement_anew RENAME TO agreement;
ALTER TABLE amendment_anew RENAME TO amendment;
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
        let statements = match db.get_database_backend() {
            DatabaseBackend::Postgres => POSTGRES,
            _ => SQLITE,
        };
        db.execute_unprepared(statements).await.map(drop)
    }
}
