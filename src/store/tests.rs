//! What no route can show: the schema and its entities agree, closed months stay closed, and nothing is lost when many
//! write at once. Each runs on SQLite, and on PostgreSQL with `TEST_DATABASE_URL`.

mod chain;
mod closing;
mod costs;
#[path = "../../tests/app/support/database.rs"]
mod database;
mod drift;
mod erasure;
mod findings;
mod gathering;
mod imports;
mod inventories;
mod live;
mod merging;
mod plans;
mod races;
mod search;
mod series;
mod transfers;
mod upgrade;

use super::{Db, DbErr, fixtures, sessions, sign_in};
use crate::store::access::{Technician, Viewer};
use chrono::{DateTime, Utc};
use database::TestDatabase;
use sea_orm::ConnectionTrait;
use std::sync::OnceLock;

fn now() -> DateTime<Utc> {
    "2026-03-24T09:00:00Z".parse().expect("a moment")
}

/// Two instances of the product over one copy of the named world, each with pools of its own.
async fn two_instances() -> (TestDatabase, Db, Db) {
    static WORLD: OnceLock<TestDatabase> = OnceLock::new();
    let database = TestDatabase::copy_of(&WORLD, |url| async move {
        let db = Db::open(&url).await.expect("the template opens");
        fixtures::load(&db, now()).await.expect("the named world loads");
        db.close().await.expect("the template closes");
    })
    .await;
    let first = Db::open(&database.url).await.expect("the first instance opens");
    let second = Db::open(&database.url).await.expect("the second instance opens");
    (database, first, second)
}

async fn viewer(db: &Db, email: &str) -> Viewer {
    let email = email.parse().expect("an address");
    let link = sign_in::hand_out_demo_link(db, &email, now()).await.expect("a link").expect("somebody known");
    let session = sign_in::by_link(db, &link, "", now()).await.expect("a session").expect("a good link");
    sessions::viewer(db, &session, now()).await.expect("a viewer").expect("signed in").0
}

async fn samira(db: &Db) -> Technician {
    Technician::of(&viewer(db, "samira.benali@autan-partage.example").await).expect("a technician")
}

#[rocket::async_test]
async fn four_instances_started_at_once_on_an_empty_database_all_serve() {
    // Several instances share PostgreSQL; a file of SQLite belongs to one.
    if database::postgres().is_none() {
        return;
    }
    let database = TestDatabase::empty().await;
    let openings = (0..4).map(|_| {
        let url = database.url.clone();
        tokio::spawn(async move { Db::open(&url).await.map(drop) })
    });
    for opened in rocket::futures::future::join_all(openings).await {
        opened.expect("a task").expect("an instance");
    }
}

#[rocket::async_test]
async fn an_instance_started_again_finds_its_schema() {
    let database = TestDatabase::empty().await;
    Db::open(&database.url).await.expect("once").close().await.expect("closed");
    Db::open(&database.url).await.expect("twice");
}

#[rocket::async_test]
async fn a_closed_month_is_refused_every_change_by_the_engine() {
    let (_database, db, _) = two_instances().await;
    for table in ["closing", "statement", "statement_lot", "journal", "signature", "cost_month", "cost_month_line", "due"] {
        let rows = db.read.query_all_raw(statement(&db, &format!("SELECT 1 FROM {table} LIMIT 1"))).await.expect("rows");
        assert_eq!(rows.len(), 1, "there is something to protect in {table}");
        for change in [format!("UPDATE {table} SET period = '2020-01'"), format!("DELETE FROM {table}")] {
            let refused: Result<_, DbErr> = db.write.execute_unprepared(&change).await;
            let words = refused.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(words.contains("append-only"), "{change}: {words:?}");
        }
    }
}

fn statement(db: &Db, sql: &str) -> sea_orm::Statement {
    sea_orm::Statement::from_string(db.backend(), sql)
}
