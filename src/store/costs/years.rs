//! The annual regularisation: what the year really cost, shared by minutes sold, minus what was called; recorded once.

use super::freezing::refused;
use crate::domain::agreements::Agreements;
use crate::domain::costs;
use crate::domain::hours::Code;
use crate::domain::ids::{PersonId, StructureId};
use crate::domain::money::Cents;
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::agreements;
use crate::store::entities::{cost_month, due, person, regularisation, regularisation_line};
use crate::store::{Db, DbErr, group, structures};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, SqlErr};
use std::collections::BTreeMap;

/// A year's regularisation: recorded, or as recording it now would be.
#[derive(Clone, Debug)]
pub struct Year {
    pub year: i32,
    /// Its closed months, in order.
    pub months: Vec<Month>,
    /// Whether every month of it that the group existed in is closed.
    pub complete: bool,
    /// What the closed months cost together.
    pub called_for: Cents,
    /// What the year really cost.
    pub net: Cents,
    /// In no order: the page sorts them by name.
    pub lines: Vec<YearLine>,
    pub recorded: Option<Recorded>,
}

/// A structure's year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearLine {
    pub structure: StructureId,
    pub name: String,
    /// Sold to it: its agreement, its overage, less what was refunded.
    pub minutes: Minutes,
    pub called: Cents,
    /// Still owed when positive, given back when negative.
    pub cents: Cents,
}

/// When and by whom it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub at: DateTime<Utc>,
    pub by: String,
}

/// Why a year cannot be recorded.
#[derive(Debug, thiserror::Error)]
pub enum YearError {
    #[error("a month of it is open")]
    Open,
    #[error("recorded already")]
    Recorded,
    #[error("nobody was sold a minute")]
    NoWeight,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A year as it was recorded; else as it would be, with what it really cost when that is not what was called for.
pub async fn year(db: &Db, _by: &Coordinator, year: i32, net: Option<Cents>) -> Result<Year, DbErr> {
    year_in(&db.read, year, net).await
}

async fn year_in(db: &impl ConnectionTrait, year: i32, net: Option<Cents>) -> Result<Year, DbErr> {
    let (Some(january), Some(december)) = (Month::new(year, 1), Month::new(year, 12)) else {
        return Err(DbErr::Custom(format!("no year: {year}")));
    };
    let within = cost_month::Column::Period.between(january, december);
    let months = cost_month::Entity::find().filter(within).order_by_asc(cost_month::Column::Period).all(db).await?;
    let called_for: Cents = months.iter().map(|month| month.net_cents).sum();
    let agreements = agreements::all_in(db).await?;
    let first = agreements.values().map(Agreements::first_month).min().unwrap_or(january).max(january);
    let expected = usize::try_from(december.months_since(first) + 1).unwrap_or(0);
    let recorded = regularisation::Entity::find_by_id(i64::from(year)).one(db).await?;
    let net = recorded.as_ref().map(|row| row.net_cents).or(net).unwrap_or(called_for);
    let lines = match &recorded {
        Some(_) => recorded_lines(db, year).await?,
        None => proposed(db, january, december, net).await?,
    };
    let recorded = match recorded {
        Some(row) => Some(Recorded { at: row.recorded_at, by: name_of(db, row.recorded_by).await? }),
        None => None,
    };
    Ok(Year {
        year,
        complete: expected > 0 && months.len() == expected,
        months: months.into_iter().map(|month| month.period).collect(),
        called_for,
        net,
        lines,
        recorded,
    })
}

async fn name_of(db: &impl ConnectionTrait, id: PersonId) -> Result<String, DbErr> {
    Ok(person::Entity::find_by_id(id).one(db).await?.map(|row| row.name).unwrap_or_default())
}

async fn recorded_lines(db: &impl ConnectionTrait, year: i32) -> Result<Vec<YearLine>, DbErr> {
    let names = structures::codes_in(db).await?;
    let rows = regularisation_line::Entity::find().filter(regularisation_line::Column::Year.eq(i64::from(year))).all(db).await?;
    let line = |row: regularisation_line::Model| {
        let name = names.get(&row.structure_id).map(|(_, name)| name.clone()).unwrap_or_default();
        YearLine { structure: row.structure_id, name, minutes: row.minutes, called: row.called_cents, cents: row.cents }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Nothing when nobody was sold a minute: there is nothing to share by.
async fn proposed(db: &impl ConnectionTrait, first: Month, last: Month, net: Cents) -> Result<Vec<YearLine>, DbErr> {
    let names = structures::codes_in(db).await?;
    let mut ids: BTreeMap<Code, (StructureId, String)> = BTreeMap::new();
    let mut minutes: BTreeMap<Code, Minutes> = BTreeMap::new();
    let mut called: BTreeMap<Code, Cents> = BTreeMap::new();
    for row in due::Entity::find().filter(due::Column::Period.between(first, last)).all(db).await? {
        let Some((code, name)) = names.get(&row.structure_id) else { continue };
        ids.insert(code.clone(), (row.structure_id, name.clone()));
        *minutes.entry(code.clone()).or_default() += row.subscribed_minutes + row.billed_minutes - row.refunded_minutes;
        *called.entry(code.clone()).or_default() += row.share_cents + row.overage_cents - row.refund_cents;
    }
    minutes.values_mut().for_each(|sold| *sold = (*sold).max(Minutes::ZERO));
    if minutes.values().all(|sold| sold.is_zero()) {
        return Ok(Vec::new());
    }
    let owed = costs::regularisation(net, &minutes, &called).map_err(refused)?;
    let line = |(code, (structure, name)): (Code, (StructureId, String))| YearLine {
        structure,
        name,
        minutes: minutes.get(&code).copied().unwrap_or_default(),
        called: called.get(&code).copied().unwrap_or_default(),
        cents: owed.get(&code).copied().unwrap_or_default(),
    };
    Ok(ids.into_iter().map(line).collect())
}

/// Records a year whose months are all closed, for ever.
pub async fn record(db: &Db, by: &Coordinator, year: i32, net: Cents, now: DateTime<Utc>) -> Result<(), YearError> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let proposed = year_in(&tx, year, Some(net)).await?;
    if proposed.recorded.is_some() {
        return Err(YearError::Recorded);
    }
    if !proposed.complete {
        return Err(YearError::Open);
    }
    if proposed.lines.is_empty() {
        return Err(YearError::NoWeight);
    }
    let year = i64::from(year);
    let row = regularisation::Model { year, net_cents: net, recorded_by: by.viewer().id(), recorded_at: now };
    match regularisation::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await {
        Err(refused) if matches!(refused.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Err(YearError::Recorded);
        }
        done => done.map(drop)?,
    }
    for line in proposed.lines {
        let YearLine { structure, minutes, called, cents, .. } = line;
        let row = regularisation_line::Model { year, structure_id: structure, minutes, called_cents: called, cents };
        regularisation_line::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    }
    Ok(tx.commit().await?)
}
