//! Who is told of what happens to a ticket: never the author of the deed, one letter a person and event.

use super::commands::{Answer, Next};
use super::guests;
use crate::domain::ids::{MessageId, PersonId, StructureId, TicketId};
use crate::domain::people::Duty;
use crate::store::access::{Technician, Viewer};
use crate::store::entities::{membership, participation, person, structure, ticket};
use crate::store::outbox::{self, Gathering, Letter};
use crate::store::{DbErr, people};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// What every letter about a ticket names.
#[derive(Clone, Debug)]
pub(super) struct Announcement {
    pub ticket: TicketId,
    pub number: i64,
    pub title: String,
    pub structure: StructureId,
    pub confidential: bool,
    /// One of a deed on many: who is told of several gets one letter.
    pub gathering: Option<Gathering>,
}

impl Announcement {
    pub fn of(row: &ticket::Model) -> Self {
        Self {
            ticket: row.id,
            number: row.number,
            title: row.title.clone(),
            structure: row.structure_id,
            confidential: row.confidential,
            gathering: None,
        }
    }

    async fn write_in(
        &self,
        tx: &impl ConnectionTrait,
        to: &person::Model,
        letter: &Letter,
        now: DateTime<Utc>,
    ) -> Result<(), DbErr> {
        let to = outbox::to(&to.email, to.language);
        match &self.gathering {
            Some(gathering) => outbox::gather_in(tx, &to, (gathering, letter), now).await,
            None => outbox::write_in(tx, &to, letter, now).await,
        }
    }

    /// The letter as it may leave: that of a confidential ticket holds its number and the link alone.
    fn told(&self, letter: Letter) -> Letter {
        match self.confidential {
            true => Letter::TicketCovered { ticket: self.ticket, number: self.number, event: letter.event() },
            false => letter,
        }
    }
}

/// A request came in: the technicians are told; who was noted on the telephone is told that it was.
pub(super) async fn submitted_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    author: PersonId,
    requester: PersonId,
    words: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let names = people::names(tx, [author, requester]).await?;
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    let structure = structure::Entity::find_by_id(about.structure).one(tx).await?.map(|s| s.name).unwrap_or_default();
    let Announcement { ticket, number, .. } = *about;
    let title = about.title.clone();
    let words = words.to_owned();
    let letter = about.told(Letter::TicketSubmitted {
        ticket,
        number,
        title: title.clone(),
        requester: name(requester),
        structure,
        words: words.clone(),
    });
    for technician in people::on_duty_in(tx, Duty::Technician).await?.into_iter().filter(|p| p.id != author && p.id != requester) {
        outbox::write_in(tx, &outbox::to(&technician.email, technician.language), &letter, now).await?;
    }
    if author != requester {
        let letter = Letter::TicketNoted { ticket, number, title, author: name(author), words };
        write_to(tx, about, requester, letter, now).await?;
    }
    Ok(())
}

/// A technician answered: everybody who takes part is told.
pub(super) async fn answered_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    by: &Viewer,
    answer: &Answer,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Announcement { ticket, number, .. } = *about;
    let (title, author, words) = (about.title.clone(), by.name().to_owned(), answer.words.clone());
    let event = format!("message:{}", answer.message);
    let letter = match answer.next {
        Next::Settled(_) => Letter::TicketSettled { ticket, number, title, author, words, event },
        next => Letter::TicketAnswered { ticket, number, title, author, words, event, asks: next == Next::Waiting },
    };
    write_to_participants_in(tx, about, Some(by.id()), letter, now).await
}

/// A technician says something to everybody who takes part.
pub(super) async fn said_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    by: &Viewer,
    (message, words): (MessageId, &str),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Announcement { ticket, number, .. } = *about;
    let (title, author, words) = (about.title.clone(), by.name().to_owned(), words.to_owned());
    let event = format!("message:{message}");
    let letter = Letter::TicketAnswered { ticket, number, title, author, words, event, asks: false };
    write_to_participants_in(tx, about, Some(by.id()), letter, now).await
}

/// Tells everybody who takes part but the author of the deed: as long as they are at home in the structure, and who has no
/// account by their link.
pub(super) async fn write_to_participants_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    by: Option<PersonId>,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let letter = about.told(letter);
    guests::tell_in(tx, about.ticket, by, &letter, now).await?;
    write_at_home_in(tx, about, by, &letter, now).await
}

async fn write_at_home_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    by: Option<PersonId>,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let at_home = Query::select()
        .column(membership::Column::PersonId)
        .from(membership::Entity)
        .and_where(membership::Column::StructureId.eq(about.structure))
        .and_where(membership::Column::EndedAt.is_null())
        .to_owned();
    let all = participation::Entity::find()
        .filter(participation::Column::TicketId.eq(about.ticket))
        .filter(participation::Column::PersonId.in_subquery(at_home))
        .find_also_related(person::Entity)
        .all(tx)
        .await?;
    for person in all.into_iter().filter_map(|(_, person)| person).filter(|person| Some(person.id) != by) {
        about.write_in(tx, &person, letter, now).await?;
    }
    Ok(())
}

/// A technician gives a ticket to a colleague: they are told, with the reason.
pub(super) async fn given_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    by: &Viewer,
    (to, reason): (PersonId, &str),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Announcement { ticket, number, .. } = *about;
    let (title, author, words) = (about.title.clone(), by.name().to_owned(), reason.to_owned());
    let event = format!("given:{ticket}:{}", now.timestamp_micros());
    write_to(tx, about, to, Letter::TicketGiven { ticket, number, title, author, words, event }, now).await
}

/// Somebody was brought into the conversation: they are told by whom.
pub(super) async fn shared_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    by: &Viewer,
    person: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Announcement { ticket, number, .. } = *about;
    let (title, author) = (about.title.clone(), by.name().to_owned());
    let event = format!("shared:{ticket}:{}", now.timestamp_micros());
    write_to(tx, about, person, Letter::TicketShared { ticket, number, title, author, event }, now).await
}

/// The requester's side wrote: the technician in charge is told, or all of them while nobody is; and who else takes part.
pub(super) async fn replied_in(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    by: &Viewer,
    assignee: Option<PersonId>,
    (message, words): (MessageId, &str),
    reopened: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Announcement { ticket, number, .. } = *about;
    let (title, author, words) = (about.title.clone(), by.name().to_owned(), words.to_owned());
    let event = format!("message:{message}");
    let letter = if reopened {
        Letter::TicketReopened { ticket, number, title, author, words, event }
    } else {
        Letter::TicketAnswered { ticket, number, title, author, words, event, asks: false }
    };
    let letter = about.told(letter);
    if by.is_guest() && guests::is_quiet_in(tx, by.id()).await? {
        return Ok(());
    }
    for technician in people::on_duty_in(tx, Duty::Technician).await?.into_iter().filter(|p| p.id != by.id()) {
        if assignee.is_none_or(|in_charge| in_charge == technician.id) {
            about.write_in(tx, &technician, &letter, now).await?;
        }
    }
    // What the people of a structure write among themselves is not sent to who has no account.
    if Technician::of(by).is_some() {
        guests::tell_in(tx, about.ticket, Some(by.id()), &letter, now).await?;
    }
    write_at_home_in(tx, about, Some(by.id()), &letter, now).await
}

/// A request was settled with many others: who has no account is told by their link.
pub(in crate::store) async fn settled_with_others_in(
    tx: &impl ConnectionTrait,
    of: &ticket::Model,
    by: &Viewer,
    (message, words): (MessageId, &str),
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let about = Announcement::of(of);
    let (author, words, event) = (by.name().to_owned(), words.to_owned(), format!("message:{message}"));
    let letter = Letter::TicketSettled { ticket: of.id, number: of.number, title: of.title.clone(), author, words, event };
    guests::tell_in(tx, of.id, Some(by.id()), &about.told(letter), now).await
}

async fn write_to(
    tx: &impl ConnectionTrait,
    about: &Announcement,
    recipient: PersonId,
    letter: Letter,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(person) = person::Entity::find_by_id(recipient).one(tx).await? else { return Ok(()) };
    about.write_in(tx, &person, &about.told(letter), now).await
}
