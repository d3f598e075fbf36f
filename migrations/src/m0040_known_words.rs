//! The words that tickets hold, each once, for SQLite, whose index is slow to guess how a word ends; the tickets of a structure in
//! the order of their numbers for PostgreSQL, which looks at the newest first.

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
            DatabaseBackend::Postgres => "CREATE INDEX ticket_by_structure_and_number ON ticket (structure_id, number);",
            // `whole`: a whole word, else a stem. What is indexed already is read from the index.
            _ => {
                "CREATE TABLE ticket_words_known (
                     whole boolean NOT NULL,
                     word text NOT NULL,
                     PRIMARY KEY (whole, word)
                 ) WITHOUT ROWID;
                 CREATE VIRTUAL TABLE ticket_words_seen USING fts5vocab('ticket_words', 'col');
                 INSERT INTO ticket_words_known (whole, word)
                     SELECT DISTINCT col = 'whole', term FROM ticket_words_seen WHERE col <> 'belongs';
                 DROP TABLE ticket_words_seen;"
            }
        };
        db.execute_unprepared(sql).await.map(drop)
    }
}
