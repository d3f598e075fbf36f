//! Asking for help, by oneself or by telephone.

use super::commands::{NewTicket, Noted, TicketError};
use super::deed::{record_in, say_in};
use super::letters::{self, Announcement};
use super::participations::take_part_in;
use super::{pictures, words};
use crate::domain::ids::{MessageId, PersonId, StructureId, TicketId};
use crate::domain::tickets::{Channel, EventKind, Part, Priority, State, title_of};
use crate::store::access::{MemberOf, Technician};
use crate::store::entities::{equipment, membership, ticket};
use crate::store::{Db, group};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

/// Asks for help.
pub async fn submit(db: &Db, by: &MemberOf, new: NewTicket, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let person = by.viewer().id();
    write_new(db, by.structure(), Channel::Web, person, person, new, now).await
}

/// Notes what somebody said on the telephone; they are told that it was noted.
pub async fn note_for(db: &Db, by: &Technician, noted: Noted, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let at_home = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(noted.requester))
        .filter(membership::Column::StructureId.eq(noted.structure))
        .filter(membership::Column::EndedAt.is_null())
        .one(&db.read)
        .await?;
    at_home.ok_or(TicketError::Foreign)?;
    write_new(db, noted.structure, Channel::Phone, by.viewer().id(), noted.requester, noted.new, now).await
}

async fn write_new(
    db: &Db,
    structure: StructureId,
    channel: Channel,
    author: PersonId,
    requester: PersonId,
    new: NewTicket,
    now: DateTime<Utc>,
) -> Result<TicketId, TicketError> {
    let tx = db.begin_write().await?;
    // First of all: the same request sent twice at once waits here on PostgreSQL. A number that is not used is not taken.
    let number = group::next_ticket_number(&tx).await?;
    if let Some(known) = ticket::Entity::find_by_id(new.id).one(&tx).await? {
        return if known.author_id == author { Ok(known.id) } else { Err(TicketError::Foreign) };
    }
    if let Some(machine) = new.equipment {
        let found = equipment::Entity::find_by_id(machine).filter(equipment::Column::StructureId.eq(structure)).one(&tx).await?;
        found.ok_or(TicketError::Foreign)?;
    }
    let row = new_row(&new, number, structure, channel, (author, requester), now);
    let announced = Announcement::of(&row);
    ticket::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    let message = say_in(&tx, new.id, author, MessageId::new(now), &new.words, false, now).await?;
    take_part_in(&tx, new.id, requester, Part::Requester, now).await?;
    pictures::store_in(&tx, new.id, message, new.pictures, now).await?;
    words::index_in(&tx, new.id).await?;
    record_in(&tx, new.id, author, EventKind::Submitted, "", now).await?;
    letters::submitted_in(&tx, &announced, author, requester, &new.words, now).await?;
    tx.commit().await?;
    Ok(new.id)
}

fn new_row(
    new: &NewTicket,
    number: i64,
    structure_id: StructureId,
    channel: Channel,
    (author_id, requester_id): (PersonId, PersonId),
    now: DateTime<Utc>,
) -> ticket::Model {
    let priority = Priority::of(new.urgency, new.impact);
    ticket::Model {
        id: new.id,
        number,
        structure_id,
        title: title_of(&new.words),
        channel,
        urgency: new.urgency,
        impact: new.impact,
        priority,
        queue_rank: priority.queue_rank(new.impact),
        state: State::Received,
        outcome: None,
        assignee_id: None,
        author_id,
        requester_id,
        equipment_id: new.equipment,
        version: 1,
        received_at: now,
        // Who notes a call has read it.
        read_at: (channel == Channel::Phone).then_some(now),
        answered_at: None,
        settled_at: None,
        changed_at: now,
        confidential: new.confidential,
    }
}
