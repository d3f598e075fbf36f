//! The product running over its own copy of the named world, on Tuesday 24 March 2026 at 10:00 in Paris.

use super::database::TestDatabase;
use super::letters::Letter;
use super::{Person, world};
use chrono::{DateTime, TimeDelta, Utc};
use parcommun::clock::Clock;
use parcommun::config::Config;
use parcommun::mail::{Mailbag, Sending};
use parcommun::store::{Db, fixtures, sign_in};
use parcommun::templates::Wording;
use rocket::figment::Figment;
use rocket::figment::value::Value;
use rocket::local::asynchronous::Client;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use tracing_subscriber::EnvFilter;

/// The public address: https, so that cookies are what they are in earnest.
pub const URL: &str = "https://parc.example";

/// When every test begins.
pub fn now() -> DateTime<Utc> {
    "2026-03-24T09:00:00Z".parse().expect("a moment")
}

/// Every sentence and template, read once for all tests.
fn wording() -> &'static Wording {
    static WORDING: OnceLock<Wording> = OnceLock::new();
    WORDING.get_or_init(|| Wording::load().expect("the embedded texts and templates"))
}

/// The product, served over HTTP.
pub struct Served {
    pub url: String,
    shutdown: rocket::Shutdown,
    running: rocket::tokio::task::JoinHandle<Result<(), rocket::Error>>,
}

impl Served {
    pub async fn stop(self) {
        self.shutdown.notify();
        self.running.await.expect("a task").expect("it ends well");
    }
}

/// The product, running.
pub struct App {
    pub client: Client,
    pub clock: Clock,
    pub db: Db,
    /// Made when somebody first asks for letters.
    sending: OnceLock<(Sending, Mailbag)>,
    config: Config,
    queries: Arc<AtomicUsize>,
    // Last: the rows go after everything that reads them.
    database: TestDatabase,
}

impl App {
    /// Over the named world.
    pub async fn start() -> Self {
        Self::over(Self::world().await, URL).await
    }

    async fn world() -> TestDatabase {
        static WORLD: OnceLock<TestDatabase> = OnceLock::new();
        let database = TestDatabase::copy_of(&WORLD, |url| async move {
            let db = Db::open(&url).await.expect("the template opens");
            fixtures::load(&db, now()).await.expect("the named world loads");
            db.close().await.expect("the template closes");
        });
        database.await
    }

    /// Over a copy of the named world in which something was done, once for all tests: `prepare` does it, and keeps what it made.
    pub async fn prepared<F, Done>(template: &'static OnceLock<TestDatabase>, prepare: F) -> Self
    where
        F: FnOnce(Arc<Self>) -> Done + Send + 'static,
        Done: Future<Output = ()>,
    {
        let database = TestDatabase::copy_of(template, |url| async move {
            let db = Db::open(&url).await.expect("the template opens");
            fixtures::load(&db, now()).await.expect("the named world loads");
            db.close().await.expect("the template closes");
            let app = Arc::new(Self::over(TestDatabase::borrowed(&url), URL).await);
            prepare(Arc::clone(&app)).await;
            app.db.clone().close().await.expect("the template closes");
        });
        Self::over(database.await, URL).await
    }

    /// The named world once its coordinator has closed February, as after its sign-off.
    pub async fn start_after_february() -> Self {
        let app = Self::start().await;
        let mut claire = app.signed_in("claire_vidal").await;
        let closed = claire.post("/closing", &[("month", "2026-02")]).await;
        assert_eq!((closed.status, closed.location()), (303, "/report?month=2026-02"));
        app
    }

    /// Over the named world, with a setting.
    pub async fn start_with(setting: &str, value: impl Into<Value>) -> Self {
        Self::with(Self::world().await, URL, Some((setting, value.into()))).await
    }

    /// Before the first set-up: no group, nobody.
    pub async fn start_empty() -> Self {
        Self::over(TestDatabase::empty().await, URL).await
    }

    /// On this machine without TLS, as the demonstration is.
    pub async fn start_on_loopback() -> Self {
        Self::over(TestDatabase::empty().await, "http://127.0.0.1:8000").await
    }

    async fn over(database: TestDatabase, url: &str) -> Self {
        Self::with(database, url, None).await
    }

    async fn with(database: TestDatabase, url: &str, setting: Option<(&str, Value)>) -> Self {
        // Rocket keeps a logger that it finds; `RUST_LOG=parcommun=info` shows more.
        let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("off,parcommun=error"));
        let _ = tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init();
        let figment = Figment::from(rocket::Config::default())
            .merge(parcommun::cli::defaults())
            .merge(("secret_key", "7061".repeat(16)))
            .merge(("public_url", url))
            .merge(("database_url", &database.url))
            .merge(("mail", "memory"));
        let figment = setting.into_iter().fold(figment, |figment, setting| figment.merge(setting));
        let config = Config::read(&figment).expect("settings");
        let clock = Clock::fixed(now());
        let mut db = Db::open(&database.url).await.expect("the copy opens");
        let queries = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&queries);
        db.on_query(move || _ = counter.fetch_add(1, Ordering::Relaxed));
        let rocket = parcommun::rocket(figment, config.clone(), db.clone(), clock.clone(), wording().clone());
        let client = Client::untracked(rocket).await.expect("the product starts");
        Self { client, clock, db, sending: OnceLock::new(), config, queries, database }
    }

    /// Serves the same database on a port of this machine, for programs that speak HTTP themselves.
    pub async fn serve(&self) -> Served {
        let free = std::net::TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr()).expect("a free port");
        let figment = Figment::from(rocket::Config::default())
            .merge(parcommun::cli::defaults())
            .merge(("secret_key", "7061".repeat(16)))
            .merge(("address", "127.0.0.1"))
            .merge(("port", free.port()));
        let rocket = parcommun::rocket(figment, self.config.clone(), self.db.clone(), self.clock.clone(), wording().clone());
        let (told, is_up) = rocket::tokio::sync::oneshot::channel();
        let told = std::sync::Mutex::new(Some(told));
        let rocket = rocket.attach(rocket::fairing::AdHoc::on_liftoff("tells that it is up", move |_| {
            Box::pin(async move {
                if let Some(told) = told.lock().ok().and_then(|mut told| told.take()) {
                    let _ = told.send(());
                }
            })
        }));
        let rocket = rocket.ignite().await.expect("it starts");
        let shutdown = rocket.shutdown();
        let running = rocket::tokio::spawn(async move { rocket.launch().await.map(drop) });
        is_up.await.expect("it is up");
        Served { url: format!("http://{free}"), shutdown, running }
    }

    /// Somebody with a browser and nothing else.
    pub fn nobody(&self) -> Person<'_> {
        Person::new(self)
    }

    /// Somebody of `fixtures/people.toml`, come in by the link that the demonstration prints.
    pub async fn signed_in(&self, key: &str) -> Person<'_> {
        let mut person = self.nobody();
        let link = self.link_of(key).await;
        let entered = person.post(&link, &[]).await;
        assert_eq!((entered.status, entered.location()), (303, "/"), "{key} signs in");
        person
    }

    /// The address of a link that signs a person in.
    pub async fn link_of(&self, key: &str) -> String {
        let email = world::person(key).email.parse().expect("an address");
        let link = sign_in::hand_out_demo_link(&self.db, &email, self.clock.now()).await.expect("the database answers");
        format!("/sign-in/link/{}", link.expect("somebody known").as_str())
    }

    /// The address of the link that the console of an empty installation prints.
    pub async fn set_up_link(&self) -> String {
        let link = sign_in::hand_out_set_up_link(&self.db, self.clock.now()).await.expect("the database answers");
        format!("/set-up/{}", link.expect("an empty installation").as_str())
    }

    /// Sends what waits, and returns what left since the last time.
    pub async fn letters(&self) -> Vec<Letter> {
        let (sending, bag) = self.sending.get_or_init(|| {
            let sending = Sending::new(&self.config, self.db.clone(), self.clock.clone(), wording()).expect("a transport");
            let bag = sending.mailbag().expect("memory");
            (sending, bag)
        });
        let before = bag.letters().len();
        sending.all_waiting().await.expect("the outbox can be read");
        bag.letters()[before..].iter().map(|raw| Letter::read(raw)).collect()
    }

    /// Every row of every table, counters of attempts and sessions apart: what a refused request must leave as it was.
    pub async fn rows(&self) -> Vec<String> {
        self.database.rows(&["attempt", "session"]).await
    }

    /// How many rows these are.
    pub async fn row_count(&self) -> i64 {
        self.database.row_count(&["attempt", "session"]).await
    }

    /// How many queries the database was asked since the last time.
    pub fn queries(&self) -> usize {
        self.queries.swap(0, Ordering::Relaxed)
    }

    /// Lets time pass.
    pub fn wait(&self, time: TimeDelta) {
        self.clock.set(self.clock.now() + time);
    }
}
