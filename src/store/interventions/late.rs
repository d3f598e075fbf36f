//! Work that arrives once its month is closed, as from a phone that was offline: kept whole in « À revoir », with its real
//! date, until somebody decides that the present month counts it, or that it does not count (`hours.md` § 4, After).

use super::commands::{Version, insert_in, living_in, recount_in};
use super::{LogError, Work};
use crate::domain::ids::{EntryId, PersonId};
use crate::domain::time::Month;
use crate::store::access::{Coordinator, Technician, Viewer};
use crate::store::entities::late_arrival;
use crate::store::journal::{self, Line, LineKind};
use crate::store::{Db, DbErr, group, hours, people, structures};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

/// Kept once, however often it is sent; says whether that was now.
pub(super) async fn keep_in(
    tx: &impl ConnectionTrait,
    worker: PersonId,
    entry: EntryId,
    work: &Work,
    now: DateTime<Utc>,
) -> Result<bool, LogError> {
    if let Some(known) = late_arrival::Entity::find_by_id(entry).one(tx).await? {
        return if known.worker_id == worker { Ok(false) } else { Err(LogError::Taken) };
    }
    let row = late_arrival::Model {
        entry_id: entry,
        structure_id: work.structure,
        worker_id: worker,
        ticket_id: work.ticket,
        equipment_id: work.equipment,
        day: work.day,
        start_minute: work.start.map(i64::from),
        minutes: work.minutes,
        kind: work.kind,
        not_charged: work.not_charged,
        note: work.note.clone(),
        arrived_at: now,
        decided_by: None,
        decided_at: None,
        counted_in: None,
        reason: String::new(),
    };
    // Who sends the same meanwhile waits for the pool, and finds it.
    late_arrival::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(true)
}

/// Work that waits for a decision, without its note: a coordinator decides by date, minutes and structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    pub entry: EntryId,
    pub worker: PersonId,
    pub worker_name: String,
    pub structure_name: String,
    pub work: Work,
    pub arrived_at: DateTime<Utc>,
}

/// All that waits, for the coordinator: the oldest first, notes left out.
pub async fn late(db: &Db, _by: &Coordinator) -> Result<Vec<Late>, DbErr> {
    let mut all = waiting(db, None).await?;
    for late in &mut all {
        late.work.note.clear();
    }
    Ok(all)
}

/// What a technician noted that waits.
pub async fn late_of_worker(db: &Db, by: &Technician) -> Result<Vec<Late>, DbErr> {
    waiting(db, Some(by.viewer().id())).await
}

async fn waiting(db: &Db, worker: Option<PersonId>) -> Result<Vec<Late>, DbErr> {
    let mut select = late_arrival::Entity::find()
        .filter(late_arrival::Column::DecidedAt.is_null())
        .order_by_asc(late_arrival::Column::ArrivedAt)
        .order_by_asc(late_arrival::Column::EntryId);
    if let Some(worker) = worker {
        select = select.filter(late_arrival::Column::WorkerId.eq(worker));
    }
    let rows = select.all(&db.read).await?;
    let workers = people::names(&db.read, rows.iter().map(|row| row.worker_id)).await?;
    let structures = structures::names_in(&db.read).await?;
    let late = |row: late_arrival::Model| Late {
        entry: row.entry_id,
        worker: row.worker_id,
        worker_name: workers.get(&row.worker_id).cloned().unwrap_or_default(),
        structure_name: structures.get(&row.structure_id).cloned().unwrap_or_default(),
        arrived_at: row.arrived_at,
        work: work_of(row),
    };
    Ok(rows.into_iter().map(late).collect())
}

fn work_of(row: late_arrival::Model) -> Work {
    Work {
        structure: row.structure_id,
        ticket: row.ticket_id,
        equipment: row.equipment_id,
        day: row.day,
        start: row.start_minute.and_then(|m| u32::try_from(m).ok()),
        minutes: row.minutes,
        kind: row.kind,
        not_charged: row.not_charged,
        note: row.note,
    }
}

/// Why late work cannot be decided on so.
#[derive(Debug, thiserror::Error)]
pub enum LateError {
    /// There is none such, or it is somebody else's.
    #[error("not within reach")]
    Foreign,
    /// It was decided on meanwhile: that stands.
    #[error("decided already")]
    Decided,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Counts late work in the present month: it keeps its real date. Its worker may say so, and the coordinator.
pub async fn count_late(db: &Db, by: &Viewer, entry: EntryId, today: NaiveDate, now: DateTime<Utc>) -> Result<Month, LateError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let row = undecided_in(&tx, by, entry).await?;
    let closed = hours::last_closed_in(&tx).await?;
    let period = closed.map_or(Month::of(today), |closed| closed.next().max(Month::of(today)));
    let worker = row.worker_id;
    let work = work_of(row);
    let work = Work { ticket: living_in(&tx, work.ticket).await?, ..work };
    insert_in(
        &tx,
        Version { entry, number: 1, worker, author: by.id(), withdrawn: false, period, counted: true, merged_from: None },
        &work,
        now,
    )
    .await?;
    recount_in(&tx, work.structure, period).await?;
    hours::use_changed_in(&tx, work.structure, period, now).await?;
    decide_in(&tx, by, entry, Some(period), String::new(), now).await?;
    journal::append_in(&tx, vec![Line::decision(LineKind::LateCounted, period, by.id(), format!("intervention:{entry}"))], now)
        .await?;
    tx.commit().await?;
    Ok(period)
}

/// Decides that late work does not count, with a reason; it stays readable.
pub async fn drop_late(db: &Db, by: &Viewer, entry: EntryId, reason: String, now: DateTime<Utc>) -> Result<(), LateError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let row = undecided_in(&tx, by, entry).await?;
    let line = Line::decision(LineKind::LateDropped, Month::of(row.day), by.id(), format!("intervention:{entry}"));
    decide_in(&tx, by, entry, None, reason.clone(), now).await?;
    journal::append_in(&tx, vec![line.because(reason)], now).await?;
    Ok(tx.commit().await?)
}

/// Whether this late work is the viewer's to decide on.
pub async fn waits_for(db: &Db, by: &Viewer, entry: EntryId) -> Result<bool, DbErr> {
    let found = late_arrival::Entity::find_by_id(entry).one(&db.read).await?;
    Ok(found.is_some_and(|row| may_decide(by, &row)))
}

fn may_decide(by: &Viewer, row: &late_arrival::Model) -> bool {
    Coordinator::of(by).is_some() || (Technician::of(by).is_some() && row.worker_id == by.id())
}

async fn undecided_in(tx: &impl ConnectionTrait, by: &Viewer, entry: EntryId) -> Result<late_arrival::Model, LateError> {
    let row = late_arrival::Entity::find_by_id(entry).lock_exclusive().one(tx).await?.ok_or(LateError::Foreign)?;
    if !may_decide(by, &row) {
        return Err(LateError::Foreign);
    }
    if row.decided_at.is_some() { Err(LateError::Decided) } else { Ok(row) }
}

async fn decide_in(
    tx: &impl ConnectionTrait,
    by: &Viewer,
    entry: EntryId,
    counted_in: Option<Month>,
    reason: String,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let decision = late_arrival::ActiveModel {
        decided_by: Set(Some(by.id())),
        decided_at: Set(Some(now)),
        counted_in: Set(counted_in),
        reason: Set(reason),
        ..Default::default()
    };
    late_arrival::Entity::update_many().set(decision).filter(late_arrival::Column::EntryId.eq(entry)).exec(tx).await.map(drop)
}
