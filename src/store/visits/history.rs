//! What the history of a ticket says of the visits for it.

use super::commands::{Planned, planned_in, wall_in};
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::tickets::EventKind;
use crate::domain::visits::VisitTime;
use crate::store::entities::visit;
use crate::store::tickets::deed::record_in;
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

/// Writes the same line into the history of each.
pub(super) async fn said_in(
    tx: &impl ConnectionTrait,
    of: &[TicketId],
    by: PersonId,
    (kind, time): (EventKind, VisitTime),
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let detail = format!("{} {}", time.day(), time.from());
    for ticket in of {
        record_in(tx, *ticket, by, kind, &detail, at).await?;
    }
    Ok(())
}

/// What a change does to each ticket: as letters tell its requesters.
pub(super) async fn changed_in(
    tx: &impl ConnectionTrait,
    by: PersonId,
    before: &Planned,
    new: &Planned,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let gone: Vec<TicketId> = before.tickets.iter().copied().filter(|ticket| !new.tickets.contains(ticket)).collect();
    let (still, fresh): (Vec<_>, Vec<_>) = new.tickets.iter().partition(|ticket| before.tickets.contains(ticket));
    said_in(tx, &gone, by, (EventKind::VisitCancelled, before.time), at).await?;
    said_in(tx, &fresh, by, (EventKind::VisitPlanned, new.time), at).await?;
    if (before.time, before.technician) != (new.time, new.technician) {
        said_in(tx, &still, by, (EventKind::VisitMoved, new.time), at).await?;
    }
    Ok(())
}

/// Writes down that visits took place, once each, for the tickets that they were for; how many there were. Two instances at once
/// write each of them once.
pub async fn write_done(db: &Db, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let wall = wall_in(&db.read, now).await?;
    let over = visit::Entity::find()
        .filter(visit::Column::CancelledAt.is_null())
        .filter(visit::Column::DoneAt.is_null())
        .filter(visit::Column::Day.lte(wall.day))
        .order_by_asc(visit::Column::Id)
        .all(&db.read)
        .await?;
    let mut done = 0;
    for row in over {
        if super::time_of(&row)?.is_over(wall) && done_with(db, &row, now).await? {
            done += 1;
        }
    }
    Ok(done)
}

async fn done_with(db: &Db, row: &visit::Model, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let claimed = visit::Entity::update_many()
        .set(visit::ActiveModel { done_at: Set(Some(now)), ..Default::default() })
        .filter(visit::Column::Id.eq(row.id))
        // As it was seen: moved meanwhile, it is not over.
        .filter(visit::Column::Sequence.eq(row.sequence))
        .filter(visit::Column::DoneAt.is_null())
        .exec(&tx)
        .await?;
    if claimed.rows_affected == 0 {
        return Ok(false);
    }
    let planned = planned_in(&tx, row).await?;
    let zone = group::find_in(&tx).await?.map_or(chrono_tz::Europe::Paris, |group| group.time_zone);
    let at = planned.time.instants(zone).map_or(now, |(_, end)| end);
    said_in(&tx, &planned.tickets, planned.technician, (EventKind::VisitDone, planned.time), at).await?;
    tx.commit().await?;
    Ok(true)
}
