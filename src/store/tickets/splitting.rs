//! Messages that are another need go to a ticket of their own, with the same people and a link (`tickets.md` § 7).

use super::commands::TicketError;
use super::deed::{Deed, record_in};
use super::participations::take_part_in;
use super::{guests, links, machines, outside, words};
use crate::domain::ids::{MessageId, PersonId, TicketId};
use crate::domain::tickets::{Channel, EventKind, LinkKind, Part, State, title_of};
use crate::store::access::Technician;
use crate::store::entities::{attachment, message, participation, ticket};
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

/// What is split off.
#[derive(Clone, Debug)]
pub struct NewSplit {
    /// Made with the form: sent twice, it is split once.
    pub id: TicketId,
    /// Of the ticket, not its first.
    pub messages: Vec<MessageId>,
    /// `None`: the first sentence.
    pub title: Option<String>,
}

/// The messages of a ticket that can be split off, in order: all but the first, which is the request itself, and those that
/// came with a merge, which is undone instead.
pub async fn splittable(db: &Db, _by: &Technician, of: TicketId) -> Result<Vec<(MessageId, String)>, DbErr> {
    let rows = messages_in(&db.read, of).await?;
    Ok(rows.into_iter().skip(1).map(|row| (row.id, title_of(&row.body))).collect())
}

async fn messages_in(db: &impl ConnectionTrait, of: TicketId) -> Result<Vec<message::Model>, DbErr> {
    message::Entity::find()
        .filter(message::Column::TicketId.eq(of))
        .order_by_asc(message::Column::CreatedAt)
        .order_by_asc(message::Column::Id)
        .all(db)
        .await
}

/// Moves the messages to a new ticket of the same structure and people, linked with the one they came from. Time stays where
/// it was written down.
pub async fn split(db: &Db, by: &Technician, from: TicketId, new: NewSplit, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let deed = Deed::start(db, by, from, by.viewer(), now).await?;
    let (tx, origin) = (&deed.tx, &deed.ticket);
    if let Some(known) = ticket::Entity::find_by_id(new.id).one(tx).await? {
        return if known.author_id == by.viewer().id() { Ok(known.id) } else { Err(TicketError::Foreign) };
    }
    if origin.channel == Channel::Series {
        return Err(TicketError::NotFound);
    }
    let all = messages_in(tx, origin.id).await?;
    let chosen: Vec<&message::Model> = all.iter().skip(1).filter(|row| new.messages.contains(&row.id)).collect();
    let Some(first) = chosen.first() else { return Err(TicketError::Foreign) };
    if chosen.len() != new.messages.len() {
        return Err(TicketError::Foreign);
    }
    let people = participation::Entity::find().filter(participation::Column::TicketId.eq(origin.id)).all(tx).await?;
    let asks = |person: PersonId| people.iter().any(|row| row.person_id == person && row.part == Part::Requester);
    let requester = Some(first.author_id).filter(|author| asks(*author)).unwrap_or(origin.requester_id);
    // Who has no account follows each of their requests by a link of its own.
    let twin = guests::twin_in(tx, &people.iter().map(|row| row.person_id).collect::<Vec<_>>(), now).await?;
    let own = |person: PersonId| twin.as_ref().filter(|twin| twin.of.person_id == person).map_or(person, |twin| twin.person);
    let requester = own(requester);
    let number = group::next_ticket_number(tx).await?;
    let row = ticket::Model {
        id: new.id,
        number,
        title: new.title.unwrap_or_else(|| title_of(&first.body)),
        state: if origin.assignee_id.is_some() { State::InHand } else { State::Received },
        outcome: None,
        author_id: by.viewer().id(),
        requester_id: requester,
        version: 1,
        // It was asked when it was said.
        received_at: first.created_at,
        read_at: Some(now),
        answered_at: None,
        settled_at: None,
        changed_at: now,
        merged_into: None,
        ..origin.clone()
    };
    ticket::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    machines::join_in(tx, new.id, machines::ids_in(tx, origin.id).await?).await?;
    // So does an address outside, which follows each request by a person of its own.
    let outside = outside::of_in(tx, origin.id).await?;
    let at_home = |one: &&participation::Model| outside.iter().all(|known| known.person != one.person_id);
    for one in people.iter().filter(at_home) {
        take_part_in(tx, new.id, own(one.person_id), one.part, first.created_at).await?;
    }
    for known in &outside {
        outside::follow_in(tx, (new.id, first.created_at), &known.email, known.language, now).await?;
    }
    take_part_in(tx, new.id, requester, Part::Requester, first.created_at).await?;
    let ids = || chosen.iter().map(|row| row.id);
    if let Some(twin) = twin {
        twin.follow_in(tx, new.id, ids()).await?;
    }
    let said = message::ActiveModel { ticket_id: Set(new.id), ..Default::default() };
    message::Entity::update_many().set(said).filter(message::Column::Id.is_in(ids())).exec(tx).await?;
    let joined = attachment::ActiveModel { ticket_id: Set(new.id), ..Default::default() };
    attachment::Entity::update_many().set(joined).filter(attachment::Column::MessageId.is_in(ids())).exec(tx).await?;
    links::link_in(tx, by.viewer().id(), (new.id, origin.id), LinkKind::SeeAlso, now).await?;
    deed.record(EventKind::Split, &number.to_string()).await?;
    record_in(tx, new.id, by.viewer().id(), EventKind::SplitFrom, &origin.number.to_string(), now).await?;
    words::index_all_in(tx, [origin.id, new.id]).await?;
    deed.done().await?;
    Ok(new.id)
}
