//! One worker's time as the law looks at it, read from what was written down and from what waits in « À revoir ».

use crate::domain::ids::{EntryId, PersonId};
use crate::domain::interventions::Kind;
use crate::domain::interventions::working_time::{self, Finding, Spell, WEEKS_BEFORE, monday_of};
use crate::domain::time::{Minutes, day_of};
use crate::store::access::{Scope, Technician};
use crate::store::entities::{intervention, late_arrival};
use crate::store::interventions::Work;
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};
use std::collections::HashMap;
use std::sync::Arc;

/// A piece of work with its hours, without a word of it; or what a day of earlier weeks sums to, which is no entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timed {
    pub entry: Option<EntryId>,
    pub spell: Spell,
}

/// How much of earlier weeks is read: only their sums count, except where one of their pieces is being corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Earlier {
    Summed,
    Whole,
}

/// What days of a technician's own show, both included, and the weeks that end among them.
pub async fn findings_of_worker(db: &Db, by: &Technician, first: NaiveDate, last: NaiveDate) -> Result<Vec<Finding>, DbErr> {
    let me = by.viewer().id();
    let zone = group::zone_in(&db.read).await?;
    let mut timed = timed_in(&db.read, &by.into(), &[me], (first, last), Earlier::Summed, zone).await?;
    Ok(working_time::findings(&spells(&timed.remove(&me).unwrap_or_default()), zone, first, last))
}

/// What a technician's day and week would show with a piece of work, or its correction, that they do not show so far.
pub async fn foreseen_findings(
    db: &Db,
    by: &Technician,
    entry: Option<EntryId>,
    work: &Work,
    today: NaiveDate,
) -> Result<Vec<Finding>, DbErr> {
    if work.kind == Kind::Absence {
        return Ok(Vec::new());
    }
    let monday = monday_of(work.day);
    let standing = match entry {
        None => week_of(db, by, monday).await?,
        Some(_) => Arc::new(read_week(db, by, monday, Earlier::Whole).await?),
    };
    let corrected = entry.and_then(|entry| standing.timed.iter().position(|timed| timed.entry == Some(entry)));
    if let Some(entry) = entry.filter(|_| corrected.is_none()) {
        // A colleague's work, corrected by somebody else: whose day it is reads it on their own page.
        let colleagues = Scope::from(by).interventions().filter(intervention::Column::EntryId.eq(entry));
        if colleagues.filter(intervention::Column::WorkerId.ne(by.viewer().id())).one(&db.read).await?.is_some() {
            return Ok(Vec::new());
        }
    }
    let mut after = spells(&standing.timed);
    let written = corrected.map_or(Some(today), |nth| after.swap_remove(nth).written);
    after.push(Spell { day: work.day, start: work.start, minutes: work.minutes, written });
    let (first, last) = days_around(monday);
    let mut found = working_time::findings(&after, standing.zone, first, last);
    found.retain(|finding| !standing.findings.contains(finding));
    Ok(found)
}

/// A technician's work around a week and what the law finds in it.
#[derive(Debug)]
pub(in crate::store) struct Week {
    zone: Tz,
    timed: Vec<Timed>,
    findings: Vec<Finding>,
}

/// A week from its Monday, and the next morning: it may come too soon.
fn days_around(monday: NaiveDate) -> (NaiveDate, NaiveDate) {
    (monday, monday + TimeDelta::days(7))
}

/// The week as it stands, earlier ones summed; read once for a version of the pool.
async fn week_of(db: &Db, by: &Technician, monday: NaiveDate) -> Result<Arc<Week>, DbErr> {
    let (key, version) = ((by.viewer().id(), monday), Scope::from(by).pool_version());
    if let Some(known) = db.computed.weeks.get(&key, version) {
        return Ok(known);
    }
    Ok(db.computed.weeks.keep(key, version, read_week(db, by, monday, Earlier::Summed).await?))
}

async fn read_week(db: &Db, by: &Technician, monday: NaiveDate, earlier: Earlier) -> Result<Week, DbErr> {
    let me = by.viewer().id();
    let zone = group::zone_in(&db.read).await?;
    let days = days_around(monday);
    let timed = timed_in(&db.read, &by.into(), &[me], days, earlier, zone).await?.remove(&me).unwrap_or_default();
    let findings = working_time::findings(&spells(&timed), zone, days.0, days.1);
    Ok(Week { zone, timed, findings })
}

pub(super) fn spells(timed: &[Timed]) -> Vec<Spell> {
    timed.iter().map(|timed| timed.spell).collect()
}

/// The work of these people around the days asked, first to last: twelve weeks before for the average, a week after for
/// rests that end then. Late arrivals are in it: they were worked, whatever is decided on who pays.
pub(super) async fn timed_in(
    db: &impl ConnectionTrait,
    within: &Scope,
    workers: &[PersonId],
    (first, last): (NaiveDate, NaiveDate),
    earlier: Earlier,
    zone: Tz,
) -> Result<HashMap<PersonId, Vec<Timed>>, DbErr> {
    if workers.is_empty() {
        return Ok(HashMap::new());
    }
    let (from, to) = (monday_of(first) - TimeDelta::weeks(WEEKS_BEFORE), last + TimeDelta::days(7));
    // A night that ends on the first Monday begins in the week before.
    let each_from = if earlier == Earlier::Whole { from } else { monday_of(first) - TimeDelta::weeks(1) };
    let mut timed = each_in(db, within, workers, (each_from, to), zone).await?;
    if from < each_from {
        for (worker, day, minutes) in sums_in(db, within, workers, (from, each_from - TimeDelta::days(1))).await? {
            let spell = Spell { day, start: None, minutes, written: None };
            timed.entry(worker).or_default().push(Timed { entry: None, spell });
        }
    }
    for row in late_in(db, workers, from, to).await? {
        let written = Some(day_of(row.arrived_at, zone));
        let spell = Spell { day: row.day, start: minute(row.start_minute), minutes: row.minutes, written };
        timed.entry(row.worker_id).or_default().push(Timed { entry: Some(row.entry_id), spell });
    }
    Ok(timed)
}

fn worked(within: &Scope, workers: &[PersonId], (from, to): (NaiveDate, NaiveDate)) -> Select<intervention::Entity> {
    within
        .interventions()
        .select_only()
        .filter(intervention::Column::WorkerId.is_in(workers.iter().copied()))
        .filter(intervention::Column::Day.between(from, to))
        .filter(intervention::Column::Kind.ne(Kind::Absence))
}

/// Piece by piece.
async fn each_in(
    db: &impl ConnectionTrait,
    within: &Scope,
    workers: &[PersonId],
    days: (NaiveDate, NaiveDate),
    zone: Tz,
) -> Result<HashMap<PersonId, Vec<Timed>>, DbErr> {
    type Row = (EntryId, PersonId, NaiveDate, Option<i64>, Minutes, i64, DateTime<Utc>);
    let rows: Vec<Row> = worked(within, workers, days)
        .columns([
            intervention::Column::EntryId,
            intervention::Column::WorkerId,
            intervention::Column::Day,
            intervention::Column::StartMinute,
            intervention::Column::Minutes,
            intervention::Column::Version,
            intervention::Column::CreatedAt,
        ])
        .into_tuple()
        .all(db)
        .await?;
    let corrected = rows.iter().filter(|row| row.5 > 1).map(|row| row.0).collect();
    let first_written = first_written_in(db, corrected).await?;
    let mut timed: HashMap<PersonId, Vec<Timed>> = HashMap::new();
    for (entry, worker, day, start, minutes, _, created_at) in rows {
        let written = Some(day_of(first_written.get(&entry).copied().unwrap_or(created_at), zone));
        let spell = Spell { day, start: minute(start), minutes, written };
        timed.entry(worker).or_default().push(Timed { entry: Some(entry), spell });
    }
    Ok(timed)
}

/// Day by day.
async fn sums_in(
    db: &impl ConnectionTrait,
    within: &Scope,
    workers: &[PersonId],
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<(PersonId, NaiveDate, Minutes)>, DbErr> {
    worked(within, workers, days)
        .columns([intervention::Column::WorkerId, intervention::Column::Day])
        .column_as(intervention::Column::Minutes.sum().cast_as("bigint"), "sum")
        .group_by(intervention::Column::WorkerId)
        .group_by(intervention::Column::Day)
        .into_tuple()
        .all(db)
        .await
}

fn minute(start: Option<i64>) -> Option<u32> {
    start.and_then(|minute| u32::try_from(minute).ok())
}

/// A correction does not make an entry older than it was.
async fn first_written_in(db: &impl ConnectionTrait, entries: Vec<EntryId>) -> Result<HashMap<EntryId, DateTime<Utc>>, DbErr> {
    let mut written = HashMap::new();
    for entries in entries.chunks(1_000) {
        let rows: Vec<(EntryId, DateTime<Utc>)> = intervention::Entity::find()
            .select_only()
            .columns([intervention::Column::EntryId, intervention::Column::CreatedAt])
            .filter(intervention::Column::EntryId.is_in(entries.iter().copied()))
            .filter(intervention::Column::Version.eq(1))
            .into_tuple()
            .all(db)
            .await?;
        written.extend(rows);
    }
    Ok(written)
}

async fn late_in(
    db: &impl ConnectionTrait,
    workers: &[PersonId],
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<late_arrival::Model>, DbErr> {
    late_arrival::Entity::find()
        .filter(late_arrival::Column::DecidedAt.is_null())
        .filter(late_arrival::Column::WorkerId.is_in(workers.iter().copied()))
        .filter(late_arrival::Column::Day.between(from, to))
        .filter(late_arrival::Column::Kind.ne(Kind::Absence))
        .all(db)
        .await
}
