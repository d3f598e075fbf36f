//! A ticket held for one deed, and the rows that a deed writes.

use super::commands::{Next, TicketError, Time};
use super::letters::Announcement;
use super::{affected, delays, machines};
use crate::domain::ids::{MessageId, PersonId, TicketEventId, TicketId};
use crate::domain::tickets::{EventKind, Move, Outcome, Refusal, Standing, State, title_of};
use crate::store::access::{Scope, Viewer};
use crate::store::entities::{message, ticket, ticket_event};
use crate::store::interventions::Work;
use crate::store::outbox::Gathering;
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Select,
    Set,
};

/// A ticket held for one deed: found through the scope, locked, changed, committed.
pub(in crate::store) struct Deed {
    pub tx: DatabaseTransaction,
    /// The ticket that was named: another than the one held when it was merged.
    asked: TicketId,
    pub ticket: ticket::Model,
    actor: PersonId,
    pub now: DateTime<Utc>,
    /// Who said « moi aussi » is told otherwise.
    quiet: bool,
    /// One of a deed on many, whose letters are gathered.
    pub gathering: Option<Gathering>,
}

impl Deed {
    pub async fn start(
        db: &Db,
        within: impl Into<Scope>,
        id: TicketId,
        actor: &Viewer,
        now: DateTime<Utc>,
    ) -> Result<Self, TicketError> {
        Self::start_in(db.begin_write().await?, within, id, actor, now).await
    }

    /// The same within a transaction that holds something else already.
    pub async fn start_in(
        tx: DatabaseTransaction,
        within: impl Into<Scope>,
        id: TicketId,
        actor: &Viewer,
        now: DateTime<Utc>,
    ) -> Result<Self, TicketError> {
        Self::hold(tx, within.into().tickets(), id, actor, now).await
    }

    /// Of a ticket that is held already; who said « moi aussi » to it is told by who calls.
    pub fn quietly(tx: DatabaseTransaction, ticket: ticket::Model, actor: &Viewer, now: DateTime<Utc>) -> Self {
        Self { tx, asked: ticket.id, ticket, actor: actor.id(), now, quiet: true, gathering: None }
    }

    /// The same of a ticket whose words may be kept from who acts.
    pub async fn start_in_sight(
        db: &Db,
        within: impl Into<Scope>,
        id: TicketId,
        actor: &Viewer,
        now: DateTime<Utc>,
    ) -> Result<Self, TicketError> {
        Self::hold(db.begin_write().await?, within.into().tickets_in_sight(), id, actor, now).await
    }

    async fn hold(
        tx: DatabaseTransaction,
        within: Select<ticket::Entity>,
        id: TicketId,
        actor: &Viewer,
        now: DateTime<Utc>,
    ) -> Result<Self, TicketError> {
        let one = |id| within.clone().filter(ticket::Column::Id.eq(id)).lock_exclusive().one(&tx);
        let mut ticket = one(id).await?.ok_or(TicketError::NotFound)?;
        // What a page of before the merge sends is done where the ticket lives on.
        if let Some(lives_on) = ticket.merged_into {
            ticket = one(lives_on).await?.ok_or(TicketError::NotFound)?;
        }
        Ok(Self { tx, asked: id, ticket, actor: actor.id(), now, quiet: false, gathering: None })
    }

    /// Whether who acts may read its words, as it stands.
    pub async fn reads_words(&self, within: impl Into<Scope>) -> Result<bool, DbErr> {
        let found = within.into().tickets().filter(ticket::Column::Id.eq(self.ticket.id)).one(&self.tx).await?;
        Ok(found.is_some())
    }

    /// What letters about it name.
    pub(super) fn announced(&self) -> Announcement {
        Announcement { gathering: self.gathering.clone(), ..Announcement::of(&self.ticket) }
    }

    pub fn after(&self, wanted: Move) -> Result<State, Refusal> {
        let standing = Standing {
            state: self.ticket.state,
            has_assignee: self.ticket.assignee_id.is_some(),
            was_read: self.ticket.read_at.is_some(),
            settled_at: self.ticket.settled_at,
        };
        standing.after(wanted, self.now)
    }

    /// The columns that follow the state.
    pub fn moved_to(&self, state: State, outcome: Option<Outcome>) -> ticket::ActiveModel {
        moved(&self.ticket, state, outcome, self.now)
    }

    pub async fn change(&self, change: ticket::ActiveModel) -> Result<(), DbErr> {
        let settles = change.state == Set(State::Settled) && self.ticket.state != State::Settled;
        if settles && !self.quiet {
            affected::tell_in(&self.tx, &self.ticket, Some(self.actor), self.gathering.as_ref(), self.now).await?;
        }
        change_in(&self.tx, &self.ticket, change, self.now).await
    }

    /// Turns the ticket as an answer of its technician says; whoever answers first has it in hand.
    pub async fn turn(&self, next: Next) -> Result<(), TicketError> {
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

    pub async fn record(&self, kind: EventKind, detail: &str) -> Result<(), DbErr> {
        record_in(&self.tx, self.ticket.id, self.actor, kind, detail, self.now).await
    }

    /// Whether this very thing was said before. A key that somebody used for something else is refused: what comes with
    /// it must not be lost without a word.
    pub async fn already_said(&self, message: MessageId) -> Result<bool, TicketError> {
        match message::Entity::find_by_id(message).one(&self.tx).await? {
            None => Ok(false),
            Some(known) if [self.ticket.id, self.asked].contains(&known.ticket_id) && known.author_id == self.actor => Ok(true),
            Some(_) => Err(TicketError::Foreign),
        }
    }

    /// On the machine that it is about; on none when there are several.
    pub async fn work(&self, time: Time, words: &str) -> Result<Work, DbErr> {
        let machines = machines::ids_in(&self.tx, self.ticket.id).await?;
        Ok(Work {
            structure: self.ticket.structure_id,
            ticket: Some(self.ticket.id),
            equipment: self.ticket.equipment_id.filter(|_| machines.len() == 1),
            day: time.day,
            start: time.start,
            minutes: time.minutes,
            kind: time.kind,
            not_charged: time.not_charged,
            note: title_of(words),
        })
    }

    pub async fn done(self) -> Result<(), TicketError> {
        Ok(self.tx.commit().await?)
    }
}

/// The columns of a ticket that follow its state.
pub(super) fn moved(row: &ticket::Model, state: State, outcome: Option<Outcome>, now: DateTime<Utc>) -> ticket::ActiveModel {
    let settled = state == State::Settled;
    ticket::ActiveModel {
        state: Set(state),
        outcome: Set(outcome.filter(|_| settled)),
        settled_at: Set(settled.then_some(row.settled_at.filter(|_| row.state == State::Settled).unwrap_or(now))),
        changed_at: Set(now),
        ..Default::default()
    }
}

/// Changes a ticket that is held; its clock follows its state.
pub(super) async fn change_in(
    tx: &impl ConnectionTrait,
    row: &ticket::Model,
    mut change: ticket::ActiveModel,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    change.version = Set(row.version + 1);
    if let ActiveValue::Set(state) = change.state {
        delays::turn_in(tx, row, state, now).await?;
    }
    ticket::Entity::update_many().set(change).filter(ticket::Column::Id.eq(row.id)).exec(tx).await.map(drop)
}

pub(in crate::store) async fn say_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    author_id: PersonId,
    id: MessageId,
    body: &str,
    internal: bool,
    now: DateTime<Utc>,
) -> Result<MessageId, DbErr> {
    let row = message::Model {
        id,
        ticket_id,
        author_id,
        body: body.to_owned(),
        internal,
        created_at: now,
        version: 1,
        corrected_at: None,
    };
    message::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    Ok(id)
}

pub(in crate::store) async fn record_in(
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
