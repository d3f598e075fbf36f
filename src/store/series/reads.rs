//! What may be read of series: lists by next date are the page's, rows are read here through the scope.

use super::{Date, Series, plan_of};
use crate::domain::ids::{EquipmentId, PersonId, SeriesId, TicketId};
use crate::domain::series::Skipped;
use crate::domain::tickets::State;
use crate::store::access::{Scope, Technician, WordsOf};
use crate::store::entities::{equipment, series, series_equipment, series_occurrence, structure, ticket};
use crate::store::tickets::Ticket;
use crate::store::{Db, DbErr, people};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Select};
use std::collections::HashMap;

/// What became of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub date: Date,
    /// The ticket that was made of it, its number and state.
    pub ticket: Option<(TicketId, i64, State)>,
    pub skipped: Option<Skipped>,
}

/// Where a ticket comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfTicket {
    pub series: SeriesId,
    pub title: String,
    pub date: Date,
}

/// Every series, by title.
pub async fn all(db: &Db, by: &Technician) -> Result<Vec<Series>, DbErr> {
    named(db, Scope::from(by).series()).await
}

/// The series of a structure, by title.
pub async fn of_structure(db: &Db, by: &WordsOf) -> Result<Vec<Series>, DbErr> {
    named(db, Scope::from(by).series().filter(series::Column::StructureId.eq(by.structure()))).await
}

/// One series.
pub async fn find(db: &Db, by: &Technician, id: SeriesId) -> Result<Option<Series>, DbErr> {
    Ok(named(db, Scope::from(by).series().filter(series::Column::Id.eq(id))).await?.into_iter().next())
}

async fn named(db: &Db, select: Select<series::Entity>) -> Result<Vec<Series>, DbErr> {
    let rows = select
        .order_by_asc(series::Column::Title)
        .order_by_asc(series::Column::Id)
        .find_also_related(structure::Entity)
        .all(&db.read)
        .await?;
    let mut machines = machines_of(db, rows.iter().map(|(row, _)| row.id)).await?;
    let names = people::names(&db.read, rows.iter().flat_map(|(row, _)| [row.requester_id, row.technician_id])).await?;
    let name = |person: PersonId| names.get(&person).cloned().unwrap_or_default();
    let whole = |(row, home): (series::Model, Option<structure::Model>)| {
        let (machine_ids, machine_names) = machines.remove(&row.id).unwrap_or_default().into_iter().unzip();
        Series {
            id: row.id,
            structure: row.structure_id,
            structure_name: home.map(|home| home.name).unwrap_or_default(),
            requester_name: name(row.requester_id),
            technician_name: name(row.technician_id),
            machine_names,
            due_from: row.due_from,
            stopped_at: row.stopped_at,
            plan: plan_of(row, machine_ids),
        }
    };
    Ok(rows.into_iter().map(whole).collect())
}

async fn machines_of(
    db: &Db,
    of: impl IntoIterator<Item = SeriesId>,
) -> Result<HashMap<SeriesId, Vec<(EquipmentId, String)>>, DbErr> {
    let rows: Vec<(SeriesId, EquipmentId, String)> = series_equipment::Entity::find()
        .select_only()
        .columns([series_equipment::Column::SeriesId, series_equipment::Column::EquipmentId])
        .column(equipment::Column::Name)
        .join(JoinType::InnerJoin, series_equipment::Relation::Equipment.def())
        .filter(series_equipment::Column::SeriesId.is_in(of))
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        .into_tuple()
        .all(&db.read)
        .await?;
    let mut machines: HashMap<_, Vec<_>> = HashMap::new();
    for (of, id, name) in rows {
        machines.entry(of).or_default().push((id, name));
    }
    Ok(machines)
}

/// What became of the dates of a series that was found within reach, the latest first.
pub async fn occurrences(db: &Db, of: &Series, most: u64) -> Result<Vec<Occurrence>, DbErr> {
    let rows = series_occurrence::Entity::find()
        .filter(series_occurrence::Column::SeriesId.eq(of.id))
        .order_by_desc(series_occurrence::Column::OnDay)
        .limit(most)
        .find_also_related(ticket::Entity)
        .all(&db.read)
        .await?;
    let whole = |(row, made): (series_occurrence::Model, Option<ticket::Model>)| Occurrence {
        date: Date { on: row.on_day, visit_on: row.visit_on },
        ticket: made.map(|made| (made.id, made.number, made.state)),
        skipped: row.skipped,
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// The series that a ticket was made by; the caller has found the ticket within its scope.
pub async fn of_ticket(db: &Db, of: &Ticket) -> Result<Option<OfTicket>, DbErr> {
    let found = series_occurrence::Entity::find()
        .filter(series_occurrence::Column::TicketId.eq(of.id))
        .find_also_related(series::Entity)
        .one(&db.read)
        .await?;
    let Some((row, Some(series))) = found else { return Ok(None) };
    Ok(Some(OfTicket { series: series.id, title: series.title, date: Date { on: row.on_day, visit_on: row.visit_on } }))
}
