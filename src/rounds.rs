//! What the program does by itself, again and again, whoever is there: a round is a function of the time.
//!
//! Every act of a round claims what it does in the database: several instances may go at once.

use crate::clock::Clock;
use crate::store::{Db, DbErr, carbon, chain, erasure, group, hours, imports, inventories, series, tickets, transfers, visits};
use chrono::{DateTime, Utc};
use std::time::Duration;

/// Nothing that a round says is pressed for minutes.
const PAUSE: Duration = Duration::from_secs(600);

/// Goes round until the program ends. A round that fails is said, and tried again at the next.
pub async fn for_ever(db: Db, clock: Clock) {
    loop {
        if let Err(error) = go(&db, clock.now()).await {
            tracing::error!(%error, "a round could not be done");
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// One round.
pub async fn go(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    if let Some(group) = group::find(db).await? {
        hours::announce_sheets(db, group.day(now), now).await?;
    }
    let indexed = tickets::index_missing(db).await?;
    if indexed > 0 {
        tracing::info!(indexed, "requests were made ready for the search");
    }
    let forgotten = tickets::forget_drafts(db, now).await?;
    if forgotten > 0 {
        tracing::info!(forgotten, "files that no message took were forgotten");
    }
    let made = series::make_due(db, now).await?;
    if made != series::Made::default() {
        tracing::info!(tickets = made.tickets, skipped = made.skipped, "preventive work whose day comes");
    }
    let tended = tickets::tend_waiting(db, now).await?;
    if tended != tickets::Tended::default() {
        tracing::info!(reminded = tended.reminded, settled = tended.settled, "requests that wait for their requester");
    }
    let done = visits::write_done(db, now).await?;
    if done > 0 {
        tracing::info!(done, "visits that took place were written down");
    }
    tickets::forget_presence(db, now).await?;
    let forgotten = inventories::forget_old(db, now).await?;
    if forgotten > 0 {
        tracing::info!(forgotten, "inventories that nobody could read were forgotten");
    }
    let forgotten = imports::forget_old(db, now).await?;
    if forgotten > 0 {
        tracing::info!(forgotten, "lists of machines that nobody imported were forgotten");
    }
    let erased = erasure::go_on(db, now).await?;
    if erased > 0 {
        tracing::info!(erased, "people whose data is gone now");
    }
    let aged = transfers::age(db, now).await?;
    if aged != transfers::Aged::default() {
        tracing::info!(expired = aged.expired, closed = aged.closed, "transfers that time moved on");
    }
    let expired = chain::expire(db, now).await?;
    if expired > 0 {
        tracing::info!(expired, "machines that were kept for somebody are free again");
    }
    let estimated = carbon::estimate_due(db, now).await?;
    if estimated > 0 {
        tracing::info!(estimated, "further lives of machines were estimated");
    }
    let anchored = chain::make_due(db, now).await?;
    if anchored > 0 {
        tracing::info!(anchored, "days of the life of machines were anchored");
    }
    let told = tickets::tell_delays(db, now).await?;
    if told > 0 {
        tracing::info!(told, "delays that run out were told");
    }
    let told = hours::tell_expiring(db, now).await?;
    if told > 0 {
        tracing::info!(told, "structures were told of hours that expire");
    }
    Ok(())
}
