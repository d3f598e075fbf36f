//! What people do with a ticket: each one transaction with its history line and its letters.

use super::letters::{self, Announcement};
use super::pictures::{self, Picture};
use crate::domain::ids::{EntryId, EquipmentId, MessageId, PersonId, StructureId, TicketEventId, TicketId};
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::tickets::{Channel, EventKind, Impact, Move, Outcome, Priority, Refusal, Standing, State, Urgency, title_of};
use crate::domain::time::Minutes;
use crate::store::access::{MemberOf, Scope, Technician, Viewer};
use crate::store::entities::{equipment, membership, message, ticket, ticket_event};
use crate::store::interventions::{LogError, Work, log_in};
use crate::store::{Db, DbErr, group};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

/// A request as it is typed.
#[derive(Clone, Debug)]
pub struct NewTicket {
    /// Made with the form: sent twice, the request is made once.
    pub id: TicketId,
    pub words: String,
    pub urgency: Urgency,
    pub impact: Impact,
    pub equipment: Option<EquipmentId>,
    pub pictures: Vec<Picture>,
}

/// A request that the technician notes for somebody on the telephone.
#[derive(Clone, Debug)]
pub struct Noted {
    pub structure: StructureId,
    pub requester: PersonId,
    pub new: NewTicket,
}

/// What a technician's answer does to the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// « Samira s'en occupe »
    InHand,
    /// « On attend votre réponse »
    Waiting,
    /// « Réglée »
    Settled(Outcome),
}

/// The time of an answer, written down in the same transaction.
#[derive(Clone, Debug)]
pub struct Time {
    pub entry: EntryId,
    pub day: NaiveDate,
    pub start: Option<u32>,
    pub minutes: Minutes,
    pub kind: Kind,
    pub not_charged: Option<NotCharged>,
}

/// A technician's answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Made with the form: sent twice, it is said once.
    pub message: MessageId,
    pub words: String,
    /// Read by technicians alone.
    pub internal: bool,
    pub next: Next,
    /// `None`: « 0 min », chosen.
    pub time: Option<Time>,
}

/// What the requester's side writes.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Made with the form: sent twice, it is said once.
    pub message: MessageId,
    pub words: String,
    pub pictures: Vec<Picture>,
}

/// Why a deed on a ticket is refused.
#[derive(Debug, thiserror::Error)]
pub enum TicketError {
    /// Not there, or not within reach.
    #[error("no such ticket")]
    NotFound,
    /// The person or the machine named is not of that structure.
    #[error("not of this structure")]
    Foreign,
    /// Only the person who asked may do this.
    #[error("only the requester")]
    NotRequester,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

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
    if let Some(known) = ticket::Entity::find_by_id(new.id).one(&tx).await? {
        return if known.author_id == author { Ok(known.id) } else { Err(TicketError::Foreign) };
    }
    if let Some(machine) = new.equipment {
        let found = equipment::Entity::find_by_id(machine).filter(equipment::Column::StructureId.eq(structure)).one(&tx).await?;
        found.ok_or(TicketError::Foreign)?;
    }
    let row = new_row(&new, group::next_ticket_number(&tx).await?, structure, channel, (author, requester), now);
    let announced = Announcement::of(&row);
    ticket::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
    let message = say_in(&tx, new.id, author, MessageId::new(now), &new.words, false, now).await?;
    pictures::store_in(&tx, new.id, message, new.pictures, now).await?;
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
    }
}

/// A technician takes the ticket in hand.
pub async fn take(db: &Db, by: &Technician, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let state = deed.after(Move::Take)?;
    let change = ticket::ActiveModel { assignee_id: Set(Some(by.viewer().id())), ..deed.moved_to(state, None) };
    deed.change(change).await?;
    deed.record(EventKind::Taken, "").await?;
    deed.done().await
}

/// A technician gives the ticket back to the queue.
pub async fn pass_on(db: &Db, by: &Technician, id: TicketId, reason: &str, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let state = deed.after(Move::PassOn)?;
    let change = ticket::ActiveModel { assignee_id: Set(None), ..deed.moved_to(state, None) };
    deed.change(change).await?;
    deed.record(EventKind::PassedOn, reason).await?;
    deed.done().await
}

/// A technician gives the ticket a better title.
pub async fn rename(db: &Db, by: &Technician, id: TicketId, title: String, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let before = deed.ticket.title.clone();
    deed.change(ticket::ActiveModel { title: Set(title), changed_at: Set(now), ..Default::default() }).await?;
    deed.record(EventKind::Renamed, &before).await?;
    deed.done().await
}

/// A technician changes the priority, with a reason that the requester reads.
pub async fn prioritise(
    db: &Db,
    by: &Technician,
    id: TicketId,
    priority: Priority,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    let rank = priority.queue_rank(deed.ticket.impact);
    deed.change(ticket::ActiveModel { priority: Set(priority), queue_rank: Set(rank), changed_at: Set(now), ..Default::default() })
        .await?;
    deed.record(EventKind::Prioritised, reason).await?;
    deed.done().await
}

/// Answers, moves the ticket and writes the time down: one act, one transaction.
pub async fn answer(
    db: &Db,
    by: &Technician,
    id: TicketId,
    answer: Answer,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), TicketError> {
    let me = by.viewer().id();
    let deed = Deed::start(db, by, id, by.viewer(), now).await?;
    if deed.already_said(answer.message).await? {
        return Ok(());
    }
    say_in(&deed.tx, id, me, answer.message, &answer.words, answer.internal, now).await?;
    if answer.internal {
        deed.change(ticket::ActiveModel { changed_at: Set(now), ..Default::default() }).await?;
    } else {
        deed.turn(answer.next).await?;
        let announced = Announcement::of(&deed.ticket);
        letters::answered_in(&deed.tx, &announced, by.viewer(), deed.ticket.requester_id, &answer, now).await?;
    }
    if let Some(time) = answer.time {
        log_in(&deed.tx, by, time.entry, deed.work(time, &answer.words), today, now).await?;
    }
    deed.done().await
}

/// The requester's side writes: a question that waited is answered, a settled ticket opens again.
pub async fn reply(db: &Db, by: &Viewer, id: TicketId, asked: Asked, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    if deed.already_said(asked.message).await? {
        return Ok(());
    }
    let state = deed.after(Move::Reply)?;
    let reopened = deed.ticket.state == State::Settled;
    deed.change(deed.moved_to(state, None)).await?;
    say_in(&deed.tx, id, by.id(), asked.message, &asked.words, false, now).await?;
    pictures::store_in(&deed.tx, id, asked.message, asked.pictures, now).await?;
    if reopened {
        deed.record(EventKind::Reopened, "").await?;
    }
    let announced = Announcement::of(&deed.ticket);
    letters::replied_in(&deed.tx, &announced, by, deed.ticket.assignee_id, (asked.message, &asked.words), reopened, now).await?;
    deed.done().await
}

/// The requester says « C'est réglé ».
pub async fn confirm(db: &Db, by: &Viewer, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    requesters_move(db, by, id, Move::Confirm, Outcome::Fixed, now).await
}

/// The requester takes the request back, while nobody has read it.
pub async fn withdraw(db: &Db, by: &Viewer, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    requesters_move(db, by, id, Move::Withdraw, Outcome::Withdrawn, now).await
}

async fn requesters_move(
    db: &Db,
    by: &Viewer,
    id: TicketId,
    wanted: Move,
    outcome: Outcome,
    now: DateTime<Utc>,
) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    if deed.ticket.requester_id != by.id() {
        return Err(TicketError::NotRequester);
    }
    if deed.ticket.state == State::Settled && deed.ticket.outcome == Some(outcome) {
        return Ok(());
    }
    let state = deed.after(wanted)?;
    deed.change(deed.moved_to(state, Some(outcome))).await?;
    deed.record(EventKind::Settled, outcome.as_str()).await?;
    deed.done().await
}

/// The requester or the referent says « Ce n'est pas réglé », with a word if they like.
pub async fn reopen(db: &Db, by: &Viewer, id: TicketId, asked: Asked, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    if deed.ticket.state != State::Settled {
        return Ok(());
    }
    let wanted = if Technician::of(by).is_some() { Move::ReopenAsTechnician } else { Move::Reopen };
    let state = deed.after(wanted)?;
    deed.change(deed.moved_to(state, None)).await?;
    deed.record(EventKind::Reopened, "").await?;
    if !asked.words.is_empty() {
        say_in(&deed.tx, id, by.id(), asked.message, &asked.words, false, now).await?;
    }
    let announced = Announcement::of(&deed.ticket);
    letters::replied_in(&deed.tx, &announced, by, deed.ticket.assignee_id, (asked.message, &asked.words), true, now).await?;
    deed.done().await
}

/// A ticket held for one deed: found through the scope, locked, changed, committed.
struct Deed {
    tx: sea_orm::DatabaseTransaction,
    ticket: ticket::Model,
    actor: PersonId,
    now: DateTime<Utc>,
}

impl Deed {
    async fn start(
        db: &Db,
        within: impl Into<Scope>,
        id: TicketId,
        actor: &Viewer,
        now: DateTime<Utc>,
    ) -> Result<Self, TicketError> {
        let tx = db.begin_write().await?;
        let found = within.into().tickets().filter(ticket::Column::Id.eq(id)).lock_exclusive().one(&tx).await?;
        let ticket = found.ok_or(TicketError::NotFound)?;
        Ok(Self { tx, ticket, actor: actor.id(), now })
    }

    fn after(&self, wanted: Move) -> Result<State, Refusal> {
        let standing = Standing {
            state: self.ticket.state,
            has_assignee: self.ticket.assignee_id.is_some(),
            was_read: self.ticket.read_at.is_some(),
            settled_at: self.ticket.settled_at,
        };
        standing.after(wanted, self.now)
    }

    /// The columns that follow the state.
    fn moved_to(&self, state: State, outcome: Option<Outcome>) -> ticket::ActiveModel {
        let settled = state == State::Settled;
        ticket::ActiveModel {
            state: Set(state),
            outcome: Set(outcome.filter(|_| settled)),
            settled_at: Set(
                settled.then_some(self.ticket.settled_at.filter(|_| self.ticket.state == State::Settled).unwrap_or(self.now))
            ),
            changed_at: Set(self.now),
            ..Default::default()
        }
    }

    async fn change(&self, mut change: ticket::ActiveModel) -> Result<(), DbErr> {
        change.version = Set(self.ticket.version + 1);
        ticket::Entity::update_many().set(change).filter(ticket::Column::Id.eq(self.ticket.id)).exec(&self.tx).await.map(drop)
    }

    /// Turns the ticket as an answer of its technician says; whoever answers first has it in hand.
    async fn turn(&self, next: Next) -> Result<(), TicketError> {
        let settled = self.ticket.state == State::Settled;
        let has_it = self.ticket.assignee_id.is_some();
        let (state, event) = match next {
            Next::InHand if settled => (self.after(Move::ReopenAsTechnician)?, Some((EventKind::Reopened, ""))),
            Next::InHand => (self.after(Move::Take)?, (!has_it).then_some((EventKind::Taken, ""))),
            Next::Waiting if settled => (State::Waiting, Some((EventKind::Reopened, ""))),
            Next::Waiting => (self.after(Move::Ask)?, Some((EventKind::Asked, ""))),
            Next::Settled(_) if settled => (State::Settled, None),
            Next::Settled(outcome) => (self.after(Move::Settle(outcome))?, Some((EventKind::Settled, outcome.as_str()))),
        };
        let outcome = match next {
            Next::Settled(outcome) => Some(outcome),
            Next::InHand | Next::Waiting => None,
        };
        let mut change = self.moved_to(state, outcome);
        change.assignee_id = Set(Some(self.ticket.assignee_id.unwrap_or(self.actor)));
        change.answered_at = Set(Some(self.ticket.answered_at.unwrap_or(self.now)));
        self.change(change).await?;
        if let Some((kind, detail)) = event {
            self.record(kind, detail).await?;
        }
        Ok(())
    }

    async fn record(&self, kind: EventKind, detail: &str) -> Result<(), DbErr> {
        record_in(&self.tx, self.ticket.id, self.actor, kind, detail, self.now).await
    }

    async fn already_said(&self, message: MessageId) -> Result<bool, DbErr> {
        Ok(message::Entity::find_by_id(message).one(&self.tx).await?.is_some())
    }

    fn work(&self, time: Time, words: &str) -> Work {
        Work {
            structure: self.ticket.structure_id,
            ticket: Some(self.ticket.id),
            equipment: self.ticket.equipment_id,
            day: time.day,
            start: time.start,
            minutes: time.minutes,
            kind: time.kind,
            not_charged: time.not_charged,
            note: title_of(words),
        }
    }

    async fn done(self) -> Result<(), TicketError> {
        Ok(self.tx.commit().await?)
    }
}

pub(super) async fn say_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    author_id: PersonId,
    id: MessageId,
    body: &str,
    internal: bool,
    now: DateTime<Utc>,
) -> Result<MessageId, DbErr> {
    let row = message::Model { id, ticket_id, author_id, body: body.to_owned(), internal, created_at: now };
    message::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(id)
}

pub(super) async fn record_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    actor_id: PersonId,
    kind: EventKind,
    detail: &str,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ticket_event::Model { id: TicketEventId::new(at), ticket_id, actor_id, kind, detail: detail.to_owned(), at };
    ticket_event::Entity::insert(row.into_active_model()).exec_without_returning(tx).await.map(drop)
}
