//! Who asks through a sticker, without an account: a person made for that request alone, the links by which they follow it,
//! and what they may do there (`tickets.md` §1). The address that they give is never looked up.

use super::attachments::{self, NewFile, StoredFile};
use super::commands::{self, Asked, NewTicket, TicketError};
use super::conversation::{self, Line, LineKind};
use super::deed::Deed;
use super::reads::Ticket;
use super::submission::{Submission, submit_in};
use crate::domain::ids::{AttachmentId, DraftFileId, MessageId, PersonId, TicketId};
use crate::domain::people::{Duty, Email, Language};
use crate::domain::tickets::{Channel, EventKind};
use crate::store::access::{AtMachine, Guest, Referent, Technician, Viewer};
use crate::store::entities::{attachment, duty, guest, guest_link, message, person, ticket};
use crate::store::outbox::{self, Letter};
use crate::store::secrets::Secret;
use crate::store::{Db, DbErr, attempts};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use std::collections::HashSet;

/// A request as a stranger types it.
#[derive(Clone, Debug)]
pub struct GuestRequest {
    pub first_name: String,
    /// One of the two is there.
    pub email: Option<Email>,
    pub phone: String,
    pub language: Language,
    /// `None`: the first sentence.
    pub title: Option<String>,
    /// What they show.
    pub pictures: Vec<NewFile>,
    /// Came in beyond the limits: it is kept, and nobody is told.
    pub quiet: bool,
}

/// Asks for help in front of a machine. The secret was made with the form, and opens the way to follow the request: sent twice,
/// it is asked once.
pub async fn submit_as_guest(
    db: &Db,
    by: &AtMachine,
    secret: &Secret,
    guest: GuestRequest,
    new: NewTicket,
    now: DateTime<Utc>,
) -> Result<(), TicketError> {
    let first_letter = match &guest.email {
        Some(email) if !guest.quiet => attempts::allow(db, attempts::FIRST_LETTERS_PER_ADDRESS, email.as_str(), now).await?,
        _ => false,
    };
    let person = PersonId::new(now);
    let tx = db.begin_write().await?;
    person::Entity::insert(nobodys_row(person, &guest, now).into_active_model()).exec_without_returning(&tx).await?;
    let pictures = attachments::keep_in(&tx, person, guest.pictures, now).await?;
    let files = pictures.into_iter().map(|picture| picture.id).collect();
    let submission = Submission {
        structure: by.structure(),
        channel: Channel::Sticker,
        author: person,
        requester: person,
        assignee: None,
        title: guest.title,
        quiet: guest.quiet,
        new: NewTicket { machines: vec![by.machine()], confidential: false, files, ..new },
    };
    let id = submit_in(&tx, submission, now).await?;
    // After the number, for which the same form sent at the same moment waits: what it has written is seen.
    if guest_link::Entity::find_by_id(secret.hash()).one(&tx).await?.is_some() {
        return Ok(tx.rollback().await?);
    }
    let row = guest::Model {
        person_id: person,
        ticket_id: id,
        email: guest.email,
        phone: guest.phone,
        quiet: guest.quiet,
        confirmed_at: None,
        confirmed_by: None,
        revoked_at: None,
        watches: false,
    };
    guest::Entity::insert(row.clone().into_active_model()).exec_without_returning(&tx).await?;
    link_in(&tx, person, secret, false, now).await?;
    if let (true, Some(email)) = (first_letter, &row.email) {
        let token = Secret::random();
        link_in(&tx, person, &token, true, now).await?;
        let number = ticket::Entity::find_by_id(id).one(&tx).await?.map_or(0, |row| row.number);
        let letter = Letter::GuestReceived { ticket: id, number, token: token.as_str().to_owned() };
        outbox::write_in(&tx, &outbox::to(email, guest.language), &letter, now).await?;
    }
    Ok(tx.commit().await?)
}

fn nobodys_row(id: PersonId, of: &GuestRequest, now: DateTime<Utc>) -> person::Model {
    person::Model {
        id,
        name: of.first_name.clone(),
        email: Email::of_nobody(id),
        phone: String::new(),
        language: of.language,
        password_hash: None,
        created_at: now,
        hours_letters: false,
        keys: false,
    }
}

async fn link_in(
    tx: &impl ConnectionTrait,
    person_id: PersonId,
    secret: &Secret,
    mailed: bool,
    made_at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = guest_link::Model { token_hash: secret.hash(), person_id, mailed, made_at };
    guest_link::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}

/// A guest once more, for a request that is split off theirs.
pub(super) struct Twin {
    pub of: guest::Model,
    pub person: PersonId,
}

/// Makes the twin of the guest among these people, if one of them is.
pub(super) async fn twin_in(tx: &impl ConnectionTrait, people: &[PersonId], now: DateTime<Utc>) -> Result<Option<Twin>, DbErr> {
    let asks = guest::Entity::find().filter(guest::Column::Watches.eq(false));
    let among = asks.filter(guest::Column::PersonId.is_in(people.iter().copied()));
    let Some((of, Some(known))) = among.find_also_related(person::Entity).one(tx).await? else { return Ok(None) };
    let id = PersonId::new(now);
    let row = person::Model { id, email: Email::of_nobody(id), created_at: now, ..known };
    person::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(Some(Twin { of, person: id }))
}

impl Twin {
    /// The twin asks for the new ticket, and said what they said.
    pub async fn follow_in(
        self,
        tx: &impl ConnectionTrait,
        ticket_id: TicketId,
        said: impl Iterator<Item = MessageId>,
    ) -> Result<(), DbErr> {
        message::Entity::update_many()
            .col_expr(message::Column::AuthorId, Expr::value(self.person))
            .filter(message::Column::Id.is_in(said))
            .filter(message::Column::AuthorId.eq(self.of.person_id))
            .exec(tx)
            .await?;
        let row = guest::Model { person_id: self.person, ticket_id, ..self.of };
        guest::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
    }
}

/// Writes a letter about a ticket to the guests who asked for it, but the author of the deed: each with a link of its own.
pub(in crate::store) async fn tell_in(
    tx: &impl ConnectionTrait,
    about: TicketId,
    by: Option<PersonId>,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let following = guest::Entity::find()
        .filter(guest::Column::TicketId.eq(about))
        .filter(guest::Column::Watches.eq(false))
        .filter(guest::Column::RevokedAt.is_null())
        .filter(guest::Column::Quiet.eq(false).or(guest::Column::ConfirmedAt.is_not_null()))
        .find_also_related(person::Entity)
        .all(tx)
        .await?;
    for (guest, person) in following.into_iter().filter(|(guest, _)| Some(guest.person_id) != by) {
        let (Some(email), Some(person)) = (guest.email, person) else { continue };
        let token = Secret::random();
        link_in(tx, guest.person_id, &token, true, now).await?;
        let letter = letter.clone().for_guest(token.as_str().to_owned());
        outbox::write_in(tx, &outbox::to(&email, person.language), &letter, now).await?;
    }
    Ok(())
}

/// What is known of who asked without an account: for the technician and the referent alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestSeen {
    pub email: Option<Email>,
    pub phone: String,
    pub confirmed: bool,
    /// May follow the request by the link.
    pub follows: bool,
}

/// Who asked for a ticket that was found within reach, when they have no account and the reader may call them.
pub async fn guest_of(db: &Db, reader: &Viewer, of: &Ticket) -> Result<Option<GuestSeen>, DbErr> {
    let may = Technician::of(reader).is_some() || Referent::of(reader, of.structure).is_some();
    if !of.beside.guest || !may {
        return Ok(None);
    }
    let found = guest::Entity::find_by_id(of.requester).one(&db.read).await?;
    Ok(found.map(|row| GuestSeen {
        follows: row.revoked_at.is_none() && row.ticket_id == of.id,
        email: row.email,
        phone: row.phone,
        confirmed: row.confirmed_at.is_some(),
    }))
}

/// That whoever asks for the ticket of the row has no account.
pub(super) fn of_guest() -> Expr {
    Expr::exists(guest_of_row())
}

fn guest_of_row() -> SelectStatement {
    let person = Expr::col((guest::Entity, guest::Column::PersonId));
    Query::select()
        .expr(Expr::value(1))
        .from(guest::Entity)
        .and_where(person.equals((ticket::Entity, ticket::Column::RequesterId)))
        .to_owned()
}

/// That whoever asks for the ticket of the row has no account, and that nobody knows yet that they are who they say.
pub(in crate::store) fn is_unconfirmed() -> Expr {
    Expr::exists(unconfirmed_guest_of_row())
}

/// That the ticket of the row came in beyond the limits, and that nobody is told of it until it is confirmed.
pub(in crate::store) fn is_quiet() -> Expr {
    let quiet = Expr::col((guest::Entity, guest::Column::Quiet)).eq(true);
    Expr::exists(unconfirmed_guest_of_row().and_where(quiet).to_owned())
}

fn unconfirmed_guest_of_row() -> SelectStatement {
    let confirmed = Expr::col((guest::Entity, guest::Column::ConfirmedAt));
    guest_of_row().and_where(confirmed.is_null()).to_owned()
}

/// Whether nobody is told of what a guest asks: it came in beyond the limits, and nobody has confirmed it.
pub(super) async fn is_quiet_in(tx: &impl ConnectionTrait, guest: PersonId) -> Result<bool, DbErr> {
    Ok(guest::Entity::find_by_id(guest).one(tx).await?.is_some_and(|row| row.quiet && row.confirmed_at.is_none()))
}

/// The guest confirms by the link that was mailed. `false` when this link proves no address.
pub async fn confirm_as_guest(db: &Db, by: &Guest, now: DateTime<Utc>) -> Result<bool, TicketError> {
    if !by.was_mailed() {
        return Ok(false);
    }
    let deed = Deed::start(db, by, by.ticket(), by.viewer(), now).await?;
    confirmed_in(&deed, by.person(), None, now).await?;
    deed.done().await?;
    Ok(true)
}

/// A technician has called back: who asked is who they say.
pub async fn called_back(db: &Db, by: &Technician, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let requester = deed.ticket.requester_id;
    if guest::Entity::find_by_id(requester).one(&deed.tx).await?.is_none() {
        return Err(TicketError::NotFound);
    }
    confirmed_in(&deed, requester, Some(by.viewer().id()), now).await?;
    deed.done().await
}

/// Once, however often it is said.
async fn confirmed_in(deed: &Deed, guest: PersonId, by: Option<PersonId>, now: DateTime<Utc>) -> Result<(), DbErr> {
    let change = guest::ActiveModel { confirmed_at: Set(Some(now)), confirmed_by: Set(by), ..Default::default() };
    let confirmed = guest::Entity::update_many()
        .set(change)
        .filter(guest::Column::PersonId.eq(guest))
        .filter(guest::Column::ConfirmedAt.is_null())
        .exec(&deed.tx)
        .await?;
    if confirmed.rows_affected > 0 {
        deed.record(EventKind::Confirmed, if by.is_some() { "call" } else { "link" }).await?;
    }
    Ok(())
}

/// A technician closes the way in of who asked without an account: every link is as if it had never been.
pub async fn end_guest(db: &Db, by: &Technician, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let requester = deed.ticket.requester_id;
    if guest::Entity::find_by_id(requester).one(&deed.tx).await?.is_none() {
        return Err(TicketError::NotFound);
    }
    guest::Entity::update_many()
        .set(guest::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() })
        .filter(guest::Column::PersonId.eq(requester))
        .filter(guest::Column::RevokedAt.is_null())
        .exec(&deed.tx)
        .await?;
    deed.done().await
}

/// What a guest reads of their request: what was said there, no note, nothing of what was merged into it. With each, whether
/// a technician says it: others have no name here.
pub async fn said_to_guest(db: &Db, by: &Guest, of: &Ticket) -> Result<Vec<(Line, bool)>, DbErr> {
    let all = conversation::conversation(db, by.viewer(), of).await?;
    let technicians: HashSet<PersonId> = duty::Entity::find()
        .select_only()
        .column(duty::Column::PersonId)
        // Who left the duty since has answered all the same.
        .filter(duty::Column::Kind.eq(Duty::Technician))
        .into_tuple()
        .all(&db.read)
        .await?
        .into_iter()
        .collect();
    let said = all.into_iter().filter(|line| line.origin.is_none() && matches!(line.kind, LineKind::Message { .. }));
    Ok(said.map(|line| (technicians.contains(&line.author), line)).map(|(technician, line)| (line, technician)).collect())
}

/// Keeps pictures for what the guest is about to write.
pub async fn keep_for_guest(db: &Db, by: &Guest, pictures: Vec<NewFile>, now: DateTime<Utc>) -> Result<Vec<DraftFileId>, DbErr> {
    let kept = attachments::keep(db, by.viewer(), pictures, now).await?;
    Ok(kept.into_iter().map(|picture| picture.id).collect())
}

/// The guest writes. `None` when they have written too often within the hour.
pub async fn reply_as_guest(db: &Db, by: &Guest, asked: Asked, now: DateTime<Utc>) -> Result<Option<()>, TicketError> {
    if !attempts::allow(db, attempts::GUEST_MESSAGES, &by.person().to_string(), now).await? {
        return Ok(None);
    }
    commands::reply(db, by.viewer(), by.ticket(), asked, now).await.map(Some)
}

/// The guest says « C'est réglé ».
pub async fn close_as_guest(db: &Db, by: &Guest, now: DateTime<Utc>) -> Result<(), TicketError> {
    commands::confirm(db, by.viewer(), by.ticket(), now).await
}

/// The guest says « Ce n'est pas réglé ». `None` when they have written too often within the hour.
pub async fn reopen_as_guest(db: &Db, by: &Guest, asked: Asked, now: DateTime<Utc>) -> Result<Option<()>, TicketError> {
    if !attempts::allow(db, attempts::GUEST_MESSAGES, &by.person().to_string(), now).await? {
        return Ok(None);
    }
    commands::reopen(db, by.viewer(), by.ticket(), asked, now).await.map(Some)
}

/// A file that belongs to the guest's request, and to no other that was merged into it.
pub async fn attachment_for_guest(db: &Db, by: &Guest, id: AttachmentId) -> Result<Option<StoredFile>, DbErr> {
    let of_it = attachment::Entity::find_by_id(id).filter(attachment::Column::TicketId.eq(by.ticket()));
    if of_it.one(&db.read).await?.is_none() {
        return Ok(None);
    }
    attachments::attachment(db, by, id).await
}
