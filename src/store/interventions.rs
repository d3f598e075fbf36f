//! Interventions: logged, corrected in the open month, never edited in place: a correction is a new version.

use super::access::{HoursOf, Scope, Technician};
use super::entities::{equipment, intervention, month_use, structure, ticket};
use super::tickets::Ticket;
use super::{Db, DbErr, group, hours, people, structures};
use crate::domain::ids::{EntryId, EquipmentId, InterventionId, PersonId, StructureId, TicketId};
use crate::domain::interventions::{self, Charge, Kind, NotCharged, Piece};
use crate::domain::time::{Minutes, Month};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::{BTreeMap, HashMap};

/// A piece of work, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub structure: StructureId,
    pub ticket: Option<TicketId>,
    pub equipment: Option<EquipmentId>,
    /// Local day on which it was done.
    pub day: NaiveDate,
    /// Minutes after local midnight; `None` when nobody remembers.
    pub start: Option<u32>,
    /// Real minutes, at least one.
    pub minutes: Minutes,
    pub kind: Kind,
    pub not_charged: Option<NotCharged>,
    pub note: String,
}

/// An intervention as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intervention {
    pub entry: EntryId,
    pub version: i64,
    pub worker: PersonId,
    pub worker_name: String,
    pub structure_name: String,
    pub ticket_number: Option<i64>,
    pub equipment_name: Option<String>,
    pub work: Work,
}

/// Why time cannot be written down so.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The month is closed: its figures never move again.
    #[error("that month is closed")]
    MonthClosed,
    /// The day has not come yet.
    #[error("in the future")]
    Future,
    /// The structure has no agreement in that month.
    #[error("no agreement in that month")]
    NoAgreement,
    /// The same technician was at work elsewhere at that time.
    #[error("overlaps another intervention")]
    Overlap { start: u32, end: u32, structure: String },
    /// The ticket or the machine is not of that structure, or the intervention not within reach.
    #[error("not of this structure")]
    Foreign,
    /// Somebody has corrected it in between.
    #[error("a newer version exists")]
    Newer,
    #[error(transparent)]
    Database(#[from] DbErr),
}

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
pub(super) async fn log_in(
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
    Ok(recount_in(tx, work.structure, Month::of(work.day)).await?)
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
    Ok(tx.commit().await?)
}

/// Who wrote which version.
pub(super) struct Version {
    pub entry: EntryId,
    pub number: i64,
    pub worker: PersonId,
    pub author: PersonId,
    pub withdrawn: bool,
}

pub(super) async fn insert_in(tx: &impl ConnectionTrait, version: Version, work: &Work, now: DateTime<Utc>) -> Result<(), DbErr> {
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
pub(super) async fn recount_in(tx: &impl ConnectionTrait, structure_id: StructureId, period: Month) -> Result<(), DbErr> {
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

pub(super) fn piece_of(row: &intervention::Model) -> Piece {
    work_of(row).piece()
}

fn work_of(row: &intervention::Model) -> Work {
    Work {
        structure: row.structure_id,
        ticket: row.ticket_id,
        equipment: row.equipment_id,
        day: row.day,
        start: row.start_minute.and_then(|m| u32::try_from(m).ok()),
        minutes: row.minutes,
        kind: row.kind,
        not_charged: row.not_charged,
        note: row.note.clone(),
    }
}

/// One intervention that stands, for its technician's page.
pub async fn find(db: &Db, by: &Technician, entry: EntryId) -> Result<Option<Intervention>, DbErr> {
    let select = Scope::from(by).interventions().filter(intervention::Column::EntryId.eq(entry));
    Ok(named(db, select, true).await?.into_iter().next())
}

/// A technician's own interventions between two days, both included, the latest day first.
pub async fn of_worker(db: &Db, by: &Technician, from: NaiveDate, to: NaiveDate) -> Result<Vec<Intervention>, DbErr> {
    let select = Scope::from(by)
        .interventions()
        .filter(intervention::Column::WorkerId.eq(by.viewer().id()))
        .filter(intervention::Column::Day.between(from, to))
        .order_by_desc(intervention::Column::Day)
        .order_by_asc(intervention::Column::StartMinute);
    named(db, select, true).await
}

/// The interventions on one ticket, in order of day; the caller has found the ticket within its scope.
pub async fn of_ticket(db: &Db, by: &Technician, ticket: TicketId) -> Result<Vec<Intervention>, DbErr> {
    let select = Scope::from(by)
        .interventions()
        .filter(intervention::Column::TicketId.eq(ticket))
        .order_by_asc(intervention::Column::Day)
        .order_by_asc(intervention::Column::StartMinute);
    named(db, select, true).await
}

/// The interventions on one machine within reach, the latest first.
pub async fn of_equipment(db: &Db, by: &super::access::RegisterOf, equipment: EquipmentId) -> Result<Vec<Intervention>, DbErr> {
    let select = Scope::from(by)
        .interventions()
        .filter(intervention::Column::StructureId.eq(by.structure()))
        .filter(intervention::Column::EquipmentId.eq(equipment))
        .order_by_desc(intervention::Column::Day)
        .limit(50);
    named(db, select, true).await
}

/// The hour sheet of a structure's month: lines by day with kind, real and charged minutes, and the interventions
/// behind them. Notes are there only for those who may read the structure's words: never for a coordinator.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub interventions: Vec<Intervention>,
    pub charge: Charge,
    /// Whether notes were read, and the tickets behind the lines may be opened.
    pub with_words: bool,
}

/// Reads the hour sheet.
pub async fn sheet(db: &Db, by: &HoursOf, month: Month) -> Result<Sheet, DbErr> {
    let within = Scope::from(by);
    let select = within
        .interventions()
        .filter(intervention::Column::StructureId.eq(by.structure()))
        .filter(intervention::Column::Period.eq(month))
        .order_by_asc(intervention::Column::Day)
        .order_by_asc(intervention::Column::StartMinute)
        .order_by_asc(intervention::Column::Id);
    let with_words = within.reads_words_of(by.structure());
    let interventions = named(db, select, with_words).await?;
    let rules = hours::rules_in(&db.read, month).await?;
    let pieces: Vec<Piece> = interventions.iter().map(|i| i.work.piece()).collect();
    Ok(Sheet { charge: interventions::charge(&pieces, &rules.charge), interventions, with_words })
}

impl Work {
    /// What the charging rules look at.
    pub fn piece(&self) -> Piece {
        Piece {
            ticket: self.ticket.map(|id| id.0),
            day: self.day,
            kind: self.kind,
            start: self.start,
            real: self.minutes,
            not_charged: self.not_charged,
        }
    }
}

async fn named(db: &Db, select: sea_orm::Select<intervention::Entity>, with_words: bool) -> Result<Vec<Intervention>, DbErr> {
    let rows = select.find_also_related(structure::Entity).all(&db.read).await?;
    let workers = people::names(&db.read, rows.iter().map(|(row, _)| row.worker_id)).await?;
    let numbers = ticket_numbers(db, rows.iter().filter_map(|(row, _)| row.ticket_id)).await?;
    let machines = equipment_names(db, rows.iter().filter_map(|(row, _)| row.equipment_id)).await?;
    let intervention = |(row, at): (intervention::Model, Option<structure::Model>)| {
        let mut work = work_of(&row);
        if !with_words {
            work.note.clear();
        }
        Intervention {
            entry: row.entry_id,
            version: row.version,
            worker: row.worker_id,
            worker_name: workers.get(&row.worker_id).cloned().unwrap_or_default(),
            structure_name: at.map(|s| s.name).unwrap_or_default(),
            ticket_number: row.ticket_id.and_then(|id| numbers.get(&id).copied()),
            equipment_name: row.equipment_id.filter(|_| with_words).and_then(|id| machines.get(&id).cloned()),
            work,
        }
    };
    Ok(rows.into_iter().map(intervention).collect())
}

async fn ticket_numbers(db: &Db, ids: impl Iterator<Item = TicketId>) -> Result<HashMap<TicketId, i64>, DbErr> {
    let ids: Vec<TicketId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(TicketId, i64)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Number])
        .filter(ticket::Column::Id.is_in(ids))
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn equipment_names(db: &Db, ids: impl Iterator<Item = EquipmentId>) -> Result<HashMap<EquipmentId, String>, DbErr> {
    let ids: Vec<EquipmentId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(EquipmentId, String)> = equipment::Entity::find()
        .select_only()
        .columns([equipment::Column::Id, equipment::Column::Name])
        .filter(equipment::Column::Id.is_in(ids))
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().collect())
}

/// An earlier version of an intervention: it stays readable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub day: NaiveDate,
    pub minutes: Minutes,
    pub kind: Kind,
    pub note: String,
    /// Who wrote the version that replaced it, and when.
    pub replaced_by: String,
    pub replaced_at: DateTime<Utc>,
}

/// The versions that were corrected since, the latest first.
pub async fn earlier(db: &Db, _by: &Technician, of: &Intervention) -> Result<Vec<Earlier>, DbErr> {
    let rows = intervention::Entity::find()
        .filter(intervention::Column::EntryId.eq(of.entry))
        .order_by_desc(intervention::Column::Version)
        .all(&db.read)
        .await?;
    let names = people::names(&db.read, rows.iter().map(|row| row.author_id)).await?;
    let pairs = rows.iter().zip(rows.iter().skip(1));
    let earlier = pairs.map(|(newer, older)| Earlier {
        day: older.day,
        minutes: older.minutes,
        kind: older.kind,
        note: older.note.clone(),
        replaced_by: names.get(&newer.author_id).cloned().unwrap_or_default(),
        replaced_at: newer.created_at,
    });
    Ok(earlier.collect())
}

/// Real and charged minutes spent on a ticket that the caller has found within its scope: its people may read them.
///
/// Minutes are rounded by ticket, day and kind, so the ticket's own interventions are all that counts.
pub async fn spent_on(db: &Db, of: &Ticket) -> Result<(Minutes, Minutes), DbErr> {
    let rows = intervention::Entity::find()
        .filter(intervention::Column::TicketId.eq(of.id))
        .filter(intervention::Column::SupersededAt.is_null())
        .filter(intervention::Column::Withdrawn.eq(false))
        .all(&db.read)
        .await?;
    let mut by_month: BTreeMap<Month, Vec<Piece>> = BTreeMap::new();
    for row in &rows {
        by_month.entry(row.period).or_default().push(piece_of(row));
    }
    let (mut real, mut charged) = (Minutes(0), Minutes(0));
    for (month, pieces) in by_month {
        let charge = interventions::charge(&pieces, &hours::rules_in(&db.read, month).await?.charge);
        real += charge.real;
        charged += charge.charged;
    }
    Ok((real, charged))
}

/// Real minutes that a technician worked between two days, both included.
pub async fn worked(db: &Db, by: &Technician, from: NaiveDate, to: NaiveDate) -> Result<Minutes, DbErr> {
    let sum: Option<Option<i64>> = Scope::from(by)
        .interventions()
        .select_only()
        .column_as(intervention::Column::Minutes.sum().cast_as("bigint"), "sum")
        .filter(intervention::Column::WorkerId.eq(by.viewer().id()))
        .filter(intervention::Column::Day.between(from, to))
        .into_tuple()
        .one(&db.read)
        .await?;
    Ok(Minutes(sum.flatten().unwrap_or(0)))
}
