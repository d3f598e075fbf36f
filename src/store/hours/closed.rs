//! Up to which month the pool is closed.

use crate::domain::time::Month;
use crate::store::access::{Coordinator, ReportReader};
use crate::store::entities::closing;
use crate::store::{Db, DbErr, agreements};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use std::ops::RangeInclusive;

/// The months whose report may be read: from the group's first, for the coordinator to the present one, for the board to the
/// last that is closed; `None` when there is none.
pub async fn readable_months(db: &Db, by: &ReportReader, present: Month) -> Result<Option<RangeInclusive<Month>>, DbErr> {
    let first = agreements::first_month(db, by).await?.unwrap_or(present).min(present);
    let last = match by {
        ReportReader::Coordinator(_) => Some(present),
        ReportReader::Board(_) => last_closed_in(&db.read).await?,
    };
    Ok(last.filter(|last| first <= *last).map(|last| first..=last))
}

/// The last month that is closed, if any.
pub async fn last_closed(db: &Db, _by: &ReportReader) -> Result<Option<Month>, DbErr> {
    last_closed_in(&db.read).await
}

/// The first month that can still be changed; `None` when no month was ever closed.
pub async fn first_open_month(db: &Db, _by: &Coordinator) -> Result<Option<Month>, DbErr> {
    Ok(last_closed_in(&db.read).await?.map(Month::next))
}

/// The last month that is closed, if any.
pub(in crate::store) async fn last_closed_in(db: &impl ConnectionTrait) -> Result<Option<Month>, DbErr> {
    closing::Entity::find()
        .select_only()
        .column(closing::Column::Period)
        .order_by_desc(closing::Column::Period)
        .into_tuple()
        .one(db)
        .await
}

/// Months that ended before the present one and are not closed, the oldest first.
pub async fn ended_months(db: &Db, by: &Coordinator, present: Month) -> Result<Vec<Month>, DbErr> {
    let first = match last_closed_in(&db.read).await? {
        Some(closed) => Some(closed.next()),
        None => agreements::first_month(db, by).await?,
    };
    let ended = first.map_or(0, |first| present.months_since(first));
    Ok((1..=ended).rev().map(|back| present.plus(-back)).collect())
}
