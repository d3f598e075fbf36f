//! Writing time down, correcting it, taking it out; the totals of the month follow in the same transaction.

use super::{LogError, Logged, Work, corrections, late, piece_of, work_of};
use crate::domain::ids::{EntryId, InterventionId, PersonId, StructureId, TicketId};
use crate::domain::interventions::{self, Piece};
use crate::domain::time::Month;
use crate::store::access::Technician;
use crate::store::agreements;
use crate::store::entities::{equipment, intervention, month_use, structure, ticket};
use crate::store::{Db, DbErr, group, hours};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

/// Writes a piece of work down. Sent twice under the same entry, it is written once. Work of a month that is closed is
/// kept for review.
pub async fn log(
    db: &Db,
    by: &Technician,
    entry: EntryId,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Logged, LogError> {
    log_once(db, by, entry, work, today, now).await.map(|(logged, _)| logged)
}

/// The same; says whether it was written now, or before.
pub async fn log_once(
    db: &Db,
    by: &Technician,
    entry: EntryId,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(Logged, bool), LogError> {
    let tx = db.begin_write().await?;
    let (logged, made) = log_once_in(&tx, by, entry, work, today, now).await?;
    if made {
        tx.commit().await?;
    }
    Ok((logged, made))
}

/// The same inside another command's transaction: a reply and its time are one act.
pub(in crate::store) async fn log_in(
    tx: &impl ConnectionTrait,
    by: &Technician,
    entry: EntryId,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Logged, LogError> {
    log_once_in(tx, by, entry, work, today, now).await.map(|(logged, _)| logged)
}

async fn log_once_in(
    tx: &impl ConnectionTrait,
    by: &Technician,
    entry: EntryId,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(Logged, bool), LogError> {
    // First of all: whoever closes this month, or logs for the same structure, waits here on PostgreSQL.
    group::pool_moved_in(tx).await?;
    if let Some(known) = standing_in(tx, entry).await? {
        let same = known.worker_id == by.viewer().id() && !known.withdrawn;
        return if same { Ok((Logged::Counted, false)) } else { Err(LogError::Taken) };
    }
    let work = Work { ticket: living_in(tx, work.ticket).await?, ..work };
    let worker = by.viewer().id();
    refuse_wrong(tx, worker, entry, &work, today).await?;
    let month = Month::of(work.day);
    if is_closed(tx, month).await? {
        return Ok((Logged::Late, late::keep_in(tx, worker, entry, &work, now).await?));
    }
    insert_in(
        tx,
        Version { entry, number: 1, worker, author: worker, withdrawn: false, period: month, counted: true, merged_from: None },
        &work,
        now,
    )
    .await?;
    recount_in(tx, work.structure, month).await?;
    hours::use_changed_in(tx, work.structure, month, now).await?;
    Ok((Logged::Counted, true))
}

/// A change of an entry: which version the person saw, and why; the reason is asked once its month is closed.
#[derive(Clone, Debug)]
pub struct Change {
    pub entry: EntryId,
    pub seen: i64,
    pub reason: String,
}

/// Corrects an entry: the old version stays readable, the totals follow. Of a closed month the effect is posted in the
/// open one (`hours.md` § 4, After).
pub async fn correct(
    db: &Db,
    by: &Technician,
    change: Change,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), LogError> {
    replace(db, by, change, Some(work), today, now).await
}

/// Takes an entry out of the count; it stays in the history.
pub async fn withdraw(db: &Db, by: &Technician, change: Change, today: NaiveDate, now: DateTime<Utc>) -> Result<(), LogError> {
    replace(db, by, change, None, today, now).await
}

async fn replace(
    db: &Db,
    by: &Technician,
    change: Change,
    work: Option<Work>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), LogError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let Some(old) = standing_in(&tx, change.entry).await? else { return Err(LogError::Foreign) };
    if old.version != change.seen {
        return Err(LogError::Newer);
    }
    let withdrawn = work.is_none();
    let mut work = work.unwrap_or_else(|| work_of(&old));
    // Work that moves to a ticket goes where that lives on; what a closed month counted stays under its number.
    if work.ticket != old.ticket_id {
        work.ticket = living_in(&tx, work.ticket).await?;
    }
    if !withdrawn {
        refuse_wrong(&tx, old.worker_id, change.entry, &work, today).await?;
    }
    if is_closed(&tx, old.period).await? {
        let after = Version {
            entry: change.entry,
            number: old.version + 1,
            worker: old.worker_id,
            author: by.viewer().id(),
            withdrawn,
            period: old.period,
            counted: false,
            merged_from: old.merged_from.filter(|_| work.ticket == old.ticket_id),
        };
        corrections::correct_closed_in(&tx, &old, after, &work, &change.reason, (today, now)).await?;
        return Ok(tx.commit().await?);
    }
    let month = if work.day == old.day { old.period } else { Month::of(work.day) };
    refuse_closed(&tx, month).await?;
    supersede_in(&tx, &old, false, now).await?;
    let version = Version {
        entry: change.entry,
        number: old.version + 1,
        worker: old.worker_id,
        author: by.viewer().id(),
        withdrawn,
        period: month,
        counted: !withdrawn,
        merged_from: old.merged_from.filter(|_| work.ticket == old.ticket_id),
    };
    insert_in(&tx, version, &work, now).await?;
    recount_in(&tx, old.structure_id, old.period).await?;
    if (work.structure, month) != (old.structure_id, old.period) {
        recount_in(&tx, work.structure, month).await?;
    }
    hours::use_changed_in(&tx, work.structure, month, now).await?;
    Ok(tx.commit().await?)
}

/// The version no longer stands; it still counts when its month was closed with it.
pub(super) async fn supersede_in(
    tx: &impl ConnectionTrait,
    old: &intervention::Model,
    still_counted: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    intervention::Entity::update_many()
        .set(intervention::ActiveModel {
            superseded_at: Set(Some(now)),
            counted: Set(old.counted && still_counted),
            ..Default::default()
        })
        .filter(intervention::Column::Id.eq(old.id))
        .exec(tx)
        .await
        .map(drop)
}

/// Who wrote which version.
pub(in crate::store) struct Version {
    pub entry: EntryId,
    pub number: i64,
    pub worker: PersonId,
    pub author: PersonId,
    pub withdrawn: bool,
    /// The month that counts it: that of its day, but for what arrived after that was closed.
    pub period: Month,
    pub counted: bool,
    /// The ticket that was merged since into the one that it names.
    pub merged_from: Option<TicketId>,
}

pub(in crate::store) async fn insert_in(
    tx: &impl ConnectionTrait,
    version: Version,
    work: &Work,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = intervention::Model {
        id: InterventionId::new(now),
        entry_id: version.entry,
        version: version.number,
        structure_id: work.structure,
        worker_id: version.worker,
        author_id: version.author,
        ticket_id: work.ticket,
        equipment_id: work.equipment,
        day: work.day,
        period: version.period,
        start_minute: work.start.map(i64::from),
        minutes: work.minutes,
        kind: work.kind,
        not_charged: work.not_charged,
        note: work.note.clone(),
        withdrawn: version.withdrawn,
        created_at: now,
        superseded_at: None,
        counted: version.counted,
        merged_from: version.merged_from,
    };
    intervention::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

pub(super) async fn standing_in(tx: &impl ConnectionTrait, entry: EntryId) -> Result<Option<intervention::Model>, DbErr> {
    intervention::Entity::find()
        .filter(intervention::Column::EntryId.eq(entry))
        .filter(intervention::Column::SupersededAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await
}

pub(super) async fn is_closed(tx: &impl ConnectionTrait, month: Month) -> Result<bool, DbErr> {
    Ok(hours::last_closed_in(tx).await?.is_some_and(|closed| month <= closed))
}

async fn refuse_closed(tx: &impl ConnectionTrait, month: Month) -> Result<(), LogError> {
    if is_closed(tx, month).await? { Err(LogError::MonthClosed) } else { Ok(()) }
}

/// The ticket in which another lives on, when it was merged since the form was opened.
pub(super) async fn living_in(tx: &impl ConnectionTrait, named: Option<TicketId>) -> Result<Option<TicketId>, DbErr> {
    let Some(id) = named else { return Ok(None) };
    let row = ticket::Entity::find_by_id(id).one(tx).await?;
    Ok(row.and_then(|row| row.merged_into).or(named))
}

async fn refuse_wrong(
    tx: &impl ConnectionTrait,
    worker: PersonId,
    entry: EntryId,
    work: &Work,
    today: NaiveDate,
) -> Result<(), LogError> {
    if work.day > today {
        return Err(LogError::Future);
    }
    let agreements = agreements::all_in(tx).await?;
    if !agreements.get(&work.structure).is_some_and(|a| a.covers(Month::of(work.day))) {
        return Err(LogError::NoAgreement);
    }
    refuse_foreign(tx, work).await?;
    refuse_overlap(tx, worker, entry, work).await
}

/// The ticket and the machine that an intervention names are of its structure.
async fn refuse_foreign(tx: &impl ConnectionTrait, work: &Work) -> Result<(), LogError> {
    if let Some(id) = work.ticket {
        let found = ticket::Entity::find_by_id(id).filter(ticket::Column::StructureId.eq(work.structure)).one(tx).await?;
        found.ok_or(LogError::Foreign)?;
    }
    if let Some(id) = work.equipment {
        let found = equipment::Entity::find_by_id(id).filter(equipment::Column::StructureId.eq(work.structure)).one(tx).await?;
        found.ok_or(LogError::Foreign)?;
    }
    Ok(())
}

/// One technician is in one place at a time (`hours.md` §7); without a start nothing can be said.
async fn refuse_overlap(tx: &impl ConnectionTrait, worker: PersonId, entry: EntryId, work: &Work) -> Result<(), LogError> {
    let Some(start) = work.start.map(i64::from) else { return Ok(()) };
    let end = start + work.minutes.0;
    let same_day = intervention::Entity::find()
        .filter(intervention::Column::WorkerId.eq(worker))
        .filter(intervention::Column::Day.eq(work.day))
        .filter(intervention::Column::SupersededAt.is_null())
        .filter(intervention::Column::Withdrawn.eq(false))
        .filter(intervention::Column::EntryId.ne(entry))
        .filter(intervention::Column::StartMinute.lt(end))
        .find_also_related(structure::Entity)
        .all(tx)
        .await?;
    for (other, at) in same_day {
        let Some(other_start) = other.start_minute else { continue };
        let other_end = other_start + other.minutes.0;
        if other_end > start {
            let minute = |m: i64| u32::try_from(m).unwrap_or(0);
            let structure = at.map(|s| s.name).unwrap_or_default();
            return Err(LogError::Overlap { start: minute(other_start), end: minute(other_end), structure });
        }
    }
    Ok(())
}

/// Writes the totals of a structure's month anew from its interventions, in the transaction that changed them.
pub(in crate::store) async fn recount_in(tx: &impl ConnectionTrait, structure_id: StructureId, period: Month) -> Result<(), DbErr> {
    let rows = intervention::Entity::find()
        .filter(intervention::Column::StructureId.eq(structure_id))
        .filter(intervention::Column::Period.eq(period))
        .filter(super::is_counted())
        .all(tx)
        .await?;
    let rules = hours::rules_in(tx, period).await?;
    let pieces: Vec<Piece> = rows.iter().map(piece_of).collect();
    let charge = interventions::charge(&pieces, &rules.charge);
    let row = month_use::Model {
        structure_id,
        period,
        interventions: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        real_minutes: charge.real,
        charged_minutes: charge.charged,
    };
    month_use::Entity::insert(row.into_active_model())
        .on_conflict(
            OnConflict::columns([month_use::Column::StructureId, month_use::Column::Period])
                .update_columns([
                    month_use::Column::Interventions,
                    month_use::Column::RealMinutes,
                    month_use::Column::ChargedMinutes,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await
        .map(drop)
}
