//! Subsidies of the shared post: who gives what for what, until when, and what each month has of it.

use super::freezing::Shared;
use super::{CostsError, open_in};
use crate::domain::costs::LineKind;
use crate::domain::costs::subsidies::{Assigned, Basis, LONGEST, spread};
use crate::domain::ids::SubsidyId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use crate::store::access::Coordinator;
use crate::store::entities::{cost_month_line, subsidy, subsidy_kind, subsidy_month, subsidy_structure};
use crate::store::{Db, DbErr, group, hours};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use std::collections::{BTreeMap, HashMap};

/// A subsidy, with what each of its months has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subsidy {
    pub id: SubsidyId,
    pub terms: NewSubsidy,
    pub months: Vec<InMonth>,
}

/// What a month has of a subsidy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InMonth {
    pub month: Month,
    pub cents: Cents,
    /// Frozen with its month.
    pub closed: bool,
    /// Not the proposed amount: somebody said this one.
    pub said: bool,
}

/// What is typed of a subsidy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSubsidy {
    pub funder: String,
    /// What it is for.
    pub action: String,
    /// May be empty.
    pub conditions: String,
    pub first_month: Month,
    pub last_month: Month,
    pub basis: Basis,
    pub cents: Cents,
    /// The last day on which it can be used or accounted for.
    pub ends_on: NaiveDate,
    pub assigned: Assigned,
}

/// A subsidy that ends soon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub id: SubsidyId,
    pub funder: String,
    pub ends_on: NaiveDate,
}

impl Subsidy {
    /// What all its months have together.
    pub fn given(&self) -> Cents {
        self.months.iter().map(|month| month.cents).sum()
    }
}

/// Why a subsidy cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum SubsidyError {
    #[error("it ends before it begins")]
    Backwards,
    #[error("its period is too long")]
    TooLong,
    /// Closed months have a part of it.
    #[error("closed months hold it")]
    InClosedMonths,
    /// The form has noted another subsidy already.
    #[error("the form was used already")]
    KeyTaken,
    #[error("not there")]
    NotThere,
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl NewSubsidy {
    fn check(&self) -> Result<(), SubsidyError> {
        match self.last_month.months_since(self.first_month) {
            ..0 => Err(SubsidyError::Backwards),
            length if length >= LONGEST => Err(SubsidyError::TooLong),
            _ => Ok(()),
        }
    }
}

fn read(row: subsidy::Model, assigned: Assigned) -> NewSubsidy {
    NewSubsidy {
        funder: row.funder,
        action: row.action,
        conditions: row.conditions,
        first_month: row.first_month,
        last_month: row.last_month,
        basis: row.basis,
        cents: row.cents,
        ends_on: row.ends_on,
        assigned,
    }
}

/// The work that each subsidy names; those that name none are not in it.
async fn assigned_in(db: &impl ConnectionTrait) -> Result<HashMap<SubsidyId, Assigned>, DbErr> {
    let mut all: HashMap<SubsidyId, Assigned> = HashMap::new();
    for row in subsidy_kind::Entity::find().all(db).await? {
        all.entry(row.subsidy_id).or_default().kinds.insert(row.kind);
    }
    for row in subsidy_structure::Entity::find().all(db).await? {
        all.entry(row.subsidy_id).or_default().structures.insert(row.structure_id);
    }
    Ok(all)
}

/// Writes the work that a subsidy names, in place of what it named.
async fn assign_in(tx: &impl ConnectionTrait, id: SubsidyId, assigned: Assigned) -> Result<(), DbErr> {
    subsidy_kind::Entity::delete_many().filter(subsidy_kind::Column::SubsidyId.eq(id)).exec(tx).await?;
    subsidy_structure::Entity::delete_many().filter(subsidy_structure::Column::SubsidyId.eq(id)).exec(tx).await?;
    for kind in assigned.kinds {
        let row = subsidy_kind::Model { subsidy_id: id, kind };
        subsidy_kind::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    for structure_id in assigned.structures {
        let row = subsidy_structure::Model { subsidy_id: id, structure_id };
        subsidy_structure::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What is settled of each subsidy: frozen months (those closed without it have nothing), and amounts that were said.
struct Settled {
    last_closed: Option<Month>,
    frozen: HashMap<SubsidyId, BTreeMap<Month, Cents>>,
    said: HashMap<SubsidyId, BTreeMap<Month, Cents>>,
}

impl Settled {
    async fn load(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        let mut settled = Self { last_closed: hours::last_closed_in(db).await?, frozen: HashMap::new(), said: HashMap::new() };
        for row in cost_month_line::Entity::find().filter(cost_month_line::Column::SubsidyId.is_not_null()).all(db).await? {
            if let Some(id) = row.subsidy_id {
                settled.frozen.entry(id).or_default().insert(row.period, -row.cents);
            }
        }
        for row in subsidy_month::Entity::find().all(db).await? {
            settled.said.entry(row.subsidy_id).or_default().insert(row.period, row.cents);
        }
        Ok(settled)
    }

    fn is_closed(&self, month: Month) -> bool {
        self.last_closed.is_some_and(|closed| month <= closed)
    }

    fn months(&self, row: &subsidy::Model) -> Vec<InMonth> {
        let frozen = self.frozen.get(&row.id);
        let said: BTreeMap<Month, Cents> = self.said.get(&row.id).cloned().unwrap_or_default();
        let mut settled: BTreeMap<Month, Cents> = said.clone();
        for month in crate::domain::costs::subsidies::months(row.first_month, row.last_month).filter(|m| self.is_closed(*m)) {
            settled.insert(month, frozen.and_then(|months| months.get(&month)).copied().unwrap_or_default());
        }
        let all = spread(row.basis, row.cents, row.first_month, row.last_month, &settled);
        let in_month = |(month, cents)| {
            let closed = self.is_closed(month);
            InMonth { month, cents, closed, said: !closed && said.contains_key(&month) }
        };
        all.into_iter().map(in_month).collect()
    }
}

async fn rows_in(db: &impl ConnectionTrait) -> Result<Vec<subsidy::Model>, DbErr> {
    subsidy::Entity::find().order_by_asc(subsidy::Column::FirstMonth).order_by_asc(subsidy::Column::Id).all(db).await
}

/// Every subsidy, in order of their beginning.
pub async fn subsidies(db: &Db, _by: &Coordinator) -> Result<Vec<Subsidy>, DbErr> {
    whole(db, rows_in(&db.read).await?).await
}

/// One subsidy.
pub async fn find(db: &Db, _by: &Coordinator, id: SubsidyId) -> Result<Option<Subsidy>, DbErr> {
    let Some(row) = subsidy::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    Ok(whole(db, vec![row]).await?.pop())
}

async fn whole(db: &Db, rows: Vec<subsidy::Model>) -> Result<Vec<Subsidy>, DbErr> {
    let settled = Settled::load(&db.read).await?;
    let mut assigned = assigned_in(&db.read).await?;
    let of = |row: subsidy::Model| {
        let (months, named) = (settled.months(&row), assigned.remove(&row.id).unwrap_or_default());
        Subsidy { id: row.id, months, terms: read(row, named) }
    };
    Ok(rows.into_iter().map(of).collect())
}

/// Those that end within 90 days from today, the next first.
pub async fn ending(db: &Db, _by: &Coordinator, today: NaiveDate) -> Result<Vec<Ending>, DbErr> {
    let rows = subsidy::Entity::find()
        .filter(subsidy::Column::EndsOn.gte(today))
        .filter(subsidy::Column::EndsOn.lte(today + TimeDelta::days(90)))
        .order_by_asc(subsidy::Column::EndsOn)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| Ending { id: row.id, funder: row.funder, ends_on: row.ends_on }).collect())
}

/// What subsidies bring to an open month: negative lines, after the costs.
pub(super) async fn lines_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<Shared>, DbErr> {
    let rows = rows_in(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut settled = Settled::load(db).await?;
    // The month that is being closed counts as open until its lines are frozen.
    settled.last_closed = settled.last_closed.map(|closed| closed.min(month.previous()));
    let line = |row: &subsidy::Model| {
        let cents = settled.months(row).into_iter().find(|m| m.month == month)?.cents;
        let label = format!("{} · {}", row.funder, row.action);
        (!cents.is_zero()).then_some(Shared { kind: LineKind::Subsidy, label, cents: -cents, subsidy: Some(row.id) })
    };
    Ok(rows.iter().filter_map(line).collect())
}

fn model(id: SubsidyId, new: NewSubsidy, created_at: DateTime<Utc>) -> subsidy::Model {
    subsidy::Model {
        id,
        funder: new.funder,
        action: new.action,
        conditions: new.conditions,
        first_month: new.first_month,
        last_month: new.last_month,
        basis: new.basis,
        cents: new.cents,
        ends_on: new.ends_on,
        created_at,
    }
}

/// Notes a subsidy down, once: `id` is made with the form. Months of it that are closed already have nothing of it.
pub async fn create(db: &Db, _by: &Coordinator, id: SubsidyId, new: NewSubsidy, now: DateTime<Utc>) -> Result<(), SubsidyError> {
    new.check()?;
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    if let Some(known) = subsidy::Entity::find_by_id(id).one(&tx).await? {
        let assigned = assigned_in(&tx).await?.remove(&id).unwrap_or_default();
        return if read(known, assigned) == new { Ok(()) } else { Err(SubsidyError::KeyTaken) };
    }
    insert_in(&tx, id, new, now).await?;
    Ok(tx.commit().await?)
}

pub(in crate::store) async fn insert_in(
    tx: &impl ConnectionTrait,
    id: SubsidyId,
    mut new: NewSubsidy,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let assigned = std::mem::take(&mut new.assigned);
    subsidy::Entity::insert(model(id, new, now).into_active_model()).exec_without_returning(tx).await?;
    assign_in(tx, id, assigned).await
}

/// Changes what is said of a subsidy; closed months keep what they have of it, and stay in its period.
pub async fn update(db: &Db, _by: &Coordinator, id: SubsidyId, new: NewSubsidy) -> Result<(), SubsidyError> {
    new.check()?;
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let outside = frozen_in(&tx, id).await?.into_iter().any(|month| month < new.first_month || month > new.last_month);
    if outside {
        return Err(SubsidyError::InClosedMonths);
    }
    let change = subsidy::ActiveModel {
        funder: Set(new.funder),
        action: Set(new.action),
        conditions: Set(new.conditions),
        first_month: Set(new.first_month),
        last_month: Set(new.last_month),
        basis: Set(new.basis),
        cents: Set(new.cents),
        ends_on: Set(new.ends_on),
        ..Default::default()
    };
    let done = subsidy::Entity::update_many().set(change).filter(subsidy::Column::Id.eq(id)).exec(&tx).await?;
    if done.rows_affected == 0 {
        return Err(SubsidyError::NotThere);
    }
    assign_in(&tx, id, new.assigned).await?;
    Ok(tx.commit().await?)
}

async fn frozen_in(tx: &impl ConnectionTrait, id: SubsidyId) -> Result<Vec<Month>, DbErr> {
    let rows = cost_month_line::Entity::find().filter(cost_month_line::Column::SubsidyId.eq(id)).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.period).collect())
}

/// Says what open months have of it: an amount, or none for the proposed one.
pub async fn set_months(db: &Db, _by: &Coordinator, id: SubsidyId, said: &[(Month, Option<Cents>)]) -> Result<(), CostsError> {
    let tx = db.begin_write().await?;
    for (month, cents) in said {
        open_in(&tx, *month).await?;
        let Some(cents) = cents else {
            subsidy_month::Entity::delete_by_id((id, *month)).exec(&tx).await?;
            continue;
        };
        let row = subsidy_month::Model { subsidy_id: id, period: *month, cents: *cents };
        subsidy_month::Entity::insert(row.into_active_model())
            .on_conflict(
                OnConflict::columns([subsidy_month::Column::SubsidyId, subsidy_month::Column::Period])
                    .update_column(subsidy_month::Column::Cents)
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Takes a subsidy out that no closed month has a part of.
pub async fn remove(db: &Db, _by: &Coordinator, id: SubsidyId) -> Result<(), SubsidyError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    if !frozen_in(&tx, id).await?.is_empty() {
        return Err(SubsidyError::InClosedMonths);
    }
    subsidy_month::Entity::delete_many().filter(subsidy_month::Column::SubsidyId.eq(id)).exec(&tx).await?;
    assign_in(&tx, id, Assigned::default()).await?;
    let done = subsidy::Entity::delete_by_id(id).exec(&tx).await?;
    if done.rows_affected == 0 {
        return Err(SubsidyError::NotThere);
    }
    Ok(tx.commit().await?)
}
