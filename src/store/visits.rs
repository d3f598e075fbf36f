//! When the technician comes: visits planned, moved, cancelled; who is away and who covers; where there is room.

mod availability;
mod commands;
mod history;
mod letters;

pub use availability::{Away, away, away_in_week, free_slots, next_free};
pub(super) use commands::write_in;
pub use commands::{Planned, VisitError, cancel, change, plan};
pub use history::write_done;

use super::access::{Scope, Technician, VisitsOf};
use super::entities::{person, structure, ticket, visit, visit_ticket};
use super::tickets::reads::is_open;
use super::tickets::{Ticket, group_of};
use super::{Db, DbErr};
use crate::domain::ids::{PersonId, StructureId, TicketId, VisitId};
use crate::domain::visits::{VisitTime, Wall};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{CaseStatement, Condition, Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait, Select,
};
use std::collections::HashMap;

/// A visit, without what it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub id: VisitId,
    pub structure: StructureId,
    pub structure_name: String,
    pub structure_address: String,
    pub technician: PersonId,
    pub technician_name: String,
    pub time: VisitTime,
    /// What the people of the structure read.
    pub note: String,
    /// Raised by every change.
    pub sequence: i64,
    pub changed_at: DateTime<Utc>,
    pub cancelled_at: Option<DateTime<Utc>>,
}

/// What a visit is for, as a technician sees it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Purpose {
    pub visit_id: VisitId,
    pub ticket_id: TicketId,
    pub number: i64,
}

/// A request that a visit may be for.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Offered {
    pub id: TicketId,
    pub number: i64,
    /// Empty when it is kept from the reader.
    pub title: String,
}

#[derive(FromQueryResult)]
struct Named {
    #[sea_orm(nested)]
    row: visit::Model,
    #[sea_orm(nested)]
    names: Names,
}

#[derive(FromQueryResult)]
struct Names {
    structure_name: String,
    structure_address: String,
    technician_name: String,
}

/// As many visits as a page or a calendar holds.
const MOST: u64 = 400;

/// In order of time.
pub(super) async fn all_of(db: &impl ConnectionTrait, select: Select<visit::Entity>) -> Result<Vec<Visit>, DbErr> {
    first_of(db, select, MOST).await
}

async fn first_of(db: &impl ConnectionTrait, select: Select<visit::Entity>, most: u64) -> Result<Vec<Visit>, DbErr> {
    let named = select
        .join(JoinType::InnerJoin, visit::Relation::Structure.def())
        .join(JoinType::InnerJoin, visit::Relation::Technician.def())
        .column_as(structure::Column::Name, "structure_name")
        .column_as(structure::Column::Address, "structure_address")
        .column_as(person::Column::Name, "technician_name")
        .order_by_asc(visit::Column::Day)
        .order_by_asc(visit::Column::FromMinute)
        .order_by_asc(visit::Column::Id)
        .limit(most);
    named.into_model::<Named>().all(db).await?.into_iter().map(read).collect()
}

fn read(Named { row, names }: Named) -> Result<Visit, DbErr> {
    Ok(Visit {
        time: time_of(&row)?,
        id: row.id,
        structure: row.structure_id,
        structure_name: names.structure_name,
        structure_address: names.structure_address,
        technician: row.technician_id,
        technician_name: names.technician_name,
        note: row.note,
        sequence: row.sequence,
        changed_at: row.changed_at,
        cancelled_at: row.cancelled_at,
    })
}

fn time_of(row: &visit::Model) -> Result<VisitTime, DbErr> {
    let minutes = u32::try_from(row.from_minute).ok().zip(u32::try_from(row.to_minute).ok());
    let time = minutes.and_then(|(from, to)| VisitTime::new(row.day, from, to).ok());
    time.ok_or_else(|| DbErr::Custom(format!("the time of the visit {}", row.id)))
}

fn standing(select: Select<visit::Entity>) -> Select<visit::Entity> {
    select.filter(visit::Column::CancelledAt.is_null())
}

/// Those that are not over, what is going on included.
fn ahead(select: Select<visit::Entity>, now: Wall) -> Select<visit::Entity> {
    let later_today = visit::Column::Day.eq(now.day).and(visit::Column::ToMinute.gt(i64::from(now.minute)));
    standing(select).filter(Condition::any().add(visit::Column::Day.gt(now.day)).add(later_today))
}

fn of(by: &VisitsOf) -> Select<visit::Entity> {
    Scope::from(by).visits().filter(visit::Column::StructureId.eq(by.structure()))
}

/// The visits to a structure that are ahead, the next first.
pub async fn upcoming(db: &Db, by: &VisitsOf, now: Wall) -> Result<Vec<Visit>, DbErr> {
    all_of(&db.read, ahead(of(by), now)).await
}

/// The next visit to a structure.
pub async fn next(db: &Db, by: &VisitsOf, now: Wall) -> Result<Option<Visit>, DbErr> {
    Ok(first_of(&db.read, ahead(of(by), now), 1).await?.pop())
}

/// The visits to a structure since a day that are over, the earliest first.
pub async fn past(db: &Db, by: &VisitsOf, since: NaiveDate, now: Wall) -> Result<Vec<Visit>, DbErr> {
    let select = standing(of(by)).filter(visit::Column::Day.between(since, now.day));
    Ok(all_of(&db.read, select).await?.into_iter().filter(|visit| visit.time.is_over(now)).collect())
}

/// A technician's own visits between two days, both included, in order.
pub async fn own(db: &Db, by: &Technician, first: NaiveDate, last: NaiveDate) -> Result<Vec<Visit>, DbErr> {
    let select = standing(Scope::from(by).visits())
        .filter(visit::Column::TechnicianId.eq(by.viewer().id()))
        .filter(visit::Column::Day.between(first, last));
    all_of(&db.read, select).await
}

/// A visit of whichever technician, cancelled or not.
pub async fn find(db: &Db, by: &Technician, id: VisitId) -> Result<Option<Visit>, DbErr> {
    Ok(all_of(&db.read, Scope::from(by).visits().filter(visit::Column::Id.eq(id))).await?.pop())
}

/// The next visit for a ticket that was found within reach.
pub async fn of_ticket(db: &Db, of: &Ticket, now: Wall) -> Result<Option<Visit>, DbErr> {
    if !of.beside.visited && !of.beside.united {
        return Ok(None);
    }
    let group = group_of(db, of).await?.into_iter().map(|(id, _)| id).chain([of.id]);
    let for_it = Query::select()
        .column(visit_ticket::Column::VisitId)
        .from(visit_ticket::Entity)
        .and_where(visit_ticket::Column::TicketId.is_in(group))
        .to_owned();
    let select =
        visit::Entity::find().filter(visit::Column::StructureId.eq(of.structure)).filter(visit::Column::Id.in_subquery(for_it));
    Ok(first_of(&db.read, ahead(select, now), 1).await?.pop())
}

/// The open requests of a structure and those that a visit is for already, the latest first: what it may be for.
pub async fn offered(db: &Db, by: &Technician, structure: StructureId, visit: Option<VisitId>) -> Result<Vec<Offered>, DbErr> {
    let within = Scope::from(by);
    let of_visit = Query::select()
        .column(visit_ticket::Column::TicketId)
        .from(visit_ticket::Entity)
        .and_where(visit_ticket::Column::VisitId.is_in(visit))
        .to_owned();
    let title = Expr::col((ticket::Entity, ticket::Column::Title));
    within
        .tickets_in_sight()
        .filter(ticket::Column::StructureId.eq(structure))
        .filter(Condition::any().add(is_open()).add(ticket::Column::Id.in_subquery(of_visit)))
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Number])
        .expr_as(CaseStatement::new().case(within.reads_words(), title).finally(""), "title")
        .order_by_desc(ticket::Column::ReceivedAt)
        .limit(30)
        .into_model()
        .all(&db.read)
        .await
}

/// What visits are for, by number.
pub async fn purposes(db: &Db, _by: &Technician, of: &[Visit]) -> Result<HashMap<VisitId, Vec<Purpose>>, DbErr> {
    purposes_in(&db.read, of.iter().map(|visit| visit.id)).await
}

pub(super) async fn purposes_in(
    db: &impl ConnectionTrait,
    of: impl IntoIterator<Item = VisitId>,
) -> Result<HashMap<VisitId, Vec<Purpose>>, DbErr> {
    let rows: Vec<Purpose> = visit_ticket::Entity::find()
        .select_only()
        .columns([visit_ticket::Column::VisitId, visit_ticket::Column::TicketId])
        .column(ticket::Column::Number)
        .join(JoinType::InnerJoin, visit_ticket::Relation::Ticket.def())
        .filter(visit_ticket::Column::VisitId.is_in(of))
        .order_by_asc(ticket::Column::Number)
        .into_model()
        .all(db)
        .await?;
    let mut purposes: HashMap<VisitId, Vec<Purpose>> = HashMap::new();
    for row in rows {
        purposes.entry(row.visit_id).or_default().push(row);
    }
    Ok(purposes)
}
