//! The demonstration: a made-up group in a file of its own, one sign-in link for each role.

use super::{Exit, serve};
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::people::Email;
use crate::store::{Db, fixtures, sign_in};
use rocket::figment::Figment;

/// Who shows each role.
pub const CAST: [(&str, &str); 6] = [
    ("employee", "jordan.pages@heures-douces.example"),
    ("referent", "nadege.coulon@escargolins.example"),
    ("technician", "samira.benali@autan-partage.example"),
    ("coordinator", "claire.vidal@autan-partage.example"),
    ("board", "helene.castaing@courrier.example"),
    ("workshop", "odile.tournier@rebond.example"),
];

/// Serves the demonstration, at the time that `clock` shows.
pub fn run(reset: bool, port: u16, clock: Clock) -> Result<(), Exit> {
    let folder = std::path::Path::new("var/demo");
    if reset && folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|e| Exit::wrong(format!("{}: {e}", folder.display())))?;
    }
    let figment = settings(folder, port);
    let config = Config::read(&figment).map_err(Exit::wrong)?;
    serve::start(figment, config, clock, announce)
}

fn settings(folder: &std::path::Path, port: u16) -> Figment {
    serve::settings()
        .merge(("address", "127.0.0.1"))
        .merge(("port", port))
        .merge(("public_url", format!("http://127.0.0.1:{port}")))
        .merge(("data", folder))
        .merge(("database_url", format!("sqlite:{}", folder.join("demo.db").display())))
        .merge(("mail", format!("folder:{}", folder.join("letters").display())))
        .merge(("demo", true))
}

async fn announce(db: &Db, config: &Config, clock: &Clock) -> anyhow::Result<()> {
    let url = config.public_url.as_str();
    if fixtures::load(db, clock.now()).await? {
        println!("A made-up group was loaded into {}.", config.data.display());
    }
    println!("\n  Parcommun, demonstration: {url}\n\n  Sign in as:");
    for (role, address) in CAST {
        let email: Email = address.parse()?;
        if let Some(link) = sign_in::hand_out_demo_link(db, &email, clock.now()).await? {
            println!("    {role:<12} {url}/sign-in/link/{}", link.as_str());
        }
    }
    println!("\n  Letters can be read at {url}/letters. `--reset` starts over.\n");
    Ok(())
}
