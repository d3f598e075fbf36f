//! `parcommun load`, hidden: fills an empty database with a large made-up group for `bin/bench`.

use super::{Exit, serve};
use crate::clock::Clock;
use crate::config::Config;
use crate::store::Db;
use crate::store::load::{Scale, fill};

/// Prints what the measurement asks for as lines `NAME=value`: ids, and the secret of a session for each role.
pub fn run(scale: Scale) -> Result<(), Exit> {
    if scale.structures == 0 || scale.months < 1 || scale.tickets < 3 * scale.structures || !(2..1000).contains(&scale.people) {
        return Err(Exit::wrong("load: at least one structure, one month, three tickets and two people a structure"));
    }
    if !(10..10_000).contains(&scale.machines) {
        return Err(Exit::wrong("load: ten machines a structure at least, and less than ten thousand"));
    }
    let config = Config::read(&serve::settings()).map_err(Exit::wrong)?;
    std::fs::create_dir_all(&config.data).map_err(|e| Exit::wrong(format!("{}: {e}", config.data.display())))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Exit::fault)?;
    runtime.block_on(async {
        let db = Db::open(&config.database_url).await.map_err(|e| Exit::wrong(format!("DATABASE_URL: {e}")))?;
        let loaded = fill(&db, scale, Clock::default().now(), |step| eprint!("\r{step}")).await.map_err(Exit::fault)?;
        let Some(loaded) = loaded else {
            return Err(Exit::wrong("load: this database holds a group; only an empty one is filled"));
        };
        eprintln!("{}", if loaded.fresh { "" } else { "found as it was loaded before" });
        println!("STRUCTURE={}\nTICKET={}", loaded.structure, loaded.ticket);
        println!("LONG={}\nSHORT={}\nDEEP={}", loaded.long, loaded.short, loaded.deep);
        println!("REFERENT={}", loaded.referent.as_str());
        println!("TECHNICIAN={}\nCOORDINATOR={}", loaded.technician.as_str(), loaded.coordinator.as_str());
        println!("EMPLOYEE={}", loaded.employee.as_str());
        println!("MACHINE={}\nSERIAL={}\nAGENTS={}", loaded.machine, loaded.serial, loaded.agents.join(","));
        if let Some(closing) = loaded.closing {
            println!("CLOSING_MS={}", closing.as_millis());
        }
        db.close().await.map_err(Exit::fault)
    })
}
