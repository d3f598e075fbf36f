//! Tasks of a ticket: what a technician has to do on a day. Internal: the requester's side sees none of them.

use super::commands::TicketError;
use super::conversation::group_of;
use super::deed::Deed;
use super::reads::Ticket;
use crate::domain::ids::{PersonId, TaskId, TicketId};
use crate::domain::people::Duty;
use crate::store::access::{Scope, Technician};
use crate::store::entities::{person, structure, task, ticket};
use crate::store::{Db, DbErr, people};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    Select, Set,
};

/// A task as it is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTask {
    /// Made with the form: sent twice, it is added once.
    pub id: TaskId,
    pub words: String,
    pub assignee: PersonId,
    pub day: NaiveDate,
}

/// A task with what its ticket is called.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Task {
    pub id: TaskId,
    pub ticket_id: TicketId,
    pub ticket_title: String,
    pub structure_name: String,
    pub words: String,
    pub assignee_name: String,
    pub day: NaiveDate,
    pub done_at: Option<DateTime<Utc>>,
}

fn named(select: Select<task::Entity>) -> sea_orm::Selector<sea_orm::SelectModel<Task>> {
    select
        .select_only()
        .columns([task::Column::Id, task::Column::TicketId, task::Column::Words, task::Column::Day, task::Column::DoneAt])
        .join(JoinType::InnerJoin, task::Relation::Ticket.def())
        .join(JoinType::InnerJoin, ticket::Relation::Structure.def())
        .join(JoinType::InnerJoin, task::Relation::Assignee.def())
        .column_as(ticket::Column::Title, "ticket_title")
        .column_as(structure::Column::Name, "structure_name")
        .column_as(person::Column::Name, "assignee_name")
        .order_by_asc(task::Column::Day)
        .order_by_asc(task::Column::Id)
        .into_model()
}

/// The tasks of a ticket that was found within reach: those to do by day, then those done.
pub async fn of_ticket(db: &Db, _by: &Technician, of: &Ticket) -> Result<Vec<Task>, DbErr> {
    let group = group_of(db, of).await?.into_iter().map(|(id, _)| id).chain([of.id]);
    let mut all = named(task::Entity::find().filter(task::Column::TicketId.is_in(group))).all(&db.read).await?;
    all.sort_by_key(|task| task.done_at.is_some());
    Ok(all)
}

/// The tasks of a ticket that are still to do, by day.
pub async fn to_do(db: &Db, by: &Technician, of: &Ticket) -> Result<Vec<Task>, DbErr> {
    if !of.beside.to_do && !of.beside.united {
        return Ok(Vec::new());
    }
    let mut all = of_ticket(db, by, of).await?;
    all.retain(|task| task.done_at.is_none());
    Ok(all)
}

/// The technician's own tasks whose day has come, the oldest first.
pub async fn due(db: &Db, by: &Technician, today: NaiveDate, most: u64) -> Result<Vec<Task>, DbErr> {
    let own = task::Entity::find()
        .filter(task::Column::AssigneeId.eq(by.viewer().id()))
        .filter(task::Column::DoneAt.is_null())
        .filter(task::Column::Day.lte(today))
        // Its ticket may have become confidential, in other hands.
        .filter(Scope::from(by).reads_words())
        .limit(most);
    named(own).all(&db.read).await
}

/// Adds a task for a technician on duty.
pub async fn add(db: &Db, by: &Technician, of: TicketId, new: NewTask, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, of, by.viewer(), now).await?;
    let of = deed.ticket.id;
    if let Some(known) = task::Entity::find_by_id(new.id).one(&deed.tx).await? {
        return if known.ticket_id == of { Ok(()) } else { Err(TicketError::NotFound) };
    }
    let technicians = people::on_duty_in(&deed.tx, Duty::Technician).await?;
    technicians.iter().find(|person| person.id == new.assignee).ok_or(TicketError::Foreign)?;
    let row = task::Model {
        id: new.id,
        ticket_id: of,
        words: new.words,
        assignee_id: new.assignee,
        day: new.day,
        author_id: by.viewer().id(),
        created_at: now,
        done_by: None,
        done_at: None,
    };
    task::Entity::insert(row.into_active_model()).exec_without_returning(&deed.tx).await?;
    deed.done().await
}

/// Says that a task is done, or is not after all; who did it first stays. The ticket that it is of.
pub async fn complete(db: &Db, by: &Technician, id: TaskId, done: bool, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let tx = db.begin_write().await?;
    let found = task::Entity::find_by_id(id).lock_exclusive().one(&tx).await?.ok_or(TicketError::NotFound)?;
    let within = Scope::from(by).tickets().filter(ticket::Column::Id.eq(found.ticket_id)).one(&tx).await?;
    within.ok_or(TicketError::NotFound)?;
    if found.done_at.is_some() != done {
        let change = task::ActiveModel {
            done_by: Set(done.then(|| by.viewer().id())),
            done_at: Set(done.then_some(now)),
            ..Default::default()
        };
        task::Entity::update_many().set(change).filter(task::Column::Id.eq(id)).exec(&tx).await?;
        tx.commit().await?;
    }
    Ok(found.ticket_id)
}
