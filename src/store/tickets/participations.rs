//! The people of a ticket: those who ask together, those who follow (`tickets.md` §4).

use super::commands::TicketError;
use super::deed::Deed;
use super::letters::{self, Announcement};
use super::outside::{forget_in, is_outside};
use super::reads::Ticket;
use crate::domain::ids::{PersonId, StructureId, TicketId};
use crate::domain::tickets::{EventKind, Hand, Part};
use crate::store::access::{Referent, Technician, Viewer};
use crate::store::entities::{membership, participation, person, ticket};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};

/// Somebody who takes part in a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    pub person: PersonId,
    pub name: String,
    pub part: Part,
    /// An address without an account: receives what is sent to it alone.
    pub outside: bool,
}

/// Whose hand acts on the people of a ticket that was found within reach.
pub fn hand_of(viewer: &Viewer, of: &Ticket) -> Hand {
    hand(viewer, of.structure, of.confidential, of.part)
}

/// The same of a row that is held for a deed.
pub(super) fn hand_in(viewer: &Viewer, row: &ticket::Model, part: Option<Part>) -> Hand {
    hand(viewer, row.structure_id, row.confidential, part)
}

fn hand(viewer: &Viewer, structure: StructureId, confidential: bool, part: Option<Part>) -> Hand {
    let referent = Referent::of(viewer, structure).is_some();
    Hand { part, referent, technician: Technician::of(viewer).is_some(), confidential }
}

/// Who takes part in a ticket that was found within reach: requesters first, then by name.
pub async fn participants(db: &Db, of: &Ticket) -> Result<Vec<Participant>, DbErr> {
    if !of.beside.shared {
        return Ok(vec![Participant {
            person: of.requester,
            name: of.requester_name.clone(),
            part: Part::Requester,
            outside: false,
        }]);
    }
    let rows: Vec<(PersonId, String, Part, bool)> = participation::Entity::find()
        .select_only()
        .column(participation::Column::PersonId)
        .column(person::Column::Name)
        .column(participation::Column::Part)
        .expr_as(is_outside(), "outside")
        .join(JoinType::InnerJoin, participation::Relation::Person.def())
        .filter(participation::Column::TicketId.eq(of.id))
        .order_by_asc(participation::Column::Part)
        .order_by_asc(person::Column::Name)
        .order_by_asc(participation::Column::PersonId)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|(person, name, part, outside)| Participant { person, name, part, outside }).collect())
}

/// The people of the structure who take no part yet, by name: offered to who may add them.
pub async fn addable(db: &Db, viewer: &Viewer, of: &Ticket, known: &[Participant]) -> Result<Vec<(PersonId, String)>, DbErr> {
    if !hand_of(viewer, of).may_add(Part::Watcher) {
        return Ok(Vec::new());
    }
    membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .column(person::Column::Name)
        .join(JoinType::InnerJoin, membership::Relation::Person.def())
        .filter(membership::Column::StructureId.eq(of.structure))
        .filter(membership::Column::EndedAt.is_null())
        .filter(membership::Column::PersonId.is_not_in(known.iter().map(|one| one.person)))
        .order_by_asc(person::Column::Name)
        .into_tuple()
        .all(&db.read)
        .await
}

/// Adds a person of the structure; who follows already can be made a requester. They are told by a letter.
pub async fn add(db: &Db, by: &Viewer, id: TicketId, person: PersonId, part: Part, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    let id = deed.ticket.id;
    let structure = deed.ticket.structure_id;
    let hand = hand_in(by, &deed.ticket, part_in(&deed.tx, id, by.id()).await?);
    if !hand.may_add(part) {
        return Err(TicketError::NotRequester);
    }
    let at_home = membership::Entity::find()
        .filter(membership::Column::PersonId.eq(person))
        .filter(membership::Column::StructureId.eq(structure))
        .filter(membership::Column::EndedAt.is_null())
        .one(&deed.tx)
        .await?;
    at_home.ok_or(TicketError::Foreign)?;
    match part_in(&deed.tx, id, person).await? {
        Some(Part::Requester) => return Ok(()),
        Some(known) if known == part => return Ok(()),
        before => {
            take_part_in(&deed.tx, id, person, part, deed.ticket.received_at).await?;
            deed.record(EventKind::Joined, &person.to_string()).await?;
            if before.is_none() {
                letters::shared_in(&deed.tx, &Announcement::of(&deed.ticket), by, person, now).await?;
            }
        }
    }
    deed.done().await
}

/// Takes a person out: themselves, or by who may. The one who asked first stays.
pub async fn take_out(db: &Db, by: &Viewer, id: TicketId, person: PersonId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    let id = deed.ticket.id;
    let hand = hand_in(by, &deed.ticket, part_in(&deed.tx, id, by.id()).await?);
    let Some(part) = part_in(&deed.tx, id, person).await? else { return Ok(()) };
    if !hand.may_take_out(part, person == by.id(), person == deed.ticket.requester_id) {
        return Err(TicketError::NotRequester);
    }
    participation::Entity::delete_by_id((id, person)).exec(&deed.tx).await?;
    forget_in(&deed.tx, person, now).await?;
    deed.record(EventKind::Left, &person.to_string()).await?;
    deed.done().await
}

/// What somebody has to do with a ticket.
pub(super) async fn part_in(tx: &impl ConnectionTrait, ticket: TicketId, person: PersonId) -> Result<Option<Part>, DbErr> {
    Ok(participation::Entity::find_by_id((ticket, person)).one(tx).await?.map(|row| row.part))
}

/// Writes that a person takes part.
pub(in crate::store) async fn take_part_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    person_id: PersonId,
    part: Part,
    received_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = participation::Model { ticket_id, person_id, part, received_at };
    let again = OnConflict::columns([participation::Column::TicketId, participation::Column::PersonId])
        .update_column(participation::Column::Part)
        .to_owned();
    participation::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await.map(drop)
}
