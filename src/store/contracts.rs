//! What technicians are engaged for and when they are away: from these, what the shared post can give in a month.

use super::access::{Coordinator, Technician};
use super::entities::{absence, contract, duty};
use super::{Db, DbErr, hours, people};
use crate::domain::ids::{AbsenceId, PersonId};
use crate::domain::interventions::{self, Capacity, Contract};
use crate::domain::people::Duty;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use std::collections::{HashMap, HashSet};

/// Days on which somebody is away, never why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    pub id: AbsenceId,
    pub days: interventions::Absence,
    /// What reminds the coordinator which days these are; may be empty.
    pub label: String,
    /// The colleague who answers meanwhile.
    pub cover: Option<PersonId>,
}

/// A technician, the contracts that hold from a month on (the latest first) and the absences (the latest first).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engaged {
    pub person: PersonId,
    pub name: String,
    pub contracts: Vec<(Month, Contract)>,
    pub absences: Vec<Absence>,
}

impl Engaged {
    /// The contract that holds in a month.
    pub fn contract(&self, month: Month) -> Option<Contract> {
        self.contracts.iter().find(|(from, _)| *from <= month).map(|(_, contract)| *contract)
    }

    /// What they can give the members in a month; `None` without a contract.
    pub fn capacity(&self, month: Month) -> Option<Capacity> {
        let absences: Vec<interventions::Absence> = self.absences.iter().map(|absence| absence.days).collect();
        self.contract(month).map(|contract| interventions::capacity(month, contract, &absences))
    }
}

/// What the shared post can give the members in a month, and whose contract is not written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostCapacity {
    pub sum: Capacity,
    pub unknown: Vec<(PersonId, String)>,
}

/// Why a contract or an absence cannot be written so.
#[derive(Debug, thiserror::Error)]
pub enum ContractError {
    /// They are no technician of the group, or the absence is not theirs.
    #[error("not within reach")]
    Foreign,
    /// Who covers an absence is another technician of the group.
    #[error("no colleague")]
    NoColleague,
    /// The month is closed: what it could give does not change any more.
    #[error("that month is closed")]
    MonthClosed,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// One technician's contract and absences.
pub async fn of_person(db: &Db, _by: &Coordinator, person: PersonId) -> Result<Option<Engaged>, DbErr> {
    if !is_technician_in(&db.read, person).await? {
        return Ok(None);
    }
    Ok(engaged_in(&db.read, &[person]).await?.pop())
}

/// A technician's own.
pub async fn own(db: &Db, by: &Technician) -> Result<Option<Engaged>, DbErr> {
    Ok(engaged_in(&db.read, &[by.viewer().id()]).await?.pop())
}

/// Those who were technicians in some part of a month, by name.
pub async fn of_month(db: &Db, _by: &Coordinator, month: Month) -> Result<Vec<Engaged>, DbErr> {
    of_month_in(&db.read, month).await
}

/// What the post can give in a month.
pub async fn capacity(db: &Db, _by: &Coordinator, month: Month) -> Result<PostCapacity, DbErr> {
    capacity_in(&db.read, month).await
}

pub(super) async fn capacity_in(db: &impl ConnectionTrait, month: Month) -> Result<PostCapacity, DbErr> {
    let engaged = of_month_in(db, month).await?;
    let unknown = engaged.iter().filter(|one| one.contract(month).is_none()).map(|one| (one.person, one.name.clone())).collect();
    Ok(PostCapacity { sum: engaged.iter().filter_map(|one| one.capacity(month)).sum(), unknown })
}

async fn of_month_in(db: &impl ConnectionTrait, month: Month) -> Result<Vec<Engaged>, DbErr> {
    // Duties begin and end at instants: their day in UTC is near enough to say who was there in a month.
    let (first, last) = (month.first_day(), month.last_day());
    let duties = duty::Entity::find().filter(duty::Column::Kind.eq(Duty::Technician)).all(db).await?;
    let there = |d: &&duty::Model| d.since.date_naive() <= last && d.ended_at.is_none_or(|ended| ended.date_naive() >= first);
    let people: Vec<PersonId> = duties.iter().filter(there).map(|d| d.person_id).collect::<HashSet<_>>().into_iter().collect();
    engaged_in(db, &people).await
}

pub(super) async fn engaged_in(db: &impl ConnectionTrait, people: &[PersonId]) -> Result<Vec<Engaged>, DbErr> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let mut contracts: HashMap<PersonId, Vec<(Month, Contract)>> = HashMap::new();
    let rows = contract::Entity::find().filter(contract::Column::PersonId.is_in(people.iter().copied()));
    for row in rows.order_by_desc(contract::Column::FromMonth).all(db).await? {
        let contract = Contract { weekly: row.weekly_minutes, internal_permille: row.internal_permille };
        contracts.entry(row.person_id).or_default().push((row.from_month, contract));
    }
    let mut absences: HashMap<PersonId, Vec<Absence>> = HashMap::new();
    let rows = absence::Entity::find()
        .filter(absence::Column::PersonId.is_in(people.iter().copied()))
        .filter(absence::Column::WithdrawnAt.is_null())
        .order_by_desc(absence::Column::FirstDay)
        .order_by_desc(absence::Column::Id);
    for row in rows.all(db).await? {
        let days = interventions::Absence { first: row.first_day, last: row.last_day, half: row.half };
        absences.entry(row.person_id).or_default().push(Absence { id: row.id, days, label: row.label, cover: row.covered_by });
    }
    let named = people::names(db, people.iter().copied()).await?;
    let mut engaged: Vec<Engaged> = named
        .into_iter()
        .map(|(person, name)| Engaged {
            person,
            name,
            contracts: contracts.remove(&person).unwrap_or_default(),
            absences: absences.remove(&person).unwrap_or_default(),
        })
        .collect();
    engaged.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
    Ok(engaged)
}

pub(super) async fn is_technician_in(db: &impl ConnectionTrait, person: PersonId) -> Result<bool, DbErr> {
    let standing = duty::Entity::find()
        .filter(duty::Column::PersonId.eq(person))
        .filter(duty::Column::Kind.eq(Duty::Technician))
        .filter(duty::Column::EndedAt.is_null());
    Ok(standing.one(db).await?.is_some())
}

async fn refuse_closed_in(tx: &impl ConnectionTrait, month: Month) -> Result<(), ContractError> {
    match hours::last_closed_in(tx).await? {
        Some(closed) if month <= closed => Err(ContractError::MonthClosed),
        _ => Ok(()),
    }
}

/// Says what a technician is engaged for from a month on; the same month again replaces what was said.
pub async fn engage(
    db: &Db,
    by: &Coordinator,
    person: PersonId,
    from: Month,
    new: Contract,
    now: DateTime<Utc>,
) -> Result<(), ContractError> {
    let tx = db.begin_write().await?;
    if !is_technician_in(&tx, person).await? {
        return Err(ContractError::Foreign);
    }
    // The first contract may hold since ever: nothing was said of those months before.
    let first = contract::Entity::find().filter(contract::Column::PersonId.eq(person)).one(&tx).await?.is_none();
    if !first {
        refuse_closed_in(&tx, from).await?;
    }
    engage_in(&tx, by.viewer().id(), person, from, new, now).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn engage_in(
    tx: &impl ConnectionTrait,
    by: PersonId,
    person: PersonId,
    from_month: Month,
    new: Contract,
    written_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = contract::Model {
        person_id: person,
        from_month,
        weekly_minutes: new.weekly,
        internal_permille: new.internal_permille,
        written_by: by,
        written_at,
    };
    let again = OnConflict::columns([contract::Column::PersonId, contract::Column::FromMonth])
        .update_columns([
            contract::Column::WeeklyMinutes,
            contract::Column::InternalPermille,
            contract::Column::WrittenBy,
            contract::Column::WrittenAt,
        ])
        .to_owned();
    contract::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await.map(drop)
}

/// Notes days on which a technician is away, and who covers them.
pub async fn note_absence(
    db: &Db,
    by: &Coordinator,
    person: PersonId,
    days: interventions::Absence,
    label: String,
    cover: Option<PersonId>,
    now: DateTime<Utc>,
) -> Result<(), ContractError> {
    let tx = db.begin_write().await?;
    if !is_technician_in(&tx, person).await? {
        return Err(ContractError::Foreign);
    }
    require_colleague_in(&tx, person, cover).await?;
    refuse_closed_in(&tx, Month::of(days.first)).await?;
    absent_in(&tx, by.viewer().id(), person, Absence { id: AbsenceId::new(now), days, label, cover }, now).await?;
    Ok(tx.commit().await?)
}

/// Says which colleague answers during an absence, or that nobody does. It changes no figure of a month.
pub async fn cover_absence(
    db: &Db,
    _by: &Coordinator,
    person: PersonId,
    absence: AbsenceId,
    cover: Option<PersonId>,
) -> Result<(), ContractError> {
    let tx = db.begin_write().await?;
    require_colleague_in(&tx, person, cover).await?;
    let covered = absence::Entity::update_many()
        .set(absence::ActiveModel { covered_by: Set(cover), ..Default::default() })
        .filter(absence::Column::Id.eq(absence))
        .filter(absence::Column::PersonId.eq(person))
        .filter(absence::Column::WithdrawnAt.is_null())
        .exec(&tx)
        .await?;
    if covered.rows_affected == 0 {
        return Err(ContractError::Foreign);
    }
    Ok(tx.commit().await?)
}

async fn require_colleague_in(tx: &impl ConnectionTrait, of: PersonId, cover: Option<PersonId>) -> Result<(), ContractError> {
    match cover {
        Some(colleague) if colleague == of || !is_technician_in(tx, colleague).await? => Err(ContractError::NoColleague),
        _ => Ok(()),
    }
}

pub(super) async fn absent_in(
    tx: &impl ConnectionTrait,
    by: PersonId,
    person: PersonId,
    new: Absence,
    written_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = absence::Model {
        id: new.id,
        person_id: person,
        first_day: new.days.first,
        last_day: new.days.last,
        half: new.days.half,
        label: new.label,
        written_by: by,
        written_at,
        withdrawn_at: None,
        covered_by: new.cover,
    };
    absence::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// Takes an absence back.
pub async fn withdraw_absence(
    db: &Db,
    _by: &Coordinator,
    person: PersonId,
    absence: AbsenceId,
    now: DateTime<Utc>,
) -> Result<(), ContractError> {
    let tx = db.begin_write().await?;
    let standing = absence::Entity::find_by_id(absence)
        .filter(absence::Column::PersonId.eq(person))
        .filter(absence::Column::WithdrawnAt.is_null())
        .one(&tx)
        .await?;
    let Some(row) = standing else { return Err(ContractError::Foreign) };
    refuse_closed_in(&tx, Month::of(row.first_day)).await?;
    absence::Entity::update_many()
        .set(absence::ActiveModel { withdrawn_at: Set(Some(now)), ..Default::default() })
        .filter(absence::Column::Id.eq(absence))
        .exec(&tx)
        .await?;
    Ok(tx.commit().await?)
}
