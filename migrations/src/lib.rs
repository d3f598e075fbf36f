//! The schema, as an append-only list of migrations: one purpose a file.
//!
//! One SQL text serves both engines: SQLite reads `uuid`, `timestamptz`, `date` and `bytea` as free type names and
//! stores what it is given (blob, text, text, blob), PostgreSQL takes them at their word. Only triggers differ.
//! Every migration runs in a transaction: by default SQLite would run without one, and a migration that fails
//! would leave its first tables behind.

#![forbid(unsafe_code)]

pub use sea_orm_migration::prelude::*;

mod m0001_structures_and_people;
mod m0002_signing_in;
mod m0003_outbox;
mod m0004_equipment;
mod m0005_tickets;
mod m0006_hour_pool;
mod m0007_interventions;
mod m0008_month_end;
mod m0009_costs;
mod m0010_live_hours;
mod m0011_contracts;
mod m0012_accounts;
mod m0013_subsidized_work;
mod m0014_weeks_of_work;
mod m0015_agreements_anew;
mod m0016_participations;
mod m0017_delays;
mod m0018_confidential;
mod m0019_search;
mod m0020_help_sheets;
mod m0021_series;
mod m0022_visits;
mod m0023_canned_answers;
mod m0024_outages;
mod m0025_ticket_lists;
mod m0026_merging;
mod m0027_seen_and_said;
mod m0028_stickers;
mod m0029_files_and_versions;
mod m0030_categories;
mod m0031_board;
mod m0032_programs;
mod m0033_around_requests;
mod m0034_erasures;
mod m0035_hidden_time;
mod m0036_sites;
mod m0037_inventories;
mod m0038_register;
mod m0039_chain;
mod m0040_known_words;
mod m0041_sanitisations;
mod m0042_workshops;
mod m0043_imports;
mod m0044_acceptance_signed;
mod m0045_second_lives;
mod m0046_signing;
mod m0047_lifetimes;

/// Brings a database from any earlier state to the present one.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_structures_and_people::Migration),
            Box::new(m0002_signing_in::Migration),
            Box::new(m0003_outbox::Migration),
            Box::new(m0004_equipment::Migration),
            Box::new(m0005_tickets::Migration),
            Box::new(m0006_hour_pool::Migration),
            Box::new(m0007_interventions::Migration),
            Box::new(m0008_month_end::Migration),
            Box::new(m0009_costs::Migration),
            Box::new(m0010_live_hours::Migration),
            Box::new(m0011_contracts::Migration),
            Box::new(m0012_accounts::Migration),
            Box::new(m0013_subsidized_work::Migration),
            Box::new(m0014_weeks_of_work::Migration),
            Box::new(m0015_agreements_anew::Migration),
            Box::new(m0016_participations::Migration),
            Box::new(m0017_delays::Migration),
            Box::new(m0018_confidential::Migration),
            Box::new(m0019_search::Migration),
            Box::new(m0020_help_sheets::Migration),
            Box::new(m0021_series::Migration),
            Box::new(m0022_visits::Migration),
            Box::new(m0023_canned_answers::Migration),
            Box::new(m0024_outages::Migration),
            Box::new(m0025_ticket_lists::Migration),
            Box::new(m0026_merging::Migration),
            Box::new(m0027_seen_and_said::Migration),
            Box::new(m0028_stickers::Migration),
            Box::new(m0029_files_and_versions::Migration),
            Box::new(m0030_categories::Migration),
            Box::new(m0031_board::Migration),
            Box::new(m0032_programs::Migration),
            Box::new(m0033_around_requests::Migration),
            Box::new(m0034_erasures::Migration),
            Box::new(m0035_hidden_time::Migration),
            Box::new(m0036_sites::Migration),
            Box::new(m0037_inventories::Migration),
            Box::new(m0038_register::Migration),
            Box::new(m0039_chain::Migration),
            Box::new(m0040_known_words::Migration),
            Box::new(m0041_sanitisations::Migration),
            Box::new(m0042_workshops::Migration),
            Box::new(m0043_imports::Migration),
            Box::new(m0044_acceptance_signed::Migration),
            Box::new(m0045_second_lives::Migration),
            Box::new(m0046_signing::Migration),
            Box::new(m0047_lifetimes::Migration),
        ]
    }
}

/// A migration that runs one constant SQL text, the same on both engines.
macro_rules! sql_migration {
    ($sql:expr) => {
        #[derive(sea_orm_migration::prelude::DeriveMigrationName)]
        pub struct Migration;

        #[sea_orm_migration::async_trait::async_trait]
        impl sea_orm_migration::MigrationTrait for Migration {
            fn use_transaction(&self) -> Option<bool> {
                Some(true)
            }

            async fn up(&self, manager: &sea_orm_migration::SchemaManager) -> Result<(), sea_orm_migration::DbErr> {
                use sea_orm_migration::sea_orm::ConnectionTrait;
                manager.get_connection().execute_unprepared($sql).await.map(drop)
            }
        }
    };
}
pub(crate) use sql_migration;

/// Refuses UPDATE and DELETE on a table for ever, by a trigger of the engine.
pub(crate) async fn append_only(manager: &SchemaManager<'_>, table: &str) -> Result<(), DbErr> {
    use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend};
    let db = manager.get_connection();
    let statements = match db.get_database_backend() {
        DatabaseBackend::Postgres => format!(
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
               'BEGIN RAISE EXCEPTION ''append-only''; END';
             CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}
               FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        ),
        _ => format!(
            "CREATE TRIGGER {table}_is_never_updated BEFORE UPDATE ON {table}
               BEGIN SELECT RAISE(ABORT, 'append-only'); END;
             CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table}
               BEGIN SELECT RAISE(ABORT, 'append-only'); END;"
        ),
    };
    db.execute_unprepared(&statements).await.map(drop)
}

/// A check of a column that lets more values in: its text before and after, the same for both engines, and what PostgreSQL is
/// told.
pub(crate) struct Widening<'a> {
    pub table: &'static str,
    /// As the table was made with it: `outcome IN ('fixed', 'advice')`.
    pub before: &'static str,
    /// As it shall read.
    pub after: &'static str,
    /// Drops the constraint and adds it anew.
    pub postgres: &'a str,
}

/// Lets a column take more values. PostgreSQL gives the constraint anew. SQLite drops none, and a table that others refer to is
/// not made anew: the text of the constraint is changed where it stands, as « Making Other Kinds Of Table Schema Changes » of
/// its manual says for what leaves the rows as they are. A new table must follow: it tells every connection that the schema is
/// another one.
pub(crate) async fn widen(manager: &SchemaManager<'_>, widening: Widening<'_>) -> Result<(), DbErr> {
    use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseBackend, Statement};
    const CHANGE: &str = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?";
    const FIND: &str = "SELECT 1 FROM sqlite_schema WHERE name = ? AND instr(sql, ?) > 0";
    let db = manager.get_connection();
    if db.get_database_backend() == DatabaseBackend::Postgres {
        return db.execute_unprepared(widening.postgres).await.map(drop);
    }
    let Widening { table, before, after, .. } = widening;
    db.execute_unprepared("PRAGMA writable_schema = ON").await?;
    let change = Statement::from_sql_and_values(DatabaseBackend::Sqlite, CHANGE, [before.into(), after.into(), table.into()]);
    db.execute_raw(change).await?;
    db.execute_unprepared("PRAGMA writable_schema = RESET").await?;
    let find = Statement::from_sql_and_values(DatabaseBackend::Sqlite, FIND, [table.into(), after.into()]);
    let found = db.query_one_raw(find).await?;
    found.map(drop).ok_or_else(|| DbErr::Custom(String::from("a column is not as it was made")))
}
