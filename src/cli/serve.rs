//! Serving: settings, secret key, database, background work, then requests until the program is told to stop.

use super::Exit;
use crate::clock::Clock;
use crate::config::Config;
use crate::mail;
use crate::store::{Db, sign_in};
use crate::templates::Wording;
use rocket::figment::Figment;
use rocket::figment::providers::{Env, Format, Serialized, Toml};
use std::path::Path;

/// Serves this installation.
pub fn run() -> Result<(), Exit> {
    let figment = settings();
    let config = Config::read(&figment).map_err(Exit::wrong)?;
    start(figment, config, Clock::default(), async |db: &Db, config: &Config, clock: &Clock| {
        if let Some(link) = sign_in::hand_out_set_up_link(db, clock.now()).await? {
            println!(
                "This installation is empty. Set it up here, once:\n  {}/set-up/{}",
                config.public_url.as_str(),
                link.as_str()
            );
        }
        println!("Serving {}", config.public_url.as_str());
        Ok(())
    })
}

/// Defaults, then `Rocket.toml`, then the environment.
pub(super) fn settings() -> Figment {
    Figment::from(rocket::Config::default())
        .merge(defaults())
        .merge(Toml::file(Env::var_or("ROCKET_CONFIG", "Rocket.toml")).nested())
        .merge(Env::prefixed("ROCKET_").global())
        .merge(
            Env::prefixed("PARCOMMUN_").only(&["data", "public_url", "mail", "mail_from", "security_contact", "searches"]).global(),
        )
        .merge(Env::raw().only(&["DATABASE_URL"]).global())
}

/// Limits and habits that every installation shares.
pub fn defaults() -> Serialized<rocket::serde::json::Value> {
    Serialized::globals(rocket::serde::json::json!({
        // A header that any client can write is believed only where the operator says that a proxy writes it.
        "ip_header": false,
        "limits": { "form": "128KiB", "data-form": "51MiB", "file": "25MiB", "string": "64KiB", "bytes": "64KiB", "json": "256KiB" },
        // Which program serves is nobody's business.
        "ident": false,
        "cli_colors": false,
    }))
}

/// Opens everything, lets `announce` speak, serves until the end, closes everything.
pub(super) fn start(
    figment: Figment,
    config: Config,
    clock: Clock,
    announce: impl AsyncFnOnce(&Db, &Config, &Clock) -> anyhow::Result<()>,
) -> Result<(), Exit> {
    let files = |e: std::io::Error| Exit::wrong(format!("{}: {e}", config.data.display()));
    std::fs::create_dir_all(&config.data).map_err(files)?;
    let figment = with_secret_key(figment, &config.data).map_err(files)?.merge(("temp_dir", &config.data));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Exit::fault)?;
    runtime.block_on(async {
        let url = config.database_url.clone();
        // Reading every template takes as long as opening the database: the two together, the first page sooner.
        let wording = tokio::task::spawn_blocking(Wording::load);
        let db = Db::open(&url).await.map_err(|e| Exit::wrong(format!("DATABASE_URL: {e}")))?;
        let wording = wording.await.map_err(Exit::fault)?.map_err(Exit::fault)?;
        announce(&db, &config, &clock).await.map_err(Exit::fault)?;
        let sending = mail::Sending::new(&config, db.clone(), clock.clone(), &wording)
            .map_err(|e| Exit::wrong(format!("PARCOMMUN_MAIL: {e}")))?;
        let rounds = crate::rounds::for_ever(db.clone(), clock.clone());
        let rocket = crate::rocket(figment, config.clone(), db.clone(), clock, wording);
        let jobs = [tokio::spawn(sending.for_ever()), tokio::spawn(rounds)];
        let served = rocket.launch().await;
        jobs.iter().for_each(tokio::task::JoinHandle::abort);
        db.close().await.map_err(Exit::fault)?;
        served.map(drop).map_err(|e| Exit::wrong(format!("cannot serve: {}", first_line(&e.to_string()))))
    })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The key that seals flash messages: from `ROCKET_SECRET_KEY`, else made at the first start and kept in the data folder.
fn with_secret_key(figment: Figment, data: &Path) -> std::io::Result<Figment> {
    if figment.contains("secret_key") && std::env::var_os("ROCKET_SECRET_KEY").is_some() {
        return Ok(figment);
    }
    let path = data.join("secret.key");
    if !path.exists() {
        write_private(&path, crate::store::secrets::Secret::random().as_str())?;
    }
    let key = std::fs::read_to_string(&path)?;
    Ok(figment.merge(("secret_key", key.trim())))
}

/// A file that nobody else on the machine may read.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(text.as_bytes())
}
