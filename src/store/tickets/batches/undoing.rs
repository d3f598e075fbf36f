//! A deed on many tickets taken back: from those that nobody has changed since.

use super::{BatchError, held, lines_of, met, write};
use crate::domain::ids::{CategoryId, MessageId, PersonId, TicketBatchId, TicketId};
use crate::domain::tickets::batches::{Act, Fate};
use crate::domain::tickets::{EventKind, State};
use crate::store::access::{Scope, Technician};
use crate::store::entities::{ticket, ticket_batch};
use crate::store::outbox::{self, Gathered, Gathering};
use crate::store::tickets::commands::{Asked, TicketError, reopen_held};
use crate::store::tickets::deed::Deed;
use crate::store::tickets::merging::separate;
use crate::store::tickets::triage::{TriageError, categorise};
use crate::store::{Db, DbErr, outages};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};

/// Takes one's own deed back from the tickets that nobody has changed since; pressed twice, once.
pub async fn undo(db: &Db, by: &Technician, id: TicketBatchId, now: DateTime<Utc>) -> Result<(), BatchError> {
    let tx = db.begin_write().await?;
    let found = ticket_batch::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let row = found.filter(|row| row.made_by == by.viewer().id() && row.act.can_be_undone()).ok_or(BatchError::NotFound)?;
    if row.undone_at.is_some() {
        return Ok(());
    }
    let change = ticket_batch::ActiveModel { undone_at: Set(Some(now)), ..Default::default() };
    ticket_batch::Entity::update_many().set(change).filter(ticket_batch::Column::Id.eq(id)).exec(&tx).await?;
    tx.commit().await?;
    let gathering = Gathering::undoing(id, by.viewer().name(), Gathered::Reopened);
    for line in lines_of(db, id).await? {
        let (Some(ticket), Some(version), Fate::Done) = (line.ticket_id, line.version_after, line.fate) else { continue };
        let undone = match row.act {
            Act::Give => given_back(db, by, ticket, version, (line.state_before, line.assignee_before), now).await?,
            Act::Settle => opened_again(db, by, ticket, version, (&gathering, now)).await?,
            Act::Categorise => categorised_back(db, by, ticket, version, line.category_before, now).await?,
            Act::Tie => untied(db, by, ticket, version, now).await?,
            Act::Merge => separated(db, by, ticket, now).await?,
            Act::Ask => false,
        };
        write(db, id, line.number, met(if undone { Fate::Undone } else { Fate::Kept })).await?;
    }
    Ok(outbox::release(db, &gathering, now).await?)
}

/// The ticket is in the hands and in the state of before, unless it was changed since.
async fn given_back(
    db: &Db,
    by: &Technician,
    id: TicketId,
    version: i64,
    (state, assignee): (Option<State>, Option<PersonId>),
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let deed = match Deed::start(db, by, id, by.viewer(), now).await {
        Ok(deed) => deed,
        Err(TicketError::Database(error)) => return Err(error),
        Err(_) => return Ok(false),
    };
    let Some(state) = state.filter(|_| deed.ticket.version == version) else { return Ok(false) };
    let change = ticket::ActiveModel { assignee_id: Set(assignee), ..deed.moved_to(state, None) };
    deed.change(change).await?;
    match assignee {
        None => deed.record(EventKind::PassedOn, "").await?,
        Some(person) => deed.record(EventKind::Given, &person.to_string()).await?,
    }
    match deed.done().await {
        Err(TicketError::Database(error)) => Err(error),
        done => Ok(done.is_ok()),
    }
}

/// The ticket is open again, unless it was changed since.
async fn opened_again(
    db: &Db,
    by: &Technician,
    id: TicketId,
    version: i64,
    (gathering, now): (&Gathering, DateTime<Utc>),
) -> Result<bool, DbErr> {
    let deed = match held(db, by, id, Some(gathering), now).await {
        Ok(deed) if deed.ticket.version == version => deed,
        Err(TicketError::Database(error)) => return Err(error),
        Ok(_) | Err(_) => return Ok(false),
    };
    let nothing = Asked { message: MessageId::new(now), words: String::new(), files: Vec::new(), outside: Vec::new() };
    match reopen_held(deed, by.viewer(), nothing).await {
        Err(TicketError::Database(error)) => Err(error),
        done => Ok(done.is_ok()),
    }
}

/// The ticket is about what it was about before, unless it was changed since.
async fn categorised_back(
    db: &Db,
    by: &Technician,
    id: TicketId,
    version: i64,
    category: Option<CategoryId>,
    now: DateTime<Utc>,
) -> Result<bool, DbErr> {
    if !stands_as(db, by, id, version).await? {
        return Ok(false);
    }
    match categorise(db, by, id, category, now).await {
        Err(TriageError::Ticket(TicketError::Database(error))) => Err(error),
        done => Ok(done.is_ok()),
    }
}

/// The ticket is tied to no outage, unless it was changed since.
async fn untied(db: &Db, by: &Technician, id: TicketId, version: i64, now: DateTime<Utc>) -> Result<bool, DbErr> {
    if !stands_as(db, by, id, version).await? {
        return Ok(false);
    }
    match outages::untie(db, by, id, now).await {
        Err(TicketError::Database(error)) => Err(error),
        done => Ok(done.is_ok()),
    }
}

/// The ticket is one of its own again, whatever was said in the one it was merged into.
async fn separated(db: &Db, by: &Technician, id: TicketId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    match separate(db, by, id, now).await {
        Err(TicketError::Database(error)) => Err(error),
        done => Ok(done.is_ok()),
    }
}

async fn stands_as(db: &Db, by: &Technician, id: TicketId, version: i64) -> Result<bool, DbErr> {
    let found = Scope::from(by).tickets().filter(ticket::Column::Id.eq(id)).one(&db.read).await?;
    Ok(found.is_some_and(|ticket| ticket.version == version))
}
