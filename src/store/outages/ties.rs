//! Requests tied to an outage: its last word settles them.

use super::reach::{Touched, reach_in, touching};
use crate::domain::ids::{OutageId, StructureId, TicketId};
use crate::domain::tickets::{EventKind, Refusal, State};
use crate::store::access::{Scope, Technician};
use crate::store::entities::{outage, ticket};
use crate::store::tickets::deed::Deed;
use crate::store::tickets::reads::with_names;
use crate::store::tickets::{QueueRow, TicketError};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

/// The open outages that a request of a structure may be tied to: id and title, the latest first.
pub async fn open_for(db: &Db, by: &Technician, structure: StructureId) -> Result<Vec<(OutageId, String)>, DbErr> {
    Scope::from(by)
        .outages()
        .select_only()
        .columns([outage::Column::Id, outage::Column::Title])
        .filter(outage::Column::ClosedAt.is_null())
        .filter(touching(structure))
        .order_by_desc(outage::Column::StartedAt)
        .limit(50)
        .into_tuple()
        .all(&db.read)
        .await
}

/// The requests that are tied to an outage, the oldest first: a hundred at most.
pub async fn tied_tickets(db: &Db, by: &Technician, id: OutageId) -> Result<Vec<QueueRow>, DbErr> {
    let within = Scope::from(by);
    let tied = within.tickets_in_sight().filter(ticket::Column::OutageId.eq(id));
    with_names(tied.order_by_asc(ticket::Column::Number).limit(100), &within).into_model().all(&db.read).await
}

/// Ties an open request to an open outage that concerns its structure. Tied to it already is done already.
pub async fn tie(db: &Db, by: &Technician, id: TicketId, to: OutageId, now: DateTime<Utc>) -> Result<(), TicketError> {
    tie_in(db.begin_write().await?, by, id, to, now).await?.done().await
}

/// The same within a transaction, which it holds on: first the outage, then the request, in the order of its closing.
pub(super) async fn tie_in(
    tx: DatabaseTransaction,
    by: &Technician,
    id: TicketId,
    to: OutageId,
    now: DateTime<Utc>,
) -> Result<Deed, TicketError> {
    let within = Scope::from(by);
    let found = within.outages().filter(outage::Column::Id.eq(to)).lock_exclusive().one(&tx).await?;
    let row = found.filter(|row| row.closed_at.is_none()).ok_or(TicketError::Foreign)?;
    let reach = reach_in(&tx, &row).await?;
    let deed = Deed::start_in(tx, by, id, by.viewer(), now).await?;
    if deed.ticket.outage_id == Some(to) {
        return Ok(deed);
    }
    let touched = match &reach {
        Some(reach) => Touched::of_in(&deed.tx, reach).await?.touches(deed.ticket.structure_id),
        None => false,
    };
    if !touched {
        return Err(TicketError::Foreign);
    }
    if deed.ticket.state == State::Settled {
        return Err(Refusal::NotFromHere.into());
    }
    deed.change(ticket::ActiveModel { outage_id: Set(Some(to)), changed_at: Set(now), ..Default::default() }).await?;
    deed.record(EventKind::Tied, &row.title).await?;
    Ok(deed)
}

/// Unties a request; one that is tied to none stays as it is.
pub async fn untie(db: &Db, by: &Technician, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let Some(from) = deed.ticket.outage_id else { return Ok(()) };
    let title = outage::Entity::find_by_id(from).one(&deed.tx).await?.map(|row| row.title).unwrap_or_default();
    deed.change(ticket::ActiveModel { outage_id: Set(None), changed_at: Set(now), ..Default::default() }).await?;
    deed.record(EventKind::Untied, &title).await?;
    deed.done().await
}
