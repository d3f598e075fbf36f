//! What the funder of a subsidy is told (`territory.md`, « Funder report »): closed months only, the work that its agreement
//! names, and how the sheets of that work were signed. Of those who were helped, a number.

use super::subsidies::{Subsidy, find};
use crate::domain::hours::Code;
use crate::domain::ids::{PersonId, StructureId, SubsidyId};
use crate::domain::interventions::Kind;
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Coordinator, Scope};
use crate::store::entities::{closing, cost_month_line, equipment, intervention, statement, ticket, ticket_equipment};
use crate::store::hours::{self, SheetState};
use crate::store::interventions::everywhere;
use crate::store::{Db, DbErr, people, structures};
use sea_orm::sea_query::{Condition, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait, RelationTrait, Select};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A subsidy, and what was done with it in the closed months of its period.
#[derive(Clone, Debug)]
pub struct Funded {
    pub subsidy: Subsidy,
    /// In order; empty when none is closed.
    pub months: Vec<FundedMonth>,
    /// In order of month, structure's name, technician's name and kind.
    pub work: Vec<AssignedWork>,
    /// How the sheet of each month and structure with such work stands.
    pub sheets: HashMap<(Month, StructureId), SheetState>,
    /// Different people whose requests were worked on.
    pub people: u64,
    /// Different machines that were worked on and are still in use today.
    pub machines: u64,
}

/// What a closed month had of the subsidy, beside what the whole post was in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundedMonth {
    pub month: Month,
    pub used: Cents,
    /// Of the shared post, before any subsidy.
    pub cost: Cents,
    /// To all structures, whatever the subsidy is for.
    pub charged: Minutes,
}

/// Work of one kind by one technician for one structure in a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssignedWork {
    pub month: Month,
    pub structure: StructureId,
    pub code: Code,
    pub structure_name: String,
    pub worker_name: String,
    pub kind: Kind,
    pub interventions: i64,
    /// Real ones.
    pub minutes: Minutes,
}

/// What the funder of a subsidy is told, if there is such a subsidy.
pub async fn funded(db: &Db, by: &Coordinator, id: SubsidyId) -> Result<Option<Funded>, DbErr> {
    let Some(subsidy) = find(db, by, id).await? else { return Ok(None) };
    let months = months(db, &subsidy).await?;
    let closed: Vec<Month> = months.iter().map(|month| month.month).collect();
    let work = work(db, by, &subsidy, &closed).await?;
    let mut helped: BTreeMap<Month, BTreeSet<StructureId>> = BTreeMap::new();
    for row in &work {
        helped.entry(row.month).or_default().insert(row.structure);
    }
    let mut sheets = HashMap::new();
    for (month, structures) in helped {
        let of: Vec<StructureId> = structures.into_iter().collect();
        let states = hours::sheet_states(db, by, month, month.last_day(), &of).await?;
        sheets.extend(states.into_iter().map(|(structure, state)| ((month, structure), state)));
    }
    Ok(Some(Funded {
        people: people_helped(db, by, &subsidy, &closed).await?,
        machines: machines_kept(db, by, &subsidy, &closed).await?,
        subsidy,
        months,
        work,
        sheets,
    }))
}

/// The closed months of its period. What closing froze is read from the frozen rows alone.
async fn months(db: &Db, subsidy: &Subsidy) -> Result<Vec<FundedMonth>, DbErr> {
    let (first, last) = (subsidy.terms.first_month, subsidy.terms.last_month);
    let mut months: BTreeMap<Month, FundedMonth> = BTreeMap::new();
    for row in closing::Entity::find().filter(closing::Column::Period.between(first, last)).all(&db.read).await? {
        let month = FundedMonth { month: row.period, used: Cents::ZERO, cost: Cents::ZERO, charged: Minutes::ZERO };
        months.insert(row.period, month);
    }
    for row in cost_month_line::Entity::find().filter(cost_month_line::Column::Period.between(first, last)).all(&db.read).await? {
        let Some(month) = months.get_mut(&row.period) else { continue };
        match row.subsidy_id {
            Some(id) if id == subsidy.id => month.used -= row.cents,
            Some(_) => {}
            None => month.cost += row.cents,
        }
    }
    let charged: Vec<(Month, Minutes)> = statement::Entity::find()
        .select_only()
        .column(statement::Column::Period)
        .column_as(statement::Column::Charged.sum().cast_as("bigint"), "sum")
        .filter(statement::Column::Period.between(first, last))
        .group_by(statement::Column::Period)
        .into_tuple()
        .all(&db.read)
        .await?;
    for (period, minutes) in charged {
        if let Some(month) = months.get_mut(&period) {
            month.charged = minutes;
        }
    }
    Ok(months.into_values().collect())
}

/// The interventions that the subsidy is for, in these months.
fn assigned(by: &Coordinator, subsidy: &Subsidy, months: &[Month]) -> Select<intervention::Entity> {
    let terms = &subsidy.terms;
    let structures = match &terms.assigned.structures {
        named if named.is_empty() => everywhere(),
        named => intervention::Column::StructureId.is_in(named.iter().copied()),
    };
    Scope::from(by)
        .counted_interventions()
        .filter(structures)
        .filter(intervention::Column::Period.is_in(months.iter().copied()))
        .filter(intervention::Column::Kind.is_in(terms.assigned.kinds()))
}

type Sum = (Month, StructureId, PersonId, Kind, i64, Minutes);

async fn work(db: &Db, by: &Coordinator, subsidy: &Subsidy, months: &[Month]) -> Result<Vec<AssignedWork>, DbErr> {
    let by_what = [
        intervention::Column::Period,
        intervention::Column::StructureId,
        intervention::Column::WorkerId,
        intervention::Column::Kind,
    ];
    let mut select = assigned(by, subsidy, months)
        .select_only()
        .columns(by_what)
        .column_as(intervention::Column::Id.count(), "count")
        .column_as(intervention::Column::Minutes.sum().cast_as("bigint"), "sum");
    for column in by_what {
        select = select.group_by(column);
    }
    let sums: Vec<Sum> = select.into_tuple().all(&db.read).await?;
    let workers = people::names(&db.read, sums.iter().map(|row| row.2)).await?;
    let names = structures::codes_in(&db.read).await?;
    let row = |(month, structure, worker, kind, interventions, minutes): Sum| {
        let (code, structure_name) = names.get(&structure)?.clone();
        let worker_name = workers.get(&worker).cloned().unwrap_or_default();
        Some(AssignedWork { month, structure, code, structure_name, worker_name, kind, interventions, minutes })
    };
    let mut work: Vec<AssignedWork> = sums.into_iter().filter_map(row).collect();
    work.sort_by_cached_key(|row| (row.month, row.structure_name.clone(), row.code.clone(), row.worker_name.clone(), row.kind));
    Ok(work)
}

async fn people_helped(db: &Db, by: &Coordinator, subsidy: &Subsidy, months: &[Month]) -> Result<u64, DbErr> {
    assigned(by, subsidy, months)
        .join(JoinType::InnerJoin, intervention::Relation::Ticket.def())
        .select_only()
        .column(ticket::Column::RequesterId)
        .distinct()
        .into_tuple::<PersonId>()
        .all(&db.read)
        .await
        .map(|people| people.len() as u64)
}

/// The machine of the intervention, else those of its request.
async fn machines_kept(db: &Db, by: &Coordinator, subsidy: &Subsidy, months: &[Month]) -> Result<u64, DbErr> {
    let work = || assigned(by, subsidy, months).select_only();
    let machines = work().column(intervention::Column::EquipmentId).filter(intervention::Column::EquipmentId.is_not_null());
    let requests = work().column(intervention::Column::TicketId).filter(intervention::Column::EquipmentId.is_null());
    let of_requests = Query::select()
        .column(ticket_equipment::Column::EquipmentId)
        .from(ticket_equipment::Entity)
        .and_where(ticket_equipment::Column::TicketId.in_subquery(requests.into_query()))
        .to_owned();
    let worked_on = Condition::any()
        .add(equipment::Column::Id.in_subquery(machines.into_query()))
        .add(equipment::Column::Id.in_subquery(of_requests));
    equipment::Entity::find().filter(worked_on).filter(equipment::Column::RetiredAt.is_null()).count(&db.read).await
}
