//! A message is corrected by its author: what it was stays to be read by technicians.

use super::commands::TicketError;
use super::deed::Deed;
use super::words;
use crate::domain::ids::{MessageId, PersonId, TicketId};
use crate::domain::tickets::title_of;
use crate::store::access::{Scope, Technician, Viewer};
use crate::store::entities::{message, message_version, ticket};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

/// A message within reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub id: MessageId,
    /// The ticket that shows it: of a merged one, that in which it lives on.
    pub ticket: TicketId,
    pub author: PersonId,
    pub body: String,
    pub at: DateTime<Utc>,
    /// Raised by each change: who corrects says which one they saw.
    pub version: i64,
}

/// A message as it was until `until`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    pub body: String,
    pub until: DateTime<Utc>,
}

/// The ticket within reach that shows what belongs to this one: itself, or that in which it lives on.
pub(super) async fn shown_in(db: &impl ConnectionTrait, within: &Scope, id: TicketId) -> Result<Option<TicketId>, DbErr> {
    let reached = |id| within.tickets().filter(ticket::Column::Id.eq(id)).one(db);
    if let Some(row) = reached(id).await? {
        return Ok(Some(row.merged_into.unwrap_or(row.id)));
    }
    let of = ticket::Entity::find_by_id(id).one(db).await?;
    let Some(lives_on) = of.and_then(|of| of.merged_into) else { return Ok(None) };
    Ok(reached(lives_on).await?.map(|row| row.id))
}

/// A message of a ticket within reach; internal notes are there for technicians alone.
pub async fn said(db: &Db, viewer: &Viewer, id: MessageId) -> Result<Option<Said>, DbErr> {
    let Some(row) = message::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    if row.internal && Technician::of(viewer).is_none() {
        return Ok(None);
    }
    let shown = shown_in(&db.read, &Scope::from(viewer), row.ticket_id).await?;
    Ok(shown.map(|ticket| Said { id, ticket, author: row.author_id, body: row.body, at: row.created_at, version: row.version }))
}

/// What a message was before, the latest first.
pub async fn versions(db: &Db, _by: &Technician, of: &Said) -> Result<Vec<Before>, DbErr> {
    let rows = message_version::Entity::find()
        .filter(message_version::Column::MessageId.eq(of.id))
        .order_by_desc(message_version::Column::Version)
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| Before { body: row.body, until: row.corrected_at }).collect())
}

/// Its author writes a message anew, over the version that they saw; another is refused, so that nothing typed is lost.
pub async fn correct(db: &Db, by: &Viewer, of: &Said, (words, seen): (&str, i64), now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, of.ticket, by, now).await?;
    let row = message::Entity::find_by_id(of.id).one(&deed.tx).await?.ok_or(TicketError::NotFound)?;
    if row.author_id != by.id() {
        return Err(TicketError::NotRequester);
    }
    if row.body == words {
        return Ok(());
    }
    if row.version != seen {
        return Err(TicketError::Changed);
    }
    let before = message_version::Model { message_id: row.id, version: row.version, body: row.body.clone(), corrected_at: now };
    message_version::Entity::insert(before.into_active_model()).exec_without_returning(&deed.tx).await?;
    let corrected = message::ActiveModel {
        body: Set(words.to_owned()),
        version: Set(row.version + 1),
        corrected_at: Set(Some(now)),
        ..Default::default()
    };
    message::Entity::update_many().set(corrected).filter(message::Column::Id.eq(row.id)).exec(&deed.tx).await?;
    let mut change = ticket::ActiveModel { changed_at: Set(now), ..Default::default() };
    // A title that is the first sentence is corrected with it.
    if row.ticket_id == deed.ticket.id && !row.internal && deed.ticket.title == title_of(&row.body) {
        change.title = Set(title_of(words));
    }
    deed.change(change).await?;
    words::index_in(&deed.tx, deed.ticket.id).await?;
    deed.done().await
}
