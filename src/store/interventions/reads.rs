//! What may be read of interventions: one, a worker's, a ticket's, a machine's, the hour sheet of a structure.

use super::{Intervention, piece_of, work_of};
use crate::domain::ids::{EntryId, EquipmentId, TicketId};
use crate::domain::interventions::{self, Charge, Kind, Piece};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{HoursOf, RegisterOf, Scope, Technician};
use crate::store::entities::{equipment, intervention, person, structure, ticket, ticket_equipment};
use crate::store::tickets::{Ticket, group_of};
use crate::store::{Db, DbErr, hours, people};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{CaseStatement, Condition, NullOrdering, Query};
use sea_orm::{
    ColumnTrait, EntityTrait, ExprTrait, FromQueryResult, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    Select,
};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// One intervention that stands, for its technician's page.
pub async fn find(db: &Db, by: &Technician, entry: EntryId) -> Result<Option<Intervention>, DbErr> {
    let within = Scope::from(by);
    let select = within.interventions().filter(intervention::Column::EntryId.eq(entry));
    Ok(named(db, select, &within, true).await?.into_iter().next().filter(|found| !found.covered))
}

/// A technician's own interventions between two days, both included, the latest day first.
pub async fn of_worker(db: &Db, by: &Technician, from: NaiveDate, to: NaiveDate) -> Result<Vec<Intervention>, DbErr> {
    let within = Scope::from(by);
    let select = within
        .interventions()
        .filter(intervention::Column::WorkerId.eq(by.viewer().id()))
        .filter(intervention::Column::Day.between(from, to));
    named(db, by_day(select, Order::Desc), &within, true).await
}

/// The interventions on one ticket and on what was merged into it, in order of day; the caller has found the ticket within
/// its scope.
pub async fn of_ticket(db: &Db, by: &Technician, of: &Ticket) -> Result<Vec<Intervention>, DbErr> {
    let within = Scope::from(by);
    let select = within.interventions().filter(intervention::Column::TicketId.is_in(whole(db, of).await?));
    named(db, by_day(select, Order::Asc), &within, true).await
}

/// The interventions on one machine within reach, or on a request about it and others, the latest first.
pub async fn of_equipment(db: &Db, by: &RegisterOf, equipment: EquipmentId) -> Result<Vec<Intervention>, DbErr> {
    let within = Scope::from(by);
    let select = within.interventions().filter(intervention::Column::StructureId.eq(by.structure())).filter(of_machine(equipment));
    named(db, by_day(select, Order::Desc).limit(50), &within, true).await
}

/// The same by day, the latest first, `limit` at most: those of a day before the given one, and of that day all, or those with a
/// smaller id than the given one.
pub(in crate::store) async fn of_equipment_before(
    db: &Db,
    by: &RegisterOf,
    equipment: EquipmentId,
    before: Option<(NaiveDate, Option<Uuid>)>,
    limit: u64,
) -> Result<Vec<Intervention>, DbErr> {
    use intervention::Column as C;
    let within = Scope::from(by);
    let mut select = within.interventions().filter(C::StructureId.eq(by.structure())).filter(of_machine(equipment));
    if let Some((day, id)) = before {
        let mut same = Condition::all().add(C::Day.eq(day));
        if let Some(id) = id {
            same = same.add(C::EntryId.lt(id));
        }
        select = select.filter(Condition::any().add(C::Day.lt(day)).add(same));
    }
    let select = select.order_by_desc(C::Day).order_by_desc(C::EntryId).limit(limit);
    named(db, select, &within, true).await
}

/// Written down for the machine; for none, when its request is about several of which it is one.
pub(in crate::store) fn of_machine(machine: EquipmentId) -> Condition {
    let requests = Query::select()
        .column(ticket_equipment::Column::TicketId)
        .from(ticket_equipment::Entity)
        .and_where(ticket_equipment::Column::EquipmentId.eq(machine))
        .to_owned();
    let of_request =
        Condition::all().add(intervention::Column::EquipmentId.is_null()).add(intervention::Column::TicketId.in_subquery(requests));
    Condition::any().add(intervention::Column::EquipmentId.eq(machine)).add(of_request)
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
        .counted_interventions()
        .filter(intervention::Column::StructureId.eq(by.structure()))
        .filter(intervention::Column::Period.eq(month));
    let with_words = within.reads_words_of(by.structure());
    let interventions = named(db, by_day(select, Order::Asc), &within, with_words).await?;
    let rules = hours::charge_rules(db, &within, month).await?;
    let pieces: Vec<Piece> = interventions.iter().map(|i| i.work.piece()).collect();
    Ok(Sheet { charge: interventions::charge(&pieces, &rules), interventions, with_words })
}

/// Day by day, by the hour within a day, what has none last; the same on either engine.
fn by_day(select: Select<intervention::Entity>, days: Order) -> Select<intervention::Entity> {
    select
        .order_by(intervention::Column::Day, days)
        .order_by_with_nulls(intervention::Column::StartMinute, Order::Asc, NullOrdering::Last)
        .order_by_asc(intervention::Column::Id)
}

#[derive(FromQueryResult)]
struct Named {
    #[sea_orm(nested)]
    row: intervention::Model,
    #[sea_orm(nested)]
    names: Names,
}

#[derive(FromQueryResult)]
struct Names {
    structure_name: String,
    worker_name: String,
    ticket_number: Option<i64>,
    equipment_name: Option<String>,
    covered: bool,
}

/// With names; words are left out of them all, or of those on a confidential ticket that the reader may not read.
async fn named(
    db: &Db,
    select: Select<intervention::Entity>,
    within: &Scope,
    with_words: bool,
) -> Result<Vec<Intervention>, DbErr> {
    let own = intervention::Column::WorkerId.eq(within.person());
    let readable = within.reads_words().add(intervention::Column::TicketId.is_null()).add(own);
    let rows = select
        .join(JoinType::InnerJoin, intervention::Relation::Structure.def())
        .join(JoinType::InnerJoin, intervention::Relation::Worker.def())
        .join(JoinType::LeftJoin, intervention::Relation::Ticket.def())
        .join(JoinType::LeftJoin, intervention::Relation::Equipment.def())
        .column_as(structure::Column::Name, "structure_name")
        .column_as(person::Column::Name, "worker_name")
        .column_as(ticket::Column::Number, "ticket_number")
        .column_as(equipment::Column::Name, "equipment_name")
        .expr_as(CaseStatement::new().case(readable, false).finally(true), "covered")
        .into_model::<Named>()
        .all(&db.read)
        .await?;
    let intervention = |Named { row, names }: Named| {
        let mut work = work_of(&row);
        if !with_words || names.covered {
            work.note.clear();
        }
        Intervention {
            entry: row.entry_id,
            version: row.version,
            period: row.period,
            worker: row.worker_id,
            worker_name: names.worker_name,
            structure_name: names.structure_name,
            ticket_number: names.ticket_number,
            equipment_name: names.equipment_name.filter(|_| with_words && !names.covered),
            covered: names.covered,
            work,
        }
    };
    Ok(rows.into_iter().map(intervention).collect())
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

/// A ticket and what was merged into it.
async fn whole(db: &Db, of: &Ticket) -> Result<Vec<TicketId>, DbErr> {
    Ok(group_of(db, of).await?.into_iter().map(|(id, _)| id).chain([of.id]).collect())
}

/// The work on a ticket that the caller has found within its scope; none when the reader may not know how much time it took.
pub async fn pieces_on(db: &Db, of: &Ticket) -> Result<Vec<(Month, Piece)>, DbErr> {
    if !of.time_is_told {
        return Ok(Vec::new());
    }
    let rows = intervention::Entity::find()
        .filter(intervention::Column::TicketId.is_in(whole(db, of).await?))
        .filter(intervention::Column::SupersededAt.is_null())
        .filter(intervention::Column::Withdrawn.eq(false))
        .all(&db.read)
        .await?;
    Ok(rows.iter().map(|row| (row.period, piece_of(row))).collect())
}

/// Real and charged minutes of a ticket's pieces of work, each with the month whose rules hold. Minutes are rounded by ticket, day and kind, so these are all
/// that counts.
pub async fn spent(db: &Db, within: impl Into<Scope>, pieces: &[(Month, Piece)]) -> Result<(Minutes, Minutes), DbErr> {
    let within = within.into();
    let mut by_month: BTreeMap<Month, Vec<Piece>> = BTreeMap::new();
    for (month, piece) in pieces {
        by_month.entry(*month).or_default().push(piece.clone());
    }
    let (mut real, mut charged) = (Minutes(0), Minutes(0));
    for (month, pieces) in by_month {
        let charge = interventions::charge(&pieces, &hours::charge_rules(db, &within, month).await?);
        real += charge.real;
        charged += charge.charged;
    }
    Ok((real, charged))
}

/// The same of many tickets that the caller has found within its scope: of each whose time the reader may know, zero when it took
/// none.
pub async fn spent_on(
    db: &Db,
    within: impl Into<Scope>,
    tickets: impl IntoIterator<Item = TicketId>,
) -> Result<HashMap<TicketId, (Minutes, Minutes)>, DbErr> {
    let within = within.into();
    let tickets: Vec<TicketId> = tickets.into_iter().collect();
    let (mut spent, mut pieces) = (HashMap::new(), BTreeMap::<(TicketId, Month), Vec<Piece>>::new());
    // An engine binds so many values at once.
    for some in tickets.chunks(500) {
        let told: Vec<TicketId> = ticket::Entity::find()
            .select_only()
            .column(ticket::Column::Id)
            .filter(ticket::Column::Id.is_in(some.iter().copied()))
            .filter(within.reads_time())
            .into_tuple()
            .all(&db.read)
            .await?;
        let rows = intervention::Entity::find()
            .filter(intervention::Column::TicketId.is_in(told.iter().copied()))
            .filter(intervention::Column::SupersededAt.is_null())
            .filter(intervention::Column::Withdrawn.eq(false))
            .all(&db.read)
            .await?;
        spent.extend(told.into_iter().map(|id| (id, (Minutes(0), Minutes(0)))));
        for row in rows {
            if let Some(ticket) = row.ticket_id {
                pieces.entry((ticket, row.period)).or_default().push(piece_of(&row));
            }
        }
    }
    let mut rules = HashMap::new();
    for ((ticket, month), pieces) in pieces {
        if let Entry::Vacant(unread) = rules.entry(month) {
            unread.insert(hours::charge_rules(db, &within, month).await?);
        }
        let Some(rules) = rules.get(&month) else { continue };
        let charge = interventions::charge(&pieces, rules);
        let sum = spent.entry(ticket).or_insert((Minutes(0), Minutes(0)));
        sum.0 += charge.real;
        sum.1 += charge.charged;
    }
    Ok(spent)
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
