//! The words of tickets, as a search compares them: stems and whole words made by the program, an index by each engine.

use crate::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let sql = match db.get_database_backend() {
            // Weights: A title, B what everybody reads, C internal notes, D whole words of A and B, for beginnings.
            DatabaseBackend::Postgres => {
                "CREATE TABLE ticket_words (number bigint NOT NULL PRIMARY KEY REFERENCES ticket (number), words tsvector NOT NULL);
                 CREATE INDEX ticket_words_of ON ticket_words USING gin (words);"
            }
            // The row is the ticket's number.
            _ => {
                "CREATE VIRTUAL TABLE ticket_words USING fts5 (title, body, notes, whole, belongs,
                     content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');"
            }
        };
        db.execute_unprepared(sql).await.map(drop)
    }
}
