//! When the group is there to answer, and what it promises (`tickets.md` § 8).

use super::access::{Coordinator, Scope};
use super::entities::{delay_target, group_settings, opening_hours, special_day};
use super::{Db, DbErr, group};
use crate::domain::calendar::{Calendar, DayHours, Holidays};
use crate::domain::tickets::Priority;
use crate::domain::tickets::delays::{Targets, Timer};
use chrono::NaiveDate;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use std::sync::Arc;

/// Opening hours, and the delays that are counted in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    pub calendar: Calendar,
    pub targets: Targets,
}

/// A day with hours of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialDay {
    pub day: NaiveDate,
    pub hours: DayHours,
    pub note: String,
}

/// Why opening hours are refused.
#[derive(Debug, thiserror::Error)]
pub enum CalendarRefused {
    #[error("never open in the whole week")]
    NeverOpen,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What the group promises, read once for a version of its settings.
pub async fn promised(db: &Db, within: impl Into<Scope>) -> Result<Arc<Promised>, DbErr> {
    let version = within.into().pool_version();
    match db.computed.promised.get(&(), version) {
        Some(known) => Ok(known),
        None => Ok(db.computed.promised.keep((), version, promised_in(&db.read).await?)),
    }
}

pub(super) async fn promised_in(db: &impl ConnectionTrait) -> Result<Promised, DbErr> {
    let zone = group::find_in(db).await?.map_or(chrono_tz::Europe::Paris, |group| group.time_zone);
    let settings = group_settings::Entity::find_by_id(group::ONLY).one(db).await?;
    let holidays = settings.map_or(Holidays::France, |row| row.holidays);
    let mut week: [Vec<_>; 7] = Default::default();
    for row in opening_hours::Entity::find().all(db).await? {
        if let Some(spans) = usize::try_from(row.weekday - 1).ok().and_then(|day| week.get_mut(day)) {
            *spans = row.hours.into_spans();
        }
    }
    let refused = |error| DbErr::Custom(format!("the opening hours that are kept: {error}"));
    let mut calendar = Calendar::new(zone, week, holidays).map_err(refused)?;
    for row in special_day::Entity::find().all(db).await? {
        calendar = calendar.with_exception(row.day, row.hours.into_spans()).map_err(refused)?;
    }
    let mut targets = Targets::default();
    for row in delay_target::Entity::find().all(db).await? {
        targets.set(row.priority, row.timer, row.target);
    }
    Ok(Promised { calendar, targets })
}

/// Sets the hours of a week, Monday first, and the public holidays on which the group is closed.
pub async fn set_week(db: &Db, _by: &Coordinator, week: [DayHours; 7], holidays: Holidays) -> Result<(), CalendarRefused> {
    if week.iter().all(|hours| hours.spans().is_empty()) {
        return Err(CalendarRefused::NeverOpen);
    }
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    for (weekday, hours) in (1..).zip(week) {
        let change = opening_hours::ActiveModel { hours: Set(hours), ..Default::default() };
        opening_hours::Entity::update_many().set(change).filter(opening_hours::Column::Weekday.eq(weekday)).exec(&tx).await?;
    }
    let change = group_settings::ActiveModel { holidays: Set(holidays), ..Default::default() };
    group_settings::Entity::update_many().set(change).exec(&tx).await?;
    Ok(tx.commit().await?)
}

/// Sets the delays that are promised.
pub async fn set_targets(db: &Db, _by: &Coordinator, targets: Targets) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let mut rows = Vec::new();
    for priority in Priority::ALL.iter().copied() {
        for timer in Timer::ALL.iter().copied() {
            let target = targets.of(priority, timer);
            rows.push(delay_target::Model { priority, timer, target }.into_active_model());
        }
    }
    let again = OnConflict::columns([delay_target::Column::Priority, delay_target::Column::Timer])
        .update_column(delay_target::Column::Target)
        .to_owned();
    delay_target::Entity::insert_many(rows).on_conflict(again).exec_without_returning(&tx).await?;
    tx.commit().await
}

/// The days with hours of their own from a day on, in order.
pub async fn special_days(db: &Db, _by: &Coordinator, from: NaiveDate) -> Result<Vec<SpecialDay>, DbErr> {
    let rows = special_day::Entity::find()
        .filter(special_day::Column::Day.gte(from))
        .order_by_asc(special_day::Column::Day)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| SpecialDay { day: row.day, hours: row.hours, note: row.note }).collect())
}

/// Gives a day hours of its own, or closes it; said again, the last word holds.
pub async fn set_special_day(db: &Db, _by: &Coordinator, new: SpecialDay) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    let row = special_day::Model { day: new.day, hours: new.hours, note: new.note };
    let again = OnConflict::column(special_day::Column::Day)
        .update_columns([special_day::Column::Hours, special_day::Column::Note])
        .to_owned();
    special_day::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(&tx).await?;
    tx.commit().await
}

/// Gives a day the hours of its weekday back.
pub async fn remove_special_day(db: &Db, _by: &Coordinator, day: NaiveDate) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    group::pool_moved_in(&tx).await?;
    special_day::Entity::delete_by_id(day).exec(&tx).await?;
    tx.commit().await
}
