//! Who is told of a visit: the requesters of its tickets, one letter a person, never the author of the deed. Each reads of
//! their own requests alone.

use super::commands::Planned;
use crate::domain::ids::{PersonId, TicketId, VisitId};
use crate::domain::tickets::Part;
use crate::domain::visits::VisitDeed;
use crate::store::access::Viewer;
use crate::store::entities::{membership, participation, person, structure, ticket};
use crate::store::outbox::{self, Letter, VisitTicket};
use crate::store::{DbErr, people};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, HashMap};

/// A deed that is told.
pub(super) struct Told<'a> {
    pub visit: VisitId,
    /// After the deed: with it, letters of two deeds are two.
    pub sequence: i64,
    pub structure: structure::Model,
    pub by: &'a Viewer,
    pub now: DateTime<Utc>,
}

pub(super) async fn planned_in(tx: &impl ConnectionTrait, told: &Told<'_>, new: &Planned) -> Result<(), DbErr> {
    let requesters = requesters_in(tx, told, &new.tickets).await?;
    write_in(tx, told, VisitDeed::Planned, new, requesters).await
}

pub(super) async fn cancelled_in(tx: &impl ConnectionTrait, told: &Told<'_>, before: &Planned) -> Result<(), DbErr> {
    let requesters = requesters_in(tx, told, &before.tickets).await?;
    write_in(tx, told, VisitDeed::Cancelled, before, requesters).await
}

/// Those who are still concerned read that it moved, if it did; those who are now, that it is planned; those who are no more,
/// that it does not come for them.
pub(super) async fn changed_in(tx: &impl ConnectionTrait, told: &Told<'_>, before: &Planned, new: &Planned) -> Result<(), DbErr> {
    let known = requesters_in(tx, told, &before.tickets).await?;
    let concerned = requesters_in(tx, told, &new.tickets).await?;
    let gone = known.iter().filter(|(person, _)| !concerned.contains_key(person));
    let gone: Requesters = gone.map(|(person, asked)| (*person, asked.clone())).collect();
    let (still, fresh): (Requesters, Requesters) = concerned.into_iter().partition(|(person, _)| known.contains_key(person));
    write_in(tx, told, VisitDeed::Cancelled, before, gone).await?;
    write_in(tx, told, VisitDeed::Planned, new, fresh).await?;
    if (before.time, before.technician) != (new.time, new.technician) {
        write_in(tx, told, VisitDeed::Moved, new, still).await?;
    }
    Ok(())
}

/// By requester, what they asked.
type Requesters = BTreeMap<PersonId, (person::Model, Vec<VisitTicket>)>;

/// Who asks for these tickets and is at home in the structure, but the author of the deed.
async fn requesters_in(tx: &impl ConnectionTrait, told: &Told<'_>, tickets: &[TicketId]) -> Result<Requesters, DbErr> {
    let rows = ticket::Entity::find().filter(ticket::Column::Id.is_in(tickets.iter().copied())).all(tx).await?;
    let tickets: HashMap<TicketId, ticket::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let at_home = Query::select()
        .column(membership::Column::PersonId)
        .from(membership::Entity)
        .and_where(membership::Column::StructureId.eq(told.structure.id))
        .and_where(membership::Column::EndedAt.is_null())
        .to_owned();
    let asking = participation::Entity::find()
        .filter(participation::Column::TicketId.is_in(tickets.keys().copied()))
        .filter(participation::Column::Part.eq(Part::Requester))
        .filter(participation::Column::PersonId.ne(told.by.id()))
        .filter(participation::Column::PersonId.in_subquery(at_home))
        .find_also_related(person::Entity)
        .all(tx)
        .await?;
    let mut requesters = Requesters::new();
    for (part, person) in asking.into_iter().filter_map(|(part, person)| person.map(|person| (part, person))) {
        let Some(ticket) = tickets.get(&part.ticket_id) else { continue };
        // Of a confidential one its number alone.
        let title = if ticket.confidential { String::new() } else { ticket.title.clone() };
        let asked = VisitTicket { id: ticket.id, number: ticket.number, title };
        requesters.entry(person.id).or_insert_with(|| (person, Vec::new())).1.push(asked);
    }
    requesters.values_mut().for_each(|(_, asked)| asked.sort_by_key(|ticket| ticket.number));
    Ok(requesters)
}

async fn write_in(tx: &impl ConnectionTrait, told: &Told<'_>, deed: VisitDeed, of: &Planned, to: Requesters) -> Result<(), DbErr> {
    if to.is_empty() {
        return Ok(());
    }
    let technician = people::names(tx, [of.technician]).await?.remove(&of.technician).unwrap_or_default();
    let letters = to.into_values().map(|(person, tickets)| {
        let letter = Letter::VisitTold {
            deed,
            name: told.structure.name.clone(),
            author: told.by.name().to_owned(),
            technician: technician.clone(),
            day: of.time.day(),
            from: of.time.from(),
            to: of.time.to(),
            note: of.note.clone(),
            tickets,
            event: format!("visit:{}:{}", told.visit, told.sequence),
        };
        (outbox::to(&person.email, person.language), letter)
    });
    outbox::write_all_in(tx, &letters.collect::<Vec<_>>(), told.now).await
}
