//! Writing time down, correcting it, taking it out; the totals of the month follow in the same transaction.

use super::{LogError, Work, piece_of, work_of};
use crate::domain::ids::{EntryId, InterventionId, PersonId, StructureId};
use crate::domain::interventions::{self, Piece};
use crate::domain::time::Month;
use crate::store::access::Technician;
use crate::store::entities::{equipment, intervention, month_use, structure, ticket};
use crate::store::{Db, DbErr, group, hours, structures};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

/// Writes a piece of work down. Sent twice under the same entry, it is written once.
pub async fn log(
    db: &Db,
    by: &Technician,
    entry: EntryId,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<EntryId, LogError> {
    let tx = db.begin_write().await?;
    log_in(&tx, by, entry, work, today, now).await?;
    tx.commit().await?;
    Ok(entry)
}

/// The same inside another command's transaction: a reply and its time are one act.
pub(in crate::store) async fn log_in(
    tx: &impl ConnectionTrait,
    by: &Technician,
    entry: EntryId,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), LogError> {
    // First of all: whoever closes this month, or logs for the same structure, waits here on PostgreSQL.
    group::pool_moved_in(tx).await?;
    if standing_in(tx, entry).await?.is_some() {
        return Ok(());
    }
    refuse_wrong(tx, by.viewer().id(), entry, &work, today).await?;
    insert_in(tx, Version { entry, number: 1, worker: by.viewer().id(), author: by.viewer().id(), withdrawn: false }, &work, now)
        .await?;
    recount_in(tx, work.structure, Month::of(work.day)).await?;
    Ok(hours::use_changed_in(tx, work.structure, Month::of(work.day), now).await?)
}

/// Corrects an entry of an open month: the old version stays readable, the totals follow.
pub async fn correct(
    db: &Db,
    by: &Technician,
    entry: EntryId,
    seen: i64,
    work: Work,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), LogError> {
    replace(db, by, entry, seen, Some(work), today, now).await
}

/// Takes an entry of an open month out of the count; it stays in the history.
pub async fn withdraw(
    db: &Db,
    by: &Technician,
    entry: EntryId,
    seen: i64,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), LogError> {
    replace(db, by, entry, seen, None, today, now).await
}

async fn replace(
    db: &Db,
    by: &Technician,
    entry: EntryId,
    seen: i64,
    work: Option<Work>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), LogError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let Some(old) = standing_in(&tx, entry).await? else { return Err(LogError::Foreign) };
    if old.version != seen {
        return Err(LogError::Newer);
    }
    refuse_closed(&tx, old.period).await?;
    let withdrawn = work.is_none();
    let work = work.unwrap_or_else(|| work_of(&old));
    if !withdrawn {
        refuse_wrong(&tx, old.worker_id, entry, &work, today).await?;
    }
    intervention::Entity::update_many()
        .set(intervention::ActiveModel { superseded_at: Set(Some(now)), ..Default::default() })
        .filter(intervention::Column::Id.eq(old.id))
        .exec(&tx)
        .await?;
    let version = Version { entry, number: old.version + 1, worker: old.worker_id, author: by.viewer().id(), withdrawn };
    insert_in(&tx, version, &work, now).await?;
    recount_in(&tx, old.structure_id, old.period).await?;
    let (structure, month) = (work.structure, Month::of(work.day));
    if (structure, month) != (old.structure_id, old.period) {
        recount_in(&tx, structure, month).await?;
    }
    hours::use_changed_in(&tx, structure, month, now).await?;
    Ok(tx.commit().await?)
}

/// Who wrote which version.
pub(in crate::store) struct Version {
    pub entry: EntryId,
    pub number: i64,
    pub worker: PersonId,
    pub author: PersonId,
    pub withdrawn: bool,
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
        period: Month::of(work.day),
        start_minute: work.start.map(i64::from),
        minutes: work.minutes,
        kind: work.kind,
        not_charged: work.not_charged,
        note: work.note.clone(),
        withdrawn: version.withdrawn,
        created_at: now,
        superseded_at: None,
    };
    intervention::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

async fn standing_in(tx: &impl ConnectionTrait, entry: EntryId) -> Result<Option<intervention::Model>, DbErr> {
    intervention::Entity::find()
        .filter(intervention::Column::EntryId.eq(entry))
        .filter(intervention::Column::SupersededAt.is_null())
        .lock_exclusive()
        .one(tx)
        .await
}

async fn refuse_closed(tx: &impl ConnectionTrait, month: Month) -> Result<(), LogError> {
    match structures::last_closed_in(tx).await? {
        Some(closed) if month <= closed => Err(LogError::MonthClosed),
        _ => Ok(()),
    }
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
    refuse_closed(tx, Month::of(work.day)).await?;
    let agreements = structures::agreements_in(tx).await?;
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
        .filter(intervention::Column::SupersededAt.is_null())
        .filter(intervention::Column::Withdrawn.eq(false))
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
