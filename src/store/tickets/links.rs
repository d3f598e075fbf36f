//! Tickets that have to do with each other: « suite de », « bloquée par », « voir aussi » (`tickets.md` § 7). A link shows
//! nothing that its reader could not open.

use super::commands::TicketError;
use super::reads::Ticket;
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::tickets::{LinkKind, State};
use crate::store::access::{Scope, Technician, Viewer};
use crate::store::entities::{ticket, ticket_link};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use std::collections::HashMap;

/// The other end of a link, as far as the reader may open it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    pub id: TicketId,
    pub number: i64,
    pub title: String,
    pub state: State,
    pub kind: LinkKind,
    /// The other says it of this one.
    pub said_there: bool,
}

/// The links of a ticket that was found within reach, by number.
pub async fn links(db: &Db, viewer: &Viewer, of: &Ticket) -> Result<Vec<Linked>, DbErr> {
    if !of.beside.linked {
        return Ok(Vec::new());
    }
    let rows = ticket_link::Entity::find().filter(touching(of.id)).all(&db.read).await?;
    let ends: HashMap<TicketId, (LinkKind, bool)> = rows
        .into_iter()
        .map(|row| match row.ticket_id == of.id {
            true => (row.other_id, (row.kind, false)),
            false => (row.ticket_id, (row.kind, true)),
        })
        .collect();
    let others: Vec<(TicketId, i64, String, State)> = Scope::from(viewer)
        .tickets()
        .select_only()
        .columns([ticket::Column::Id, ticket::Column::Number, ticket::Column::Title])
        .column(ticket::Column::State)
        .filter(ticket::Column::Id.is_in(ends.keys().copied()))
        .into_tuple()
        .all(&db.read)
        .await?;
    let linked = |(id, number, title, state)| {
        let (kind, said_there) = *ends.get(&id)?;
        Some(Linked { id, number, title, state, kind, said_there })
    };
    let mut links: Vec<Linked> = others.into_iter().filter_map(linked).collect();
    links.sort_by_key(|link| link.number);
    Ok(links)
}

fn touching(id: TicketId) -> Condition {
    Condition::any().add(ticket_link::Column::TicketId.eq(id)).add(ticket_link::Column::OtherId.eq(id))
}

/// The ticket of a number, within reach.
pub async fn numbered(db: &Db, within: impl Into<Scope>, number: i64) -> Result<Option<TicketId>, DbErr> {
    let found = within.into().tickets().filter(ticket::Column::Number.eq(number)).one(&db.read).await?;
    Ok(found.map(|row| row.merged_into.unwrap_or(row.id)))
}

/// Links two tickets within reach; what was said of the same two before is replaced.
pub async fn link(
    db: &Db,
    by: &Technician,
    (id, other): (TicketId, TicketId),
    kind: LinkKind,
    now: DateTime<Utc>,
) -> Result<(), TicketError> {
    if id == other {
        return Err(TicketError::Foreign);
    }
    let tx = db.begin_write().await?;
    let both = Scope::from(by).tickets().filter(ticket::Column::Id.is_in([id, other])).all(&tx).await?;
    if both.len() != 2 {
        return Err(TicketError::NotFound);
    }
    unlink_in(&tx, other, id).await?;
    link_in(&tx, by.viewer().id(), (id, other), kind, now).await?;
    Ok(tx.commit().await?)
}

pub(super) async fn link_in(
    tx: &impl ConnectionTrait,
    linked_by: PersonId,
    (ticket_id, other_id): (TicketId, TicketId),
    kind: LinkKind,
    linked_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ticket_link::Model { ticket_id, other_id, kind, linked_by, linked_at };
    let again = OnConflict::columns([ticket_link::Column::TicketId, ticket_link::Column::OtherId])
        .update_columns([ticket_link::Column::Kind, ticket_link::Column::LinkedBy, ticket_link::Column::LinkedAt])
        .to_owned();
    ticket_link::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await.map(drop)
}

/// Whether a ticket follows another: « suite de ».
pub(super) async fn follows_in(db: &impl ConnectionTrait, both: (TicketId, TicketId)) -> Result<bool, DbErr> {
    let link = ticket_link::Entity::find_by_id(both).filter(ticket_link::Column::Kind.eq(LinkKind::Follows));
    Ok(link.one(db).await?.is_some())
}

/// Takes the link of two tickets away, whichever says it.
pub async fn unlink(db: &Db, by: &Technician, (id, other): (TicketId, TicketId)) -> Result<(), TicketError> {
    let tx = db.begin_write().await?;
    let both = Scope::from(by).tickets().filter(ticket::Column::Id.is_in([id, other])).all(&tx).await?;
    if both.len() != 2 {
        return Err(TicketError::NotFound);
    }
    unlink_in(&tx, id, other).await?;
    unlink_in(&tx, other, id).await?;
    Ok(tx.commit().await?)
}

async fn unlink_in(tx: &impl ConnectionTrait, id: TicketId, other: TicketId) -> Result<(), DbErr> {
    ticket_link::Entity::delete_by_id((id, other)).exec(tx).await.map(drop)
}
