//! How long requests wait: when their clock stands still, when they are due, who is told in time (`tickets.md` § 8).

use super::guests::is_quiet;
use super::reads::{Ticket, is_open};
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::people::Duty;
use crate::domain::tickets::delays::{Clock, Pause, Threshold, Timer, due, spent, threshold};
use crate::domain::tickets::{Channel, Priority, State};
use crate::store::access::Technician;
use crate::store::calendar::{self, Promised};
use crate::store::entities::{delay_notice, structure, ticket, ticket_pause};
use crate::store::outbox::{self, DelayLine, Letter};
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{ExprTrait as _, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait, Set,
};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The clock of a ticket stands still or goes on with its state: nothing runs while the requester is waited for, nor
/// between a settlement and the day on which it was not one after all.
pub(super) async fn turn_in(tx: &impl ConnectionTrait, of: &ticket::Model, state: State, now: DateTime<Utc>) -> Result<(), DbErr> {
    if of.state == state {
        return Ok(());
    }
    match (of.state, of.settled_at) {
        (State::Waiting, _) => {
            ticket_pause::Entity::update_many()
                .set(ticket_pause::ActiveModel { to_at: Set(Some(now)), ..Default::default() })
                .filter(ticket_pause::Column::TicketId.eq(of.id))
                .filter(ticket_pause::Column::ToAt.is_null())
                .exec(tx)
                .await?;
        }
        (State::Settled, Some(settled_at)) => pause_in(tx, of.id, settled_at, Some(now)).await?,
        _ => {}
    }
    if state == State::Waiting { pause_in(tx, of.id, now, None).await } else { Ok(()) }
}

async fn pause_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    from_at: DateTime<Utc>,
    to_at: Option<DateTime<Utc>>,
) -> Result<(), DbErr> {
    let row = ticket_pause::Model { ticket_id, from_at, to_at };
    let again = OnConflict::columns([ticket_pause::Column::TicketId, ticket_pause::Column::FromAt])
        .update_column(ticket_pause::Column::ToAt)
        .to_owned();
    ticket_pause::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await.map(drop)
}

/// By when something is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub timer: Timer,
    pub at: DateTime<Utc>,
}

/// What is due next of an open ticket: its first answer, then its settlement. `None` while the requester is waited for, and
/// for preventive work: nobody waits for it, it has a day of its own.
pub async fn due_of(db: &Db, by: &Technician, of: &Ticket, now: DateTime<Utc>) -> Result<Option<Due>, DbErr> {
    if matches!(of.state, State::Waiting | State::Settled) || of.channel == Channel::Series {
        return Ok(None);
    }
    let promised = calendar::promised(db, by).await?;
    let rows = match of.beside.paused {
        true => {
            let of_it = ticket_pause::Entity::find().filter(ticket_pause::Column::TicketId.eq(of.id));
            of_it.order_by_asc(ticket_pause::Column::FromAt).all(&db.read).await?
        }
        false => Vec::new(),
    };
    let timer = if of.answered_at.is_none() { Timer::FirstAnswer } else { Timer::Settlement };
    let clock = Clock { received: of.received_at, stopped: None, pauses: rows.into_iter().map(pause).collect() };
    let target = promised.targets.of(of.priority, timer).minutes(&promised.calendar);
    Ok(due(&promised.calendar, &clock, target, now).map(|at| Due { timer, at }))
}

fn pause(row: ticket_pause::Model) -> Pause {
    Pause { from: row.from_at, to: row.to_at }
}

/// What the round reads of a ticket whose clock runs.
#[derive(FromQueryResult)]
struct Running {
    id: TicketId,
    number: i64,
    title: String,
    priority: Priority,
    assignee_id: Option<PersonId>,
    received_at: DateTime<Utc>,
    answered_at: Option<DateTime<Utc>>,
    confidential: bool,
    structure_name: String,
}

impl Running {
    /// The thresholds that its delays have reached; what was answered, late or not, is no longer waited for.
    fn reached(&self, pauses: Vec<Pause>, promised: &Promised, now: DateTime<Utc>) -> Vec<(Timer, Threshold)> {
        let clock = Clock { received: self.received_at, stopped: None, pauses };
        let spent = spent(&promised.calendar, &clock, now);
        let waited_for = Timer::ALL.iter().copied().filter(|timer| *timer == Timer::Settlement || self.answered_at.is_none());
        let target = |timer| promised.targets.of(self.priority, timer).minutes(&promised.calendar);
        waited_for.filter_map(|timer| Some((timer, threshold(spent, target(timer))?))).collect()
    }

    fn line(&self, timer: Timer, over: bool) -> DelayLine {
        DelayLine {
            number: self.number,
            title: if self.confidential { String::new() } else { self.title.clone() },
            structure: self.structure_name.clone(),
            answer: timer == Timer::FirstAnswer,
            over,
        }
    }
}

/// Tells of delays that are three quarters gone or over, each threshold once: the technician in charge, or all; of what is
/// over the coordinators too, without a word of it. One letter a person and round. Says how many requests it is about.
pub async fn tell_delays(db: &Db, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let running = running(db).await?;
    if running.is_empty() {
        return Ok(0);
    }
    let promised = calendar::promised_in(&db.read).await?;
    let mut pauses = pauses(db).await?;
    let told = told(db).await?;
    let mut crossed: Vec<(&Running, Timer, Threshold)> = Vec::new();
    for one in &running {
        let reached = one.reached(pauses.remove(&one.id).unwrap_or_default(), &promised, now);
        let new = reached.into_iter().filter(|(timer, threshold)| !told.contains(&(one.id, *timer, *threshold)));
        crossed.extend(new.map(|(timer, threshold)| (one, timer, threshold)));
    }
    if crossed.is_empty() {
        return Ok(0);
    }
    let tx = db.begin_write().await?;
    let mut claimed = Vec::new();
    for (one, timer, threshold) in crossed {
        if claim_in(&tx, one.id, timer, threshold, now).await? {
            claimed.push((one, timer, threshold == Threshold::Over));
        }
    }
    write_in(&tx, &claimed, now).await?;
    tx.commit().await?;
    Ok(claimed.len())
}

async fn running(db: &Db) -> Result<Vec<Running>, DbErr> {
    ticket::Entity::find()
        .select_only()
        .columns([
            ticket::Column::Id,
            ticket::Column::Number,
            ticket::Column::Title,
            ticket::Column::Priority,
            ticket::Column::AssigneeId,
            ticket::Column::ReceivedAt,
            ticket::Column::AnsweredAt,
            ticket::Column::Confidential,
        ])
        .join(JoinType::InnerJoin, ticket::Relation::Structure.def())
        .column_as(structure::Column::Name, "structure_name")
        .filter(is_open())
        .filter(ticket::Column::State.ne(State::Waiting))
        .filter(ticket::Column::Channel.ne(Channel::Series))
        .filter(is_quiet().not())
        .order_by_asc(ticket::Column::QueueRank)
        .order_by_asc(ticket::Column::ReceivedAt)
        .into_model()
        .all(&db.read)
        .await
}

/// The pauses of open tickets, in order.
async fn pauses(db: &Db) -> Result<HashMap<TicketId, Vec<Pause>>, DbErr> {
    let rows = ticket_pause::Entity::find()
        .join(JoinType::InnerJoin, ticket_pause::Relation::Ticket.def())
        .filter(is_open())
        .order_by_asc(ticket_pause::Column::FromAt)
        .all(&db.read)
        .await?;
    let mut pauses: HashMap<TicketId, Vec<Pause>> = HashMap::new();
    for row in rows {
        pauses.entry(row.ticket_id).or_default().push(pause(row));
    }
    Ok(pauses)
}

async fn told(db: &Db) -> Result<HashSet<(TicketId, Timer, Threshold)>, DbErr> {
    let rows = delay_notice::Entity::find()
        .join(JoinType::InnerJoin, delay_notice::Relation::Ticket.def())
        .filter(is_open())
        .all(&db.read)
        .await?;
    Ok(rows.into_iter().map(|row| (row.ticket_id, row.timer, row.threshold)).collect())
}

/// Whether this very threshold is ours to tell. Who tells that a delay is over need not tell that it will be.
async fn claim_in(
    tx: &impl ConnectionTrait,
    ticket_id: TicketId,
    timer: Timer,
    threshold: Threshold,
    told_at: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let mut ours = false;
    for passed in Threshold::ALL.iter().filter(|passed| **passed <= threshold) {
        let row = delay_notice::Model { ticket_id, timer, threshold: *passed, told_at };
        let key = [delay_notice::Column::TicketId, delay_notice::Column::Timer, delay_notice::Column::Threshold];
        let written = delay_notice::Entity::insert(row.into_active_model())
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(tx)
            .await?;
        ours = written == 1;
    }
    Ok(ours)
}

async fn write_in(tx: &DatabaseTransaction, claimed: &[(&Running, Timer, bool)], now: DateTime<Utc>) -> Result<(), DbErr> {
    let technicians = people::on_duty_in(tx, Duty::Technician).await?;
    let mut lines: BTreeMap<PersonId, Vec<DelayLine>> = BTreeMap::new();
    for (one, timer, over) in claimed {
        let in_charge = technicians.iter().filter(|person| one.assignee_id.is_none_or(|assignee| assignee == person.id));
        for technician in in_charge {
            lines.entry(technician.id).or_default().push(one.line(*timer, *over));
        }
    }
    for technician in &technicians {
        let Some(lines) = lines.remove(&technician.id) else { continue };
        let letter = Letter::DelaysRun { lines, words: true, event: event(now) };
        outbox::write_in(tx, &outbox::to(&technician.email, technician.language), &letter, now).await?;
    }
    let over: Vec<DelayLine> = claimed.iter().filter(|(.., over)| *over).map(|(one, timer, _)| one.line(*timer, true)).collect();
    if over.is_empty() {
        return Ok(());
    }
    let wordless = over.into_iter().map(|line| DelayLine { title: String::new(), ..line }).collect::<Vec<_>>();
    for coordinator in people::on_duty_in(tx, Duty::Coordinator).await? {
        let letter = Letter::DelaysRun { lines: wordless.clone(), words: false, event: event(now) };
        outbox::write_in(tx, &outbox::to(&coordinator.email, coordinator.language), &letter, now).await?;
    }
    Ok(())
}

fn event(now: DateTime<Utc>) -> String {
    format!("delays:{}", now.timestamp_micros())
}
