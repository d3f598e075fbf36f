//! The time of tickets that are made one, or two again: real minutes stay what they are; minutes of open months are rounded
//! under the ticket that lives on, closed months keep the number they were counted with (`tickets.md` § 7).

use super::commands::recount_in;
use super::piece_of;
use crate::domain::ids::{StructureId, TicketId};
use crate::domain::interventions::{self, Piece};
use crate::domain::time::{Minutes, Month};
use crate::store::access::{Scope, Technician};
use crate::store::entities::intervention;
use crate::store::{Db, DbErr, hours};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Select, Set};
use std::collections::{BTreeMap, BTreeSet};

/// Work that stands in open months.
async fn open_work(tx: &impl ConnectionTrait) -> Result<Select<intervention::Entity>, DbErr> {
    let standing = intervention::Entity::find().filter(intervention::Column::SupersededAt.is_null());
    Ok(match hours::last_closed_in(tx).await? {
        Some(closed) => standing.filter(intervention::Column::Period.gt(closed)),
        None => standing,
    })
}

/// What the open months charge for two tickets as they are, and once the second is merged into the first.
pub(in crate::store) async fn charged_apart_and_together(
    db: &Db,
    by: &Technician,
    lives_on: TicketId,
    merged: &[TicketId],
) -> Result<(Minutes, Minutes), DbErr> {
    let of_both = merged.iter().copied().chain([lives_on]);
    let rows = open_work(&db.read).await?.filter(intervention::Column::TicketId.is_in(of_both)).all(&db.read).await?;
    let mut by_month: BTreeMap<Month, Vec<Piece>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.counted) {
        by_month.entry(row.period).or_default().push(piece_of(row));
    }
    let within = Scope::from(by);
    let (mut apart, mut together) = (Minutes(0), Minutes(0));
    for (month, mut pieces) in by_month {
        let rules = hours::charge_rules(db, &within, month).await?;
        apart += interventions::charge(&pieces, &rules).charged;
        pieces.iter_mut().for_each(|piece| piece.ticket = Some(lives_on.0));
        together += interventions::charge(&pieces, &rules).charged;
    }
    Ok((apart, together))
}

/// Puts the work of open months under another ticket; where it was written down first is kept.
pub(in crate::store) async fn move_in(
    tx: &impl ConnectionTrait,
    from: TicketId,
    to: TicketId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let moved = open_work(tx).await?.filter(intervention::Column::TicketId.eq(from)).all(tx).await?;
    for row in &moved {
        let change = intervention::ActiveModel {
            ticket_id: Set(Some(to)),
            merged_from: Set(Some(row.merged_from.unwrap_or(from))),
            ..Default::default()
        };
        intervention::Entity::update_many().set(change).filter(intervention::Column::Id.eq(row.id)).exec(tx).await?;
    }
    recount_months_in(tx, &moved, now).await
}

/// Puts the work of open months back under the ticket that it came from, or that `came_with` it.
pub(in crate::store) async fn move_back_in(
    tx: &impl ConnectionTrait,
    from: TicketId,
    to: TicketId,
    came_with: &[TicketId],
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let first_of = came_with.iter().copied().chain([to]);
    let moved = open_work(tx)
        .await?
        .filter(intervention::Column::TicketId.eq(from))
        .filter(intervention::Column::MergedFrom.is_in(first_of))
        .all(tx)
        .await?;
    let ids = || moved.iter().map(|row| row.id);
    let back = intervention::Entity::update_many().col_expr(intervention::Column::TicketId, Expr::value(to));
    back.filter(intervention::Column::Id.is_in(ids())).exec(tx).await?;
    let home = intervention::ActiveModel { merged_from: Set(None), ..Default::default() };
    intervention::Entity::update_many()
        .set(home)
        .filter(intervention::Column::Id.is_in(ids()))
        .filter(intervention::Column::MergedFrom.eq(to))
        .exec(tx)
        .await?;
    recount_months_in(tx, &moved, now).await
}

async fn recount_months_in(tx: &impl ConnectionTrait, moved: &[intervention::Model], now: DateTime<Utc>) -> Result<(), DbErr> {
    let months: BTreeSet<(StructureId, Month)> = moved.iter().map(|row| (row.structure_id, row.period)).collect();
    for (structure, month) in months {
        recount_in(tx, structure, month).await?;
        hours::use_changed_in(tx, structure, month, now).await?;
    }
    Ok(())
}
