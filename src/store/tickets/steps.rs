//! The steps of a ticket, ticked by technicians as they go.

use super::commands::TicketError;
use super::deed::Deed;
use super::reads::Ticket;
use crate::domain::ids::TicketId;
use crate::store::access::Technician;
use crate::store::entities::ticket_step;
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub position: i64,
    pub words: String,
    pub done_at: Option<DateTime<Utc>>,
}

/// The steps of a ticket that was found within reach, in order.
pub async fn steps(db: &Db, of: &Ticket) -> Result<Vec<Step>, DbErr> {
    let rows = ticket_step::Entity::find()
        .filter(ticket_step::Column::TicketId.eq(of.id))
        .order_by_asc(ticket_step::Column::Position)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| Step { position: row.position, words: row.words, done_at: row.done_at }).collect())
}

/// Says which steps are done; the others are not, or no longer. Who did one, and when, stays as it was first said.
pub async fn tick(db: &Db, by: &Technician, id: TicketId, done: &[i64], now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let id = deed.ticket.id;
    let of_it = || ticket_step::Entity::update_many().filter(ticket_step::Column::TicketId.eq(id));
    let newly = ticket_step::ActiveModel { done_by: Set(Some(by.viewer().id())), done_at: Set(Some(now)), ..Default::default() };
    of_it()
        .set(newly)
        .filter(ticket_step::Column::Position.is_in(done.iter().copied()))
        .filter(ticket_step::Column::DoneAt.is_null())
        .exec(&deed.tx)
        .await?;
    let undone = ticket_step::ActiveModel { done_by: Set(None), done_at: Set(None), ..Default::default() };
    of_it()
        .set(undone)
        .filter(ticket_step::Column::Position.is_not_in(done.iter().copied()))
        .filter(ticket_step::Column::DoneAt.is_not_null())
        .exec(&deed.tx)
        .await?;
    deed.done().await
}

/// Gives a new ticket its steps, none of them done.
pub(in crate::store) async fn write_in(tx: &impl ConnectionTrait, of: TicketId, steps: &[String]) -> Result<(), DbErr> {
    let row = |(position, words): (i64, &String)| {
        ticket_step::Model { ticket_id: of, position, words: words.clone(), done_by: None, done_at: None }.into_active_model()
    };
    if steps.is_empty() {
        return Ok(());
    }
    ticket_step::Entity::insert_many((1..).zip(steps).map(row)).exec_without_returning(tx).await.map(drop)
}
