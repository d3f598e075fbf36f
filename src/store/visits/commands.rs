//! Planning a visit, changing it, cancelling it.

use super::availability::taken_in;
use super::history;
use super::letters::{self, Told};
use super::{Visit, all_of, time_of};
use crate::domain::ids::{PersonId, StructureId, TicketId, VisitId};
use crate::domain::tickets::EventKind;
use crate::domain::visits::{Unavailable, VisitTime, Wall};
use crate::store::access::{Scope, Technician};
use crate::store::entities::{person, structure, ticket, visit, visit_ticket};
use crate::store::{Db, DbErr, contracts, group};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

/// What is planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    pub technician: PersonId,
    pub time: VisitTime,
    pub note: String,
    /// Of the structure; in any order.
    pub tickets: Vec<TicketId>,
}

/// Why a visit cannot be planned so.
#[derive(Debug, thiserror::Error)]
pub enum VisitError {
    #[error("no such visit")]
    NotFound,
    #[error("no such structure")]
    NoStructure,
    #[error("not a technician on duty")]
    NoTechnician,
    #[error("not a ticket of the structure")]
    NoTicket,
    /// The id made with the form was used for something else.
    #[error("another visit has this id")]
    Used,
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// The technician is there at that time.
    #[error("over another visit")]
    Overlaps(Box<Visit>),
    /// Somebody has changed it since it was shown.
    #[error("changed meanwhile")]
    Changed,
    #[error("cancelled")]
    Cancelled,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Plans a visit and tells the requesters of its tickets. Sent twice, it is planned once.
pub async fn plan(
    db: &Db,
    by: &Technician,
    id: VisitId,
    structure: StructureId,
    new: Planned,
    now: DateTime<Utc>,
) -> Result<(), VisitError> {
    let tx = db.begin_write().await?;
    let within = Scope::from(by);
    let there = within.structures().filter(structure::Column::Id.eq(structure)).one(&tx).await?;
    let there = there.ok_or(VisitError::NoStructure)?;
    if let Some(known) = visit::Entity::find_by_id(id).one(&tx).await? {
        let same = known.structure_id == structure && planned_in(&tx, &known).await? == sorted(new);
        return if same { Ok(()) } else { Err(VisitError::Used) };
    }
    let new = judge(&tx, by, structure, None, new, now).await?;
    write_in(&tx, id, structure, by.viewer().id(), &new, now).await?;
    let told = Told { visit: id, sequence: 0, structure: there, by: by.viewer(), now };
    letters::planned_in(&tx, &told, &new).await?;
    history::said_in(&tx, &new.tickets, by.viewer().id(), (EventKind::VisitPlanned, new.time), now).await?;
    Ok(tx.commit().await?)
}

/// Changes a visit as it was seen; whoever is concerned by the change is told.
pub async fn change(db: &Db, by: &Technician, id: VisitId, seen: i64, new: Planned, now: DateTime<Utc>) -> Result<(), VisitError> {
    let tx = db.begin_write().await?;
    let known = held(&tx, by, id).await?;
    let before = planned_in(&tx, &known).await?;
    if known.cancelled_at.is_some() {
        return Err(VisitError::Cancelled);
    }
    if before == sorted(new.clone()) {
        return Ok(());
    }
    if known.sequence != seen {
        return Err(VisitError::Changed);
    }
    let new = judge(&tx, by, known.structure_id, Some(id), new, now).await?;
    let sequence = known.sequence + 1;
    let change = visit::ActiveModel {
        technician_id: Set(new.technician),
        day: Set(new.time.day()),
        from_minute: Set(i64::from(new.time.from())),
        to_minute: Set(i64::from(new.time.to())),
        note: Set(new.note.clone()),
        sequence: Set(sequence),
        changed_at: Set(now),
        // It comes again.
        done_at: Set(None),
        ..Default::default()
    };
    visit::Entity::update_many().set(change).filter(visit::Column::Id.eq(id)).exec(&tx).await?;
    visit_ticket::Entity::delete_many().filter(visit_ticket::Column::VisitId.eq(id)).exec(&tx).await?;
    name_tickets_in(&tx, id, &new.tickets).await?;
    let structure = structure_of(&tx, &known).await?;
    let told = Told { visit: id, sequence, structure, by: by.viewer(), now };
    letters::changed_in(&tx, &told, &before, &new).await?;
    history::changed_in(&tx, by.viewer().id(), &before, &new, now).await?;
    Ok(tx.commit().await?)
}

/// Cancels a visit: it is kept, and told. Cancelled already is done already; what is over stays as it was.
pub async fn cancel(db: &Db, by: &Technician, id: VisitId, now: DateTime<Utc>) -> Result<(), VisitError> {
    let tx = db.begin_write().await?;
    let known = held(&tx, by, id).await?;
    if known.cancelled_at.is_some() {
        return Ok(());
    }
    let before = planned_in(&tx, &known).await?;
    if before.time.is_over(wall_in(&tx, now).await?) {
        return Err(VisitError::Unavailable(Unavailable::Past));
    }
    let sequence = known.sequence + 1;
    let change =
        visit::ActiveModel { sequence: Set(sequence), changed_at: Set(now), cancelled_at: Set(Some(now)), ..Default::default() };
    visit::Entity::update_many().set(change).filter(visit::Column::Id.eq(id)).exec(&tx).await?;
    let structure = structure_of(&tx, &known).await?;
    letters::cancelled_in(&tx, &Told { visit: id, sequence, structure, by: by.viewer(), now }, &before).await?;
    history::said_in(&tx, &before.tickets, by.viewer().id(), (EventKind::VisitCancelled, before.time), now).await?;
    Ok(tx.commit().await?)
}

/// The visit, locked until the transaction ends.
async fn held(tx: &DatabaseTransaction, by: &Technician, id: VisitId) -> Result<visit::Model, VisitError> {
    let found = Scope::from(by).visits().filter(visit::Column::Id.eq(id)).lock_exclusive().one(tx).await?;
    found.ok_or(VisitError::NotFound)
}

async fn structure_of(tx: &impl ConnectionTrait, visit: &visit::Model) -> Result<structure::Model, DbErr> {
    let found = structure::Entity::find_by_id(visit.structure_id).one(tx).await?;
    found.ok_or_else(|| DbErr::RecordNotFound("the structure".into()))
}

/// What a visit is planned as, tickets in order.
pub(super) async fn planned_in(tx: &impl ConnectionTrait, row: &visit::Model) -> Result<Planned, DbErr> {
    let tickets = visit_ticket::Entity::find()
        .select_only()
        .column(visit_ticket::Column::TicketId)
        .filter(visit_ticket::Column::VisitId.eq(row.id))
        .order_by_asc(visit_ticket::Column::TicketId)
        .into_tuple()
        .all(tx)
        .await?;
    Ok(sorted(Planned { technician: row.technician_id, time: time_of(row)?, note: row.note.clone(), tickets }))
}

fn sorted(mut planned: Planned) -> Planned {
    planned.tickets.sort_unstable();
    planned.tickets.dedup();
    planned
}

pub(super) async fn wall_in(tx: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<Wall, DbErr> {
    let zone = group::find_in(tx).await?.map_or(chrono_tz::Europe::Paris, |group| group.time_zone);
    Ok(Wall::at(now, zone))
}

/// Refuses what cannot be. Two who plan for the same technician wait for one another.
async fn judge(
    tx: &DatabaseTransaction,
    by: &Technician,
    structure: StructureId,
    but: Option<VisitId>,
    new: Planned,
    now: DateTime<Utc>,
) -> Result<Planned, VisitError> {
    let new = sorted(new);
    person::Entity::find_by_id(new.technician).lock_exclusive().one(tx).await?;
    if !contracts::is_technician_in(tx, new.technician).await? {
        return Err(VisitError::NoTechnician);
    }
    let own = Scope::from(by)
        .tickets_in_sight()
        .filter(ticket::Column::StructureId.eq(structure))
        .filter(ticket::Column::Id.is_in(new.tickets.iter().copied()));
    if own.count(tx).await? != new.tickets.len() as u64 {
        return Err(VisitError::NoTicket);
    }
    let wall = wall_in(tx, now).await?;
    let (visits, absences) = taken_in(tx, new.technician, wall).await?;
    new.time.require_available(wall, &absences)?;
    for other in visits.iter().filter(|other| Some(other.id) != but) {
        if time_of(other)?.overlaps(&new.time) {
            let named = all_of(tx, visit::Entity::find().filter(visit::Column::Id.eq(other.id))).await?.pop();
            return Err(named.map_or(VisitError::NotFound, |visit| VisitError::Overlaps(Box::new(visit))));
        }
    }
    Ok(new)
}

/// Writes a visit with what it is for.
pub(in crate::store) async fn write_in(
    tx: &impl ConnectionTrait,
    id: VisitId,
    structure: StructureId,
    by: PersonId,
    new: &Planned,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = visit::Model {
        id,
        structure_id: structure,
        technician_id: new.technician,
        day: new.time.day(),
        from_minute: i64::from(new.time.from()),
        to_minute: i64::from(new.time.to()),
        note: new.note.clone(),
        sequence: 0,
        planned_by: by,
        planned_at: now,
        changed_at: now,
        cancelled_at: None,
        done_at: None,
    };
    visit::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    name_tickets_in(tx, id, &new.tickets).await
}

async fn name_tickets_in(tx: &impl ConnectionTrait, visit_id: VisitId, tickets: &[TicketId]) -> Result<(), DbErr> {
    let rows = tickets.iter().map(|ticket| visit_ticket::Model { visit_id, ticket_id: *ticket }.into_active_model());
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Ok(());
    }
    visit_ticket::Entity::insert_many(rows).exec_without_returning(tx).await.map(drop)
}
