//! A database for one test: a copy of a template, on either engine. Shared by the tests of the store and of the doors.
//!
//! SQLite by default: a file in a folder that goes away. With `TEST_DATABASE_URL=postgres://…` a database of its own.

use sea_orm::{ConnectionTrait, Database};
use std::future::Future;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

/// Where a test's rows are; gone with it.
pub struct TestDatabase {
    pub url: String,
    _folder: Option<TempDir>,
}

/// The server of PostgreSQL to test on, when one is given.
pub fn postgres() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

impl TestDatabase {
    /// A database without a single table.
    pub async fn empty() -> Self {
        match postgres() {
            Some(server) => Self { url: create(&server, &unique("empty"), None).await, _folder: None },
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
            Some(server) => {
                let name = template.url.split('?').next().and_then(|url| url.rsplit('/').next()).expect("a name");
                Self { url: create(&server, &unique("copy"), Some(name)).await, _folder: None }
            }
            None => Self::in_folder(|to| {
                let from = template.url.trim_start_matches("sqlite:");
                std::fs::copy(from, to).expect("the template is copied");
            }),
        }
    }

    fn in_folder(make: impl FnOnce(&std::path::Path)) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the database");
        let path = folder.path().join("test.db");
        make(&path);
        Self { url: format!("sqlite:{}", path.display()), _folder: Some(folder) }
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

fn unique(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
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
