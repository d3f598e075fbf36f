//! What was asked about machines, how much time went into them, what an hour costs: read at once for all of a structure, or for
//! one.

use super::{Machine, machine};
use crate::domain::costs::per_hour;
use crate::domain::equipment::watching::{AGAIN_DAYS, Observed, came_again, in_use_since};
use crate::domain::ids::{CategoryId, EquipmentId, TicketId};
use crate::domain::money::Cents;
use crate::domain::tickets::Channel;
use crate::domain::time::Minutes;
use crate::store::access::{RegisterOf, Scope};
use crate::store::entities::{cost_month, equipment, intervention, ticket, ticket_equipment};
use crate::store::tickets::machines::is_about;
use crate::store::{Db, DbErr};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use std::collections::HashMap;

/// The machines of a structure that are in use, by name, with what is known of each.
pub async fn watched(db: &Db, by: &RegisterOf, (today, zone): (NaiveDate, Tz)) -> Result<Vec<(Machine, Observed)>, DbErr> {
    let rows = Scope::from(by)
        .equipment()
        .filter(equipment::Column::StructureId.eq(by.structure()))
        .filter(equipment::Column::RetiredAt.is_null())
        .order_by_asc(equipment::Column::Name)
        .order_by_asc(equipment::Column::Id)
        .all(&db.read)
        .await?;
    let seen = Seen::of(db, by, None, (today, zone)).await?;
    let rows = rows.into_iter().map(|row| machine(row, None));
    Ok(rows
        .map(|machine| {
            let observed = seen.observed(&machine);
            (machine, observed)
        })
        .collect())
}

/// What is known of one machine.
pub async fn observed(db: &Db, by: &RegisterOf, of: &Machine, (today, zone): (NaiveDate, Tz)) -> Result<Observed, DbErr> {
    Ok(Seen::of(db, by, Some(of.id), (today, zone)).await?.observed(of))
}

type Failures = Vec<(NaiveDate, Option<CategoryId>)>;

/// What is read for machines, before it is told machine by machine.
struct Seen {
    /// The first day of the last twelve months.
    from: NaiveDate,
    failures: HashMap<EquipmentId, Failures>,
    /// Of the last twelve months, and all.
    spent: HashMap<EquipmentId, (i64, i64)>,
    hour: Option<Cents>,
}

impl Seen {
    async fn of(db: &Db, by: &RegisterOf, only: Option<EquipmentId>, (today, zone): (NaiveDate, Tz)) -> Result<Self, DbErr> {
        let from = today.checked_sub_months(Months::new(12)).unwrap_or(today);
        let machines_of = machines_of(db, by, only).await?;
        Ok(Self {
            from,
            failures: failures(db, by, only, (from, zone), &machines_of).await?,
            spent: spent(db, by, only, from, &machines_of).await?,
            hour: hour(db).await?,
        })
    }

    fn observed(&self, of: &Machine) -> Observed {
        let particulars = &of.particulars;
        let failures = self.failures.get(&of.id).map_or(&[][..], Vec::as_slice);
        let (year, total) = self.spent.get(&of.id).copied().unwrap_or_default();
        Observed {
            kind: particulars.kind,
            since: in_use_since(particulars.acquired_on, particulars.purchase.on, particulars.year_of_manufacture),
            requests: failures.iter().filter(|(day, _)| *day >= self.from).count(),
            again: came_again(failures, self.from),
            year: Minutes(year),
            total: Minutes(total),
            hour: self.hour,
            price: particulars.purchase.price,
            warranty_until: particulars.warranty_until,
        }
    }
}

/// The machines of each request of the structure: of all, or of those about one.
async fn machines_of(db: &Db, by: &RegisterOf, only: Option<EquipmentId>) -> Result<HashMap<TicketId, Vec<EquipmentId>>, DbErr> {
    let own = equipment::Entity::find().filter(equipment::Column::StructureId.eq(by.structure()));
    let own = own.select_only().column(equipment::Column::Id).into_query();
    let mut rows = ticket_equipment::Entity::find().filter(ticket_equipment::Column::EquipmentId.in_subquery(own));
    if let Some(only) = only {
        rows = rows.filter(ticket_equipment::Column::EquipmentId.eq(only));
    }
    let mut machines: HashMap<TicketId, Vec<EquipmentId>> = HashMap::new();
    for row in rows.all(&db.read).await? {
        machines.entry(row.ticket_id).or_default().push(row.equipment_id);
    }
    Ok(machines)
}

/// The days of requests about each machine, with what they were about. Upkeep is no failure; what was merged lives on elsewhere.
async fn failures(
    db: &Db,
    by: &RegisterOf,
    only: Option<EquipmentId>,
    (from, zone): (NaiveDate, Tz),
    machines_of: &HashMap<TicketId, Vec<EquipmentId>>,
) -> Result<HashMap<EquipmentId, Failures>, DbErr> {
    use ticket::Column as C;
    let earliest = from.checked_sub_days(Days::new(AGAIN_DAYS.unsigned_abs() + 1)).unwrap_or(from);
    let mut select = Scope::from(by)
        .tickets()
        .filter(C::StructureId.eq(by.structure()))
        .filter(C::MergedInto.is_null())
        .filter(C::Channel.ne(Channel::Series))
        .filter(C::ReceivedAt.gte(earliest.and_time(chrono::NaiveTime::MIN).and_utc()));
    if let Some(only) = only {
        select = select.filter(is_about(ticket_equipment::Column::EquipmentId.eq(only)));
    }
    let rows: Vec<(TicketId, DateTime<Utc>, Option<CategoryId>)> =
        select.select_only().columns([C::Id, C::ReceivedAt, C::CategoryId]).into_tuple().all(&db.read).await?;
    let mut failures: HashMap<EquipmentId, Failures> = HashMap::new();
    for (ticket, at, what) in rows {
        for machine in machines_of.get(&ticket).into_iter().flatten() {
            failures.entry(*machine).or_default().push((at.with_timezone(&zone).date_naive(), what));
        }
    }
    Ok(failures)
}

/// The time spent on each machine: written down for it, or for a request about it.
async fn spent(
    db: &Db,
    by: &RegisterOf,
    only: Option<EquipmentId>,
    from: NaiveDate,
    machines_of: &HashMap<TicketId, Vec<EquipmentId>>,
) -> Result<HashMap<EquipmentId, (i64, i64)>, DbErr> {
    use intervention::Column as C;
    let mut select = Scope::from(by).interventions().filter(C::StructureId.eq(by.structure()));
    if let Some(only) = only {
        select = select.filter(crate::store::interventions::of_machine(only));
    }
    let rows: Vec<(Option<EquipmentId>, Option<TicketId>, NaiveDate, i64)> =
        select.select_only().columns([C::EquipmentId, C::TicketId, C::Day, C::Minutes]).into_tuple().all(&db.read).await?;
    let mut spent: HashMap<EquipmentId, (i64, i64)> = HashMap::new();
    for (machine, ticket, day, minutes) in rows {
        let of_request = ticket.filter(|_| machine.is_none()).and_then(|ticket| machines_of.get(&ticket));
        for machine in machine.iter().chain(of_request.into_iter().flatten()) {
            let (year, total) = spent.entry(*machine).or_default();
            *total += minutes;
            *year += if day >= from { minutes } else { 0 };
        }
    }
    Ok(spent)
}

/// What an hour that was worked cost the group in the month that it closed last.
async fn hour(db: &Db) -> Result<Option<Cents>, DbErr> {
    let last = cost_month::Entity::find().order_by_desc(cost_month::Column::Period).one(&db.read).await?;
    Ok(last.and_then(|month| per_hour(month.net_cents, month.charged_minutes)))
}
