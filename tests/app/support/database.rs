//! A database for one test: a copy of a template, on either engine. Shared by the tests of the store and of the doors.
//!
//! SQLite by default: a file in a folder that goes away. With `TEST_DATABASE_URL=postgres://…` a database of its own.

use rocket::tokio::sync::OnceCell;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, OnceLock};
use tempfile::TempDir;

/// Where a test's rows are; gone with it.
pub struct TestDatabase {
    pub url: String,
    /// What counts the rows, once somebody does.
    counting: OnceCell<(DatabaseConnection, String)>,
    _folder: Option<TempDir>,
    /// Somebody else's: it stays.
    borrowed: bool,
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self._folder.is_none() && !self.borrowed {
            remove(name_of(&self.url).to_owned());
        }
    }
}

/// The server of PostgreSQL to test on, when one is given.
pub fn postgres() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

impl TestDatabase {
    /// A database without a single table.
    pub async fn empty() -> Self {
        match postgres() {
            Some(server) => Self {
                url: create(&server, &unique("empty"), None).await,
                counting: OnceCell::new(),
                _folder: None,
                borrowed: false,
            },
            None => Self::in_folder(|_| ()),
        }
    }

    /// A copy of a template that `fill` fills once for all tests of the binary.
    pub async fn copy_of<F, Filled>(template: &'static OnceLock<Self>, fill: F) -> Self
    where
        F: FnOnce(String) -> Filled + Send + 'static,
        Filled: Future<Output = ()>,
    {
        let template = template.get_or_init(|| apart(fill));
        match postgres() {
            Some(server) => Self {
                url: create(&server, &unique("copy"), Some(name_of(&template.url))).await,
                counting: OnceCell::new(),
                _folder: None,
                borrowed: false,
            },
            None => Self::in_folder(|to| {
                let from = template.url.trim_start_matches("sqlite:");
                std::fs::copy(from, to).expect("the template is copied");
            }),
        }
    }

    /// One that is there already, and stays: a template on its way.
    #[allow(dead_code, reason = "the tests of the store share this file and do not need it")]
    pub fn borrowed(url: &str) -> Self {
        Self { url: url.to_owned(), counting: OnceCell::new(), _folder: None, borrowed: true }
    }

    /// Every row as text, sorted, but those of the tables left out. Read behind the product's back.
    #[allow(dead_code, reason = "the tests of the store share this file and do not need it")]
    pub async fn rows(&self, but: &[&str]) -> Vec<String> {
        let db = Database::connect(&self.url).await.expect("the copy answers");
        let mut rows = Vec::new();
        for table in tables(&db, but).await {
            let row = match db.get_database_backend() {
                DbBackend::Sqlite => {
                    let columns = lines(&db, &format!("SELECT name AS line FROM pragma_table_info('{table}')")).await;
                    let quoted: Vec<String> = columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
                    format!("SELECT {} AS line FROM \"{table}\"", quoted.join("||' '||"))
                }
                _ => format!("SELECT (t.*)::text AS line FROM \"{table}\" t"),
            };
            rows.extend(lines(&db, &row).await.into_iter().map(|line| format!("{table}: {line}")));
        }
        db.close().await.expect("the copy lets go");
        rows.sort();
        rows
    }

    /// How many rows there are, but those of the tables left out.
    #[allow(dead_code, reason = "the tests of the store share this file and do not need it")]
    pub async fn row_count(&self, but: &[&str]) -> i64 {
        let counting = async {
            let db = Database::connect(&self.url).await.expect("the copy answers");
            let tables = tables(&db, but).await;
            let sums: Vec<String> = tables.iter().map(|table| format!("(SELECT count(*) FROM \"{table}\")")).collect();
            (db, format!("SELECT CAST({} AS text) AS line", sums.join(" + ")))
        };
        let (db, sql) = self.counting.get_or_init(|| counting).await;
        lines(db, sql).await[0].parse().expect("a number")
    }

    fn in_folder(make: impl FnOnce(&std::path::Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let path = folder.path().join("test.db");
        make(&path);
        Self { url: format!("sqlite:{}", path.display()), counting: OnceCell::new(), _folder: Some(folder), borrowed: false }
    }
}

/// Fills the template on a runtime of its own: connections die with the runtime that made them.
fn apart<F, Filled>(fill: F) -> TestDatabase
where
    F: FnOnce(String) -> Filled + Send + 'static,
    Filled: Future<Output = ()>,
{
    let filling = std::thread::spawn(|| {
        let runtime = rocket::tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let template = TestDatabase::empty().await;
            fill(template.url.clone()).await;
            template
        })
    });
    filling.join().expect("the template is filled")
}

async fn tables(db: &DatabaseConnection, but: &[&str]) -> Vec<String> {
    let all = match db.get_database_backend() {
        DbBackend::Sqlite => {
            "SELECT name AS line FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'ticket_words%'"
        }
        _ => "SELECT tablename::text AS line FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'ticket_words'",
    };
    lines(db, all).await.into_iter().filter(|table| !but.contains(&table.as_str())).collect()
}

async fn lines(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("rows");
    rows.iter().map(|row| row.try_get("", "line").expect("a line")).collect()
}

fn unique(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

fn name_of(url: &str) -> &str {
    url.split('?').next().and_then(|url| url.rsplit('/').next()).expect("a name")
}

/// Removes a database behind the tests' back, so that a suite leaves no gigabytes. One whose connections are not gone yet is
/// tried again with the next.
fn remove(name: String) {
    static REMOVER: OnceLock<Mutex<Sender<String>>> = OnceLock::new();
    let Some(server) = postgres() else { return };
    let remover = REMOVER.get_or_init(|| {
        let (sender, names) = channel();
        std::thread::spawn(move || remover(&server, &names));
        Mutex::new(sender)
    });
    // Nobody is left to remove it when the binary ends.
    drop(remover.lock().map(|sender| sender.send(name)));
}

fn remover(server: &str, names: &Receiver<String>) {
    let Ok(runtime) = rocket::tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    let Ok(admin) = runtime.block_on(Database::connect(server)) else { return };
    let mut waiting = Vec::new();
    while let Ok(name) = names.recv() {
        waiting.push(name);
        waiting.retain(|name| runtime.block_on(admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}"))).is_err());
    }
}

async fn create(server: &str, name: &str, template: Option<&str>) -> String {
    let admin = Database::connect(server).await.expect("the server of TEST_DATABASE_URL answers");
    let like = template.map(|template| format!(" TEMPLATE {template}")).unwrap_or_default();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}{like}")).await.expect("a database is created");
    admin.close().await.expect("the server lets go");
    let (place, query) = server.split_once('?').map_or((server, String::new()), |(place, query)| (place, format!("?{query}")));
    let (host, _) = place.rsplit_once('/').expect("TEST_DATABASE_URL ends with /DATABASE");
    format!("{host}/{name}{query}")
}
