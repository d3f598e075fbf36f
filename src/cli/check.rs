//! `parcommun check`: one line that says what was checked, or the first thing that is wrong.

use super::{Exit, serve};
use crate::config::Config;
use crate::store::Db;
use crate::store::check::{CheckError, check};

/// Opens the database of this installation and checks it.
pub fn run() -> Result<(), Exit> {
    let config = Config::read(&serve::settings()).map_err(Exit::wrong)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Exit::fault)?;
    runtime.block_on(async {
        let db = Db::open(&config.database_url).await.map_err(|e| Exit::wrong(format!("DATABASE_URL: {e}")))?;
        let checked = check(&db).await;
        db.close().await.map_err(Exit::fault)?;
        let checked = checked.map_err(|error| match error {
            CheckError::Wrong { .. } => Exit::fault(error),
            CheckError::Database(error) => Exit::fault(format!("the database: {error}")),
        })?;
        println!(
            "Good: {} rows of the journal follow each other and sum to zero; {} closed months with {} statements and {} totals \
             are what they give; {} events of the life of machines follow each other, {} anchors hold them, {} states and {} \
             transfers are what they tell.",
            checked.rows,
            checked.months,
            checked.statements,
            checked.totals,
            checked.events,
            checked.anchors,
            checked.states,
            checked.transfers
        );
        Ok(())
    })
}
