//! One deed on many tickets: a transaction a ticket, by the commands that the page of one calls. What became of each is
//! written down, so that its result can be read again and what can be taken back is.

mod merging;
mod undoing;

use super::commands::{Answer, Next, TicketError, answer_held, assign_held};
use super::deed::Deed;
use super::merging::{MergeError, merge};
use super::reads::{QueueRow, with_names};
use super::triage::{TriageError, categorise};
use crate::domain::ids::{CategoryId, MessageId, OutageId, PersonId, TicketBatchId, TicketId};
use crate::domain::people::Duty;
use crate::domain::tickets::batches::{Act, Fate, MOST};
use crate::domain::tickets::{Outcome, State};
use crate::store::access::{Scope, Technician};
use crate::store::entities::{ticket, ticket_batch, ticket_batch_line};
use crate::store::outbox::{self, Gathered, Gathering};
use crate::store::{Db, DbErr, outages, people};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};

pub use merging::{ForeseenMerges, foresee_merges};
pub use undoing::undo;

/// What is to be done with each.
#[derive(Clone, Copy, Debug)]
pub enum Deeds {
    Give(PersonId),
    Ask,
    Settle(Outcome),
    /// About this, or nothing.
    Categorise(Option<CategoryId>),
    Tie(OutageId),
    /// All into the first of them.
    Merge,
}

impl Deeds {
    /// What one letter a person tells of it; what is not told is silent.
    const fn told(self) -> Option<Gathered> {
        match self {
            Self::Give(_) => Some(Gathered::Given),
            Self::Ask => Some(Gathered::Asked),
            Self::Settle(_) => Some(Gathered::Settled),
            Self::Categorise(_) | Self::Tie(_) | Self::Merge => None,
        }
    }

    const fn act(self) -> Act {
        match self {
            Self::Give(_) => Act::Give,
            Self::Ask => Act::Ask,
            Self::Settle(_) => Act::Settle,
            Self::Categorise(_) => Act::Categorise,
            Self::Tie(_) => Act::Tie,
            Self::Merge => Act::Merge,
        }
    }
}

/// Why nothing was done at all.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// No such deed of theirs.
    #[error("no such batch")]
    NotFound,
    /// The person named is no technician on duty.
    #[error("no technician")]
    Foreign,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// A deed that was done, with what became of each.
#[derive(Clone, Debug)]
pub struct Batch {
    pub id: TicketBatchId,
    pub act: Act,
    pub given_to: Option<PersonId>,
    pub undone: bool,
    /// By number.
    pub lines: Vec<(i64, Fate)>,
}

impl Batch {
    /// How many met one of these fates.
    pub fn count(&self, of: &[Fate]) -> usize {
        self.lines.iter().filter(|(_, fate)| of.contains(fate)).count()
    }
}

/// The tickets of these numbers whose words one reads, the lowest first.
pub async fn chosen_rows(db: &Db, by: &Technician, numbers: &[i64]) -> Result<Vec<QueueRow>, DbErr> {
    let within = Scope::from(by);
    let select = within.tickets().filter(ticket::Column::Number.is_in(numbers.iter().copied()));
    with_names(select, &within).order_by_asc(ticket::Column::Number).into_model().all(&db.read).await
}

/// Does it with each; sent twice, it is done once. Whoever is told of several of them gets one letter. `says` makes the text of each ticket's message.
pub async fn carry_out(
    db: &Db,
    by: &Technician,
    (id, deeds): (TicketBatchId, Deeds),
    numbers: &[i64],
    says: impl Fn(&QueueRow) -> String,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<(), BatchError> {
    let mut numbers: Vec<i64> = numbers.iter().copied().take(MOST).collect();
    numbers.sort_unstable();
    numbers.dedup();
    if let Deeds::Give(colleague) = deeds {
        let technicians = people::on_duty_in(&db.read, Duty::Technician).await?;
        technicians.iter().find(|technician| technician.id == colleague).ok_or(BatchError::Foreign)?;
    }
    if !begun(db, by, (id, deeds), &numbers, now).await? {
        return Ok(());
    }
    let rows = chosen_rows(db, by, &numbers).await?;
    let first = rows.first().map(|row| row.id);
    let gathering = deeds.told().map(|told| Gathering::of(id, by.viewer().name(), told));
    for number in numbers {
        let line = match rows.iter().find(|row| row.number == number) {
            None => met(Fate::Absent),
            Some(row) if matches!(deeds, Deeds::Merge) && first == Some(row.id) => met(Fate::LivesOn),
            Some(row) => one(db, by, (deeds, gathering.as_ref()), (row, first), &says, (today, now)).await?,
        };
        write(db, id, number, line).await?;
    }
    if let Some(gathering) = &gathering {
        outbox::release(db, gathering, now).await?;
    }
    Ok(())
}

/// Writes down what is about to be done, each ticket as not done yet; `false` when it was begun before.
async fn begun(
    db: &Db,
    by: &Technician,
    (id, deeds): (TicketBatchId, Deeds),
    numbers: &[i64],
    now: DateTime<Utc>,
) -> Result<bool, BatchError> {
    let tx = db.begin_write().await?;
    let (made_by, act) = (by.viewer().id(), deeds.act());
    let given_to = match deeds {
        Deeds::Give(person) => Some(person),
        Deeds::Ask | Deeds::Settle(_) | Deeds::Categorise(_) | Deeds::Tie(_) | Deeds::Merge => None,
    };
    let row = ticket_batch::Model { id, made_by, act, given_to, made_at: now, undone_at: None };
    let written = ticket_batch::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::column(ticket_batch::Column::Id).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    if written == 0 {
        let known = ticket_batch::Entity::find_by_id(id).one(&tx).await?;
        return known.filter(|known| known.made_by == made_by).map(|_| false).ok_or(BatchError::NotFound);
    }
    let pending = numbers.iter().map(|number| {
        let line = ticket_batch_line::Model {
            batch_id: id,
            number: *number,
            fate: Fate::Pending,
            ticket_id: None,
            state_before: None,
            assignee_before: None,
            version_after: None,
            category_before: None,
        };
        line.into_active_model()
    });
    ticket_batch_line::Entity::insert_many(pending).exec_without_returning(&tx).await?;
    tx.commit().await?;
    Ok(true)
}

fn met(fate: Fate) -> ticket_batch_line::ActiveModel {
    ticket_batch_line::ActiveModel { fate: Set(fate), ..Default::default() }
}

async fn write(db: &Db, id: TicketBatchId, number: i64, line: ticket_batch_line::ActiveModel) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    ticket_batch_line::Entity::update_many()
        .set(line)
        .filter(ticket_batch_line::Column::BatchId.eq(id))
        .filter(ticket_batch_line::Column::Number.eq(number))
        .exec(&tx)
        .await?;
    tx.commit().await
}

/// Does it with one, by the command of its page, and says what became of it.
async fn one(
    db: &Db,
    by: &Technician,
    (deeds, gathering): (Deeds, Option<&Gathering>),
    (row, first): (&QueueRow, Option<TicketId>),
    says: &impl Fn(&QueueRow) -> String,
    (today, now): (NaiveDate, DateTime<Utc>),
) -> Result<ticket_batch_line::ActiveModel, DbErr> {
    let Some(before) = Scope::from(by).tickets().filter(ticket::Column::Id.eq(row.id)).one(&db.read).await? else {
        return Ok(met(Fate::Absent));
    };
    let settled = before.state == State::Settled;
    let fate = match deeds {
        Deeds::Give(person) if before.assignee_id == Some(person) && !settled => Fate::Already,
        Deeds::Give(person) => match held(db, by, row.id, gathering, now).await {
            Ok(deed) => fate(assign_held(deed, by, Some(person), "").await)?,
            Err(refused) => fate(Err(refused))?,
        },
        Deeds::Settle(_) if settled => Fate::Already,
        // A question would open again what is settled: nobody asked for that.
        Deeds::Ask if settled => Fate::Refused,
        Deeds::Ask | Deeds::Settle(_) => {
            let next = if let Deeds::Settle(outcome) = deeds { Next::Settled(outcome) } else { Next::Waiting };
            match held(db, by, row.id, gathering, now).await {
                Ok(deed) => fate(answer_held(deed, by, said(says(row), next, now), today).await.map(drop))?,
                Err(refused) => fate(Err(refused))?,
            }
        }
        Deeds::Categorise(category) => match categorise(db, by, row.id, category, now).await {
            Ok(false) => Fate::Already,
            Ok(true) => Fate::Done,
            Err(TriageError::Ticket(refused)) => fate(Err(refused))?,
            Err(_) => Fate::Refused,
        },
        Deeds::Tie(outage) if before.outage_id == Some(outage) => Fate::Already,
        Deeds::Tie(outage) => fate(outages::tie(db, by, row.id, outage, now).await)?,
        Deeds::Merge => merged(db, by, row.id, first, now).await?,
    };
    if fate != Fate::Done {
        return Ok(met(fate));
    }
    Ok(ticket_batch_line::ActiveModel {
        fate: Set(fate),
        ticket_id: Set(Some(row.id)),
        state_before: Set(Some(before.state)),
        assignee_before: Set(before.assignee_id),
        category_before: Set(before.category_id),
        // A deed is one version more. Whoever changed it in between makes it another one: it is not taken back then.
        version_after: Set(Some(before.version + 1)),
        ..Default::default()
    })
}

/// The ticket held for its part of the deed.
async fn held(
    db: &Db,
    by: &Technician,
    id: TicketId,
    gathering: Option<&Gathering>,
    now: DateTime<Utc>,
) -> Result<Deed, TicketError> {
    let mut deed = Deed::start(db, by, id, by.viewer(), now).await?;
    deed.gathering = gathering.cloned();
    Ok(deed)
}

fn fate(done: Result<(), TicketError>) -> Result<Fate, DbErr> {
    match done {
        Ok(()) => Ok(Fate::Done),
        Err(TicketError::Database(error)) => Err(error),
        Err(TicketError::NotFound) => Ok(Fate::Absent),
        Err(_) => Ok(Fate::Refused),
    }
}

async fn merged(db: &Db, by: &Technician, id: TicketId, first: Option<TicketId>, now: DateTime<Utc>) -> Result<Fate, DbErr> {
    let Some(first) = first else { return Ok(Fate::Absent) };
    match merge(db, by, (first, id), None, now).await {
        Ok(_) => Ok(Fate::Done),
        Err(MergeError::Database(error)) => Err(error),
        Err(MergeError::NotFound) => Ok(Fate::Absent),
        Err(_) => Ok(Fate::Refused),
    }
}

fn said(words: String, next: Next, now: DateTime<Utc>) -> Answer {
    Answer { message: MessageId::new(now), words, internal: false, next, time: None, files: Vec::new(), outside: Vec::new() }
}

/// One's own deed, with what became of each ticket.
pub async fn batch(db: &Db, by: &Technician, id: TicketBatchId) -> Result<Option<Batch>, DbErr> {
    let Some(row) = ticket_batch::Entity::find_by_id(id).one(&db.read).await? else { return Ok(None) };
    if row.made_by != by.viewer().id() {
        return Ok(None);
    }
    let lines = lines_of(db, id).await?;
    Ok(Some(Batch {
        id,
        act: row.act,
        given_to: row.given_to,
        undone: row.undone_at.is_some(),
        lines: lines.into_iter().map(|line| (line.number, line.fate)).collect(),
    }))
}

async fn lines_of(db: &Db, id: TicketBatchId) -> Result<Vec<ticket_batch_line::Model>, DbErr> {
    ticket_batch_line::Entity::find()
        .filter(ticket_batch_line::Column::BatchId.eq(id))
        .order_by_asc(ticket_batch_line::Column::Number)
        .all(&db.read)
        .await
}
