//! The database and who may reach it. Every read starts from a [`access::Scope`], every command from a capability.

pub mod access;
pub mod access_tokens;
pub mod agreements;
pub mod attempts;
pub mod board;
pub mod calendar;
pub mod calendar_feeds;
pub mod canned_answers;
pub mod carbon;
pub mod categories;
pub mod chain;
pub mod check;
mod computed;
pub mod contracts;
pub mod costs;
#[allow(dead_code, reason = "the derives make more than each entity uses")]
mod entities;
pub mod equipment;
pub mod erasure;
pub mod facts;
pub mod fairness;
pub mod fixtures;
pub mod group;
pub mod help_sheets;
pub mod hours;
pub mod imports;
pub mod interventions;
pub mod inventories;
pub mod journal;
pub mod load;
pub mod looking;
pub mod money;
pub mod ords;
pub mod organisations;
pub mod outages;
pub mod outbox;
pub mod own_data;
pub mod people;
pub mod saved_views;
pub mod secrets;
pub mod series;
pub mod sessions;
pub mod sign_in;
pub mod sites;
pub mod stickers;
pub mod structures;
#[cfg(test)]
mod tests;
pub mod tickets;
pub mod transfers;
mod values;
pub mod visits;
pub mod workshops;

use computed::Computations;
use migration::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use std::sync::Arc;
use std::time::Duration;

pub use sea_orm::DbErr;

/// The database: reads on a pool, writes through [`Db::begin_write`] alone.
#[derive(Clone, Debug)]
pub struct Db {
    read: DatabaseConnection,
    write: DatabaseConnection,
    /// What was computed from it, under the pool's version.
    computed: Arc<Computations>,
}

impl Db {
    /// Connects and brings the schema to the present, one instance at a time.
    pub async fn open(url: &str) -> Result<Self, DbErr> {
        let db = if url.starts_with("sqlite:") { Self::open_sqlite(url).await? } else { Self::open_postgres(url).await? };
        db.migrate(url).await?;
        Ok(db)
    }

    /// One writer and four readers: a long read blocks nobody, and writers queue in the program rather than fail.
    async fn open_sqlite(url: &str) -> Result<Self, DbErr> {
        let connect = |connections: u32| {
            let mut options = ConnectOptions::new(url);
            options
                .sqlx_logging(false)
                .test_before_acquire(false)
                .max_connections(connections)
                .acquire_timeout(Duration::from_secs(10))
                .idle_timeout(None::<Duration>)
                .max_lifetime(None::<Duration>)
                .map_sqlx_sqlite_opts(|sqlite| {
                    sqlite
                        .create_if_missing(true)
                        .foreign_keys(true)
                        .busy_timeout(Duration::from_secs(10))
                        .pragma("journal_mode", "WAL")
                        .pragma("synchronous", "NORMAL")
                        // Four megabytes each: the system keeps the file's pages for all, and gives them up when others need the room.
                        .pragma("cache_size", "-4000")
                        .pragma("temp_store", "memory")
                        .statement_cache_capacity(200)
                        // Rows come from the engine's thread: each time this is full the two wait for one another.
                        .row_buffer_size(1_000)
                });
            Database::connect(options)
        };
        Ok(Self { write: connect(1).await?, read: connect(4).await?, computed: Arc::default() })
    }

    async fn open_postgres(url: &str) -> Result<Self, DbErr> {
        let mut options = ConnectOptions::new(url);
        options
            .sqlx_logging(false)
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(10))
            // Asked before each question whether it is still there, a connection would cost each question twice.
            .test_before_acquire_if_idle_for(Duration::from_secs(1))
            .map_sqlx_postgres_opts(|postgres| postgres.statement_cache_capacity(500));
        let pool = Database::connect(options).await?;
        Ok(Self { write: pool.clone(), read: pool, computed: Arc::default() })
    }

    /// On PostgreSQL a lock held on a connection of its own: of four instances started at once on an empty database,
    /// three would fail on a duplicate key.
    async fn migrate(&self, url: &str) -> Result<(), DbErr> {
        if self.backend() != DatabaseBackend::Postgres {
            return Migrator::up(&self.write, None).await;
        }
        let mut options = ConnectOptions::new(url);
        options.sqlx_logging(false).max_connections(1);
        let alone = Database::connect(options).await?;
        let lock = alone.begin().await?;
        lock.execute_unprepared("SELECT pg_advisory_xact_lock(7270231015)").await?;
        Migrator::up(&self.write, None).await?;
        lock.commit().await?;
        alone.close().await
    }

    fn backend(&self) -> DatabaseBackend {
        self.read.get_database_backend()
    }

    /// Starts the one kind of write transaction. Inside it use the transaction alone: another use of the writer would
    /// wait for itself. No mail, no HTTP, no hashing before its end.
    async fn begin_write(&self) -> Result<DatabaseTransaction, DbErr> {
        self.write
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..Default::default()
            })
            .await
    }

    /// Tells of each query from now on, to who counts them.
    pub fn on_query(&mut self, told: impl Fn() + Clone + Send + Sync + 'static) {
        for connection in [&mut self.read, &mut self.write] {
            let told = told.clone();
            connection.set_metric_callback(move |_| told());
        }
    }

    /// Closes the pools, so that SQLite merges its log into the one file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.read.close().await?;
        self.write.close().await
    }
}
