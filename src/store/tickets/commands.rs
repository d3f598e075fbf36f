//! What people do with a ticket: each one transaction with its history line and its letters.

use super::attachments;
use super::deed::{Deed, say_in};
use super::letters;
use super::outside;
use super::participations::part_in;
use super::satisfaction::answer_in;
use super::words;
use crate::domain::ids::{DraftFileId, EntryId, EquipmentId, MessageId, PersonId, SiteId, StructureId, TicketId};
use crate::domain::interventions::{Kind, NotCharged};
use crate::domain::people::Duty;
use crate::domain::tickets::{EventKind, Impact, Move, Outcome, Part, Refusal, State, Urgency};
use crate::domain::time::Minutes;
use crate::store::access::{Technician, Viewer};
use crate::store::entities::ticket;
use crate::store::interventions::{LogError, log_in};
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::Set;

/// A request as it is typed.
#[derive(Clone, Debug)]
pub struct NewTicket {
    /// Made with the form: sent twice, the request is made once.
    pub id: TicketId,
    pub words: String,
    pub urgency: Urgency,
    pub impact: Impact,
    /// What it is about, the first named first.
    pub machines: Vec<EquipmentId>,
    /// Where; `None`: as the machines tell.
    pub site: Option<SiteId>,
    /// Read by who asks and who has it in hand alone.
    pub confidential: bool,
    pub files: Vec<DraftFileId>,
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
    pub files: Vec<DraftFileId>,
    /// Whom outside it is sent to as well: never a note.
    pub outside: Vec<PersonId>,
}

/// What the requester's side writes.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Made with the form: sent twice, it is said once.
    pub message: MessageId,
    pub words: String,
    pub files: Vec<DraftFileId>,
    /// Whom outside it is sent to as well.
    pub outside: Vec<PersonId>,
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
    /// No site of that structure that may be chosen.
    #[error("no such site in this structure")]
    NoSite,
    /// It is no longer as it was seen.
    #[error("changed meanwhile")]
    Changed,
    /// A file that was kept for the message is there no more.
    #[error("a file is gone")]
    FileGone,
    /// An address outside that was ticked follows it no more.
    #[error("an address is gone")]
    OutsideGone,
    /// Only who asked may do this.
    #[error("only the requester")]
    NotRequester,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Log(#[from] LogError),
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A technician takes the ticket in hand; a confidential one that a colleague has only after they said why they read it.
pub async fn take(db: &Db, by: &Technician, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start_in_sight(db, by, id, by.viewer(), now).await?;
    if deed.ticket.assignee_id.is_some() && !deed.reads_words(by).await? {
        return Err(TicketError::Refused(Refusal::NotFromHere));
    }
    let state = deed.after(Move::Take)?;
    let change = ticket::ActiveModel { assignee_id: Set(Some(by.viewer().id())), ..deed.moved_to(state, None) };
    deed.change(change).await?;
    deed.record(EventKind::Taken, "").await?;
    deed.done().await
}

/// A technician gives the ticket to a colleague, who is told, or back to the queue.
pub async fn assign(
    db: &Db,
    by: &Technician,
    id: TicketId,
    to: Option<PersonId>,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<(), TicketError> {
    assign_held(Deed::start(db, by, id, by.viewer(), now).await?, by, to, reason).await
}

/// The same of a ticket that is held.
pub(super) async fn assign_held(deed: Deed, by: &Technician, to: Option<PersonId>, reason: &str) -> Result<(), TicketError> {
    if to.is_some() && deed.ticket.assignee_id == to {
        return Ok(());
    }
    let state = match to {
        None => deed.after(Move::PassOn)?,
        // Who is waited for is still waited for.
        Some(_) if deed.ticket.state == State::Waiting => State::Waiting,
        Some(_) => deed.after(Move::Take)?,
    };
    let change = ticket::ActiveModel { assignee_id: Set(to), ..deed.moved_to(state, None) };
    match to {
        None => {
            deed.change(change).await?;
            deed.record(EventKind::PassedOn, reason).await?;
        }
        Some(colleague) => {
            let technicians = people::on_duty_in(&deed.tx, Duty::Technician).await?;
            technicians.iter().find(|technician| technician.id == colleague).ok_or(TicketError::Foreign)?;
            deed.change(change).await?;
            deed.record(EventKind::Given, format!("{colleague} {reason}").trim_end()).await?;
            if colleague != by.viewer().id() {
                letters::given_in(&deed.tx, &deed.announced(), by.viewer(), (colleague, reason), deed.now).await?;
            }
        }
    }
    deed.done().await
}

/// The technicians on duty, by name.
pub async fn technicians(db: &Db, _by: &Technician) -> Result<Vec<(PersonId, String)>, DbErr> {
    let mut all: Vec<_> = people::on_duty_in(&db.read, Duty::Technician).await?.into_iter().map(|row| (row.id, row.name)).collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(all)
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
    answer_once(db, by, id, answer, today, now).await.map(drop)
}

/// The same; says whether it was said now, or before.
pub async fn answer_once(
    db: &Db,
    by: &Technician,
    id: TicketId,
    answer: Answer,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool, TicketError> {
    answer_held(Deed::start(db, by, id, by.viewer(), now).await?, by, answer, today).await
}

/// The same of a ticket that is held.
pub(super) async fn answer_held(deed: Deed, by: &Technician, answer: Answer, today: NaiveDate) -> Result<bool, TicketError> {
    let (me, now) = (by.viewer().id(), deed.now);
    let id = deed.ticket.id;
    if deed.already_said(answer.message).await? {
        return Ok(false);
    }
    say_in(&deed.tx, id, me, answer.message, &answer.words, answer.internal, now).await?;
    attachments::join_in(&deed.tx, me, (id, answer.message), &answer.files, now).await?;
    words::index_in(&deed.tx, id).await?;
    if answer.internal {
        deed.change(ticket::ActiveModel { changed_at: Set(now), ..Default::default() }).await?;
    } else {
        deed.turn(answer.next).await?;
        let announced = deed.announced();
        letters::answered_in(&deed.tx, &announced, by.viewer(), &answer, now).await?;
        outside::send_in(&deed, by.viewer(), (answer.message, &answer.words), &answer.outside).await?;
    }
    if let Some(time) = answer.time {
        log_in(&deed.tx, by, time.entry, deed.work(time, &answer.words).await?, today, now).await?;
    }
    deed.done().await.map(|()| true)
}

/// The requester's side writes: a question that waited is answered, a settled ticket opens again.
pub async fn reply(db: &Db, by: &Viewer, id: TicketId, asked: Asked, now: DateTime<Utc>) -> Result<(), TicketError> {
    reply_once(db, by, id, asked, now).await.map(drop)
}

/// The same; says whether it was said now, or before.
pub async fn reply_once(db: &Db, by: &Viewer, id: TicketId, asked: Asked, now: DateTime<Utc>) -> Result<bool, TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    let id = deed.ticket.id;
    if deed.already_said(asked.message).await? {
        return Ok(false);
    }
    let state = deed.after(Move::Reply)?;
    let reopened = deed.ticket.state == State::Settled;
    deed.change(deed.moved_to(state, None)).await?;
    say_in(&deed.tx, id, by.id(), asked.message, &asked.words, false, now).await?;
    attachments::join_in(&deed.tx, by.id(), (id, asked.message), &asked.files, now).await?;
    words::index_in(&deed.tx, id).await?;
    if reopened {
        deed.record(EventKind::Reopened, "").await?;
    }
    let announced = deed.announced();
    letters::replied_in(&deed.tx, &announced, by, deed.ticket.assignee_id, (asked.message, &asked.words), reopened, now).await?;
    outside::send_in(&deed, by, (asked.message, &asked.words), &asked.outside).await?;
    deed.done().await.map(|()| true)
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
    let id = deed.ticket.id;
    if part_in(&deed.tx, id, by.id()).await? != Some(Part::Requester) {
        return Err(TicketError::NotRequester);
    }
    if deed.ticket.state == State::Settled && deed.ticket.outcome == Some(outcome) {
        return Ok(());
    }
    let state = deed.after(wanted)?;
    deed.change(deed.moved_to(state, Some(outcome))).await?;
    deed.record(EventKind::Settled, outcome.as_str()).await?;
    // Who says so is not asked again.
    let settled = ticket::Model { settled_at: Some(now), outcome: Some(outcome), ..deed.ticket.clone() };
    if !by.is_guest() {
        answer_in(&deed.tx, &settled, by.id(), true, now).await?;
    }
    deed.done().await
}

/// The requester or the referent says « Ce n'est pas réglé », with a word if they like.
pub async fn reopen(db: &Db, by: &Viewer, id: TicketId, asked: Asked, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    if deed.ticket.state != State::Settled && !deed.already_said(asked.message).await? {
        // Somebody was faster: what was typed is said all the same.
        drop(deed);
        return if asked.words.is_empty() { Ok(()) } else { reply(db, by, id, asked, now).await };
    }
    reopen_held(deed, by, asked).await
}

/// The same of a ticket that is held, and settled.
pub(super) async fn reopen_held(deed: Deed, by: &Viewer, asked: Asked) -> Result<(), TicketError> {
    let (id, now) = (deed.ticket.id, deed.now);
    if deed.already_said(asked.message).await? {
        return Ok(());
    }
    let wanted = if Technician::of(by).is_some() { Move::ReopenAsTechnician } else { Move::Reopen };
    let state = deed.after(wanted)?;
    deed.change(deed.moved_to(state, None)).await?;
    deed.record(EventKind::Reopened, "").await?;
    if part_in(&deed.tx, id, by.id()).await? == Some(Part::Requester) && !by.is_guest() {
        answer_in(&deed.tx, &deed.ticket, by.id(), false, now).await?;
    }
    if !asked.words.is_empty() {
        say_in(&deed.tx, id, by.id(), asked.message, &asked.words, false, now).await?;
        attachments::join_in(&deed.tx, by.id(), (id, asked.message), &asked.files, now).await?;
        words::index_in(&deed.tx, id).await?;
    }
    let announced = deed.announced();
    letters::replied_in(&deed.tx, &announced, by, deed.ticket.assignee_id, (asked.message, &asked.words), true, now).await?;
    deed.done().await
}
