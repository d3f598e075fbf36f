//! Who follows a ticket from outside: an address that has no account, and receives what is sent to it alone (`tickets.md` §4).
//! A person made for that ticket alone, as for who asks through a sticker, but without a link: they open nothing. The address
//! is never looked up.

use super::commands::TicketError;
use super::deed::Deed;
use super::letters::Announcement;
use super::participations::{hand_in, part_in, take_part_in};
use crate::domain::ids::{MessageId, PersonId, TicketId};
use crate::domain::people::{Email, Language};
use crate::domain::tickets::{EventKind, MOST_OUTSIDE, Part};
use crate::store::access::Viewer;
use crate::store::entities::{group_settings, guest, participation, person, structure};
use crate::store::outbox::{self, Letter};
use crate::store::{Db, DbErr, attempts};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

/// Why an address is not added.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// [`MOST_OUTSIDE`] follow it already.
    #[error("too many addresses")]
    TooMany,
    /// An address at which the group itself is written to.
    #[error("the group's own address")]
    OfGroup,
    /// They have added too many within the hour.
    #[error("too often")]
    TooOften,
    #[error(transparent)]
    Ticket(#[from] TicketError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// Somebody outside, as they are written to.
pub(super) struct Outside {
    pub person: PersonId,
    pub email: Email,
    pub language: Language,
}

/// Adds an address outside, which is told nothing until something is sent to it. Added twice, it is there once. `sender` is the
/// address that letters leave from.
pub async fn add_outside(
    db: &Db,
    by: &Viewer,
    id: TicketId,
    email: Email,
    sender: &Email,
    now: DateTime<Utc>,
) -> Result<(), OutsideError> {
    if !attempts::allow(db, attempts::OUTSIDE_ADDRESSES, &by.id().to_string(), now).await? {
        return Err(OutsideError::TooOften);
    }
    let deed = Deed::start(db, by, id, by, now).await?;
    let id = deed.ticket.id;
    if !hand_in(by, &deed.ticket, part_in(&deed.tx, id, by.id()).await?).may_add(Part::Watcher) {
        return Err(TicketError::NotRequester.into());
    }
    let group = group_settings::Entity::find().one(&deed.tx).await?;
    if email == *sender || group.is_some_and(|group| group.email.parse() == Ok(email.clone())) {
        return Err(OutsideError::OfGroup);
    }
    let known = of_in(&deed.tx, id).await?;
    if known.iter().any(|one| one.email == email) {
        return Ok(());
    }
    if known.len() >= MOST_OUTSIDE {
        return Err(OutsideError::TooMany);
    }
    let person = follow_in(&deed.tx, (id, deed.ticket.received_at), &email, by.language(), now).await?;
    deed.record(EventKind::Joined, &person.to_string()).await?;
    Ok(deed.done().await?)
}

/// Makes the person who stands for an address, and lets them follow one ticket.
pub(super) async fn follow_in(
    tx: &impl ConnectionTrait,
    (ticket_id, received_at): (TicketId, DateTime<Utc>),
    email: &Email,
    language: Language,
    now: DateTime<Utc>,
) -> Result<PersonId, DbErr> {
    let id = PersonId::new(now);
    let row = person::Model {
        id,
        name: email.to_string(),
        email: Email::of_nobody(id),
        phone: String::new(),
        language,
        password_hash: None,
        created_at: now,
        hours_letters: false,
        keys: false,
    };
    person::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    let row = guest::Model {
        person_id: id,
        ticket_id,
        email: Some(email.clone()),
        phone: String::new(),
        quiet: false,
        confirmed_at: None,
        confirmed_by: None,
        revoked_at: None,
        watches: true,
    };
    guest::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    take_part_in(tx, ticket_id, id, Part::Watcher, received_at).await?;
    Ok(id)
}

/// Who follows a ticket from outside, the first added first.
pub(super) async fn of_in(tx: &impl ConnectionTrait, ticket: TicketId) -> Result<Vec<Outside>, DbErr> {
    let follows = Query::select()
        .column(participation::Column::PersonId)
        .from(participation::Entity)
        .and_where(participation::Column::TicketId.eq(ticket))
        .to_owned();
    let rows = guest::Entity::find()
        .filter(guest::Column::Watches.eq(true))
        .filter(guest::Column::RevokedAt.is_null())
        .filter(guest::Column::PersonId.in_subquery(follows))
        .order_by_asc(guest::Column::PersonId)
        .find_also_related(person::Entity)
        .all(tx)
        .await?;
    let outside = |(guest, person): (guest::Model, Option<person::Model>)| {
        Some(Outside { person: guest.person_id, email: guest.email?, language: person?.language })
    };
    Ok(rows.into_iter().filter_map(outside).collect())
}

/// Who comes into a ticket from another that is merged into it: an address that follows both stays once.
pub(super) async fn newcomers_in(tx: &impl ConnectionTrait, here: TicketId, from: TicketId) -> Result<Vec<PersonId>, DbErr> {
    let here = of_in(tx, here).await?;
    let all = of_in(tx, from).await?.into_iter();
    Ok(all.filter(|one| here.iter().all(|known| known.email != one.email)).map(|one| one.person).collect())
}

/// That whoever takes part in the row is somebody outside.
pub(super) fn is_outside() -> Expr {
    let person = Expr::col((guest::Entity, guest::Column::PersonId));
    let rows = Query::select()
        .expr(Expr::value(1))
        .from(guest::Entity)
        .and_where(person.equals((participation::Entity, participation::Column::PersonId)))
        .and_where(guest::Column::Watches.eq(true))
        .to_owned();
    Expr::exists(rows)
}

/// Whoever was outside and follows nothing any more is written to no more.
pub(super) async fn forget_in(tx: &impl ConnectionTrait, person: PersonId, now: DateTime<Utc>) -> Result<(), DbErr> {
    let follow = Query::select().column(participation::Column::PersonId).from(participation::Entity).to_owned();
    guest::Entity::update_many()
        .set(guest::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() })
        .filter(guest::Column::PersonId.eq(person))
        .filter(guest::Column::Watches.eq(true))
        .filter(guest::Column::PersonId.not_in_subquery(follow))
        .exec(tx)
        .await
        .map(drop)
}

/// Sends what was said to the addresses that were ticked. Of a confidential ticket the title stays inside: who ticks sends these
/// words and no others.
pub(super) async fn send_in(
    deed: &Deed,
    by: &Viewer,
    (message, words): (MessageId, &str),
    to: &[PersonId],
) -> Result<(), TicketError> {
    if to.is_empty() {
        return Ok(());
    }
    let (tx, about) = (&deed.tx, Announcement::of(&deed.ticket));
    if !hand_in(by, &deed.ticket, part_in(tx, about.ticket, by.id()).await?).may_send_outside() {
        return Err(TicketError::NotRequester);
    }
    let all = of_in(tx, about.ticket).await?;
    if to.iter().any(|person| all.iter().all(|one| one.person != *person)) {
        return Err(TicketError::OutsideGone);
    }
    let structure = structure::Entity::find_by_id(about.structure).one(tx).await?.map(|row| row.name).unwrap_or_default();
    let letter = Letter::TicketSentOutside {
        ticket: about.ticket,
        number: about.number,
        title: if about.confidential { String::new() } else { about.title },
        author: by.name().to_owned(),
        structure,
        words: words.to_owned(),
        answer_to: by.email().clone(),
        event: format!("message:{message}"),
    };
    for one in all.iter().filter(|one| to.contains(&one.person)) {
        outbox::write_in(tx, &outbox::to(&one.email, one.language), &letter, deed.now).await?;
        deed.record(EventKind::SentOutside, &one.person.to_string()).await?;
    }
    Ok(())
}
