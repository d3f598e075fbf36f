//! Confidential tickets: made so by who asks or by a technician, lifted by who asks, read by others only with a reason
//! (`tickets.md` §4).

use super::commands::TicketError;
use super::deed::Deed;
use super::participations::{hand_in, part_in};
use crate::domain::ids::{PersonId, StructureId, TicketId};
use crate::domain::tickets::{EventKind, Priority, State};
use crate::store::access::{Scope, Technician, Viewer};
use crate::store::entities::{disclosure, guest, person, structure, ticket};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, QueryFilter, QuerySelect, RelationTrait,
    Set,
};

/// What may be known of a ticket whose words are kept from the reader.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct Covered {
    pub id: TicketId,
    pub number: i64,
    pub structure_id: StructureId,
    pub structure_name: String,
    pub priority: Priority,
    pub state: State,
    pub assignee_id: Option<PersonId>,
    pub assignee_name: Option<String>,
    pub received_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
}

/// A ticket in sight, without a word of it.
pub async fn covered(db: &Db, within: impl Into<Scope>, id: TicketId) -> Result<Option<Covered>, DbErr> {
    let within = within.into();
    let lives_on = ticket::Entity::find_by_id(id).one(&db.read).await?.and_then(|row| row.merged_into).unwrap_or(id);
    within
        .tickets_in_sight()
        .select_only()
        .columns([
            ticket::Column::Id,
            ticket::Column::Number,
            ticket::Column::StructureId,
            ticket::Column::Priority,
            ticket::Column::State,
            ticket::Column::AssigneeId,
            ticket::Column::ReceivedAt,
            ticket::Column::ChangedAt,
        ])
        .join(JoinType::InnerJoin, ticket::Relation::Structure.def())
        .join(JoinType::LeftJoin, ticket::Relation::Assignee.def())
        .column_as(structure::Column::Name, "structure_name")
        .column_as(person::Column::Name, "assignee_name")
        .filter(ticket::Column::Id.eq(lives_on))
        .into_model()
        .one(&db.read)
        .await
}

/// Makes a ticket confidential: from the next request on, who has it not in hand reads no word of it.
pub async fn cover(db: &Db, by: &Viewer, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    let id = deed.ticket.id;
    let hand = hand_in(by, &deed.ticket, part_in(&deed.tx, id, by.id()).await?);
    if !hand.may_cover() {
        return Err(TicketError::NotRequester);
    }
    if deed.ticket.confidential {
        return Ok(());
    }
    // Who asked without an account could not lift it, and nobody else may.
    if guest::Entity::find_by_id(deed.ticket.requester_id).one(&deed.tx).await?.is_some() {
        return Err(TicketError::NotRequester);
    }
    disclosure::Entity::delete_many().filter(disclosure::Column::TicketId.eq(id)).exec(&deed.tx).await?;
    deed.change(ticket::ActiveModel { confidential: Set(true), changed_at: Set(now), ..Default::default() }).await?;
    with_merged_in(&deed.tx, id, true).await?;
    deed.record(EventKind::Covered, "").await?;
    deed.done().await
}

/// Makes it a ticket like any other again.
pub async fn uncover(db: &Db, by: &Viewer, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    let id = deed.ticket.id;
    let hand = hand_in(by, &deed.ticket, part_in(&deed.tx, id, by.id()).await?);
    if !hand.may_uncover() {
        return Err(TicketError::NotRequester);
    }
    if !deed.ticket.confidential {
        return Ok(());
    }
    deed.change(ticket::ActiveModel { confidential: Set(false), changed_at: Set(now), ..Default::default() }).await?;
    with_merged_in(&deed.tx, id, false).await?;
    deed.record(EventKind::Uncovered, "").await?;
    deed.done().await
}

/// What was merged into a ticket is read by whom it is: its pictures and the notes of its time are found by its own row.
pub(super) async fn with_merged_in(tx: &impl ConnectionTrait, lives_on: TicketId, confidential: bool) -> Result<(), DbErr> {
    let change = ticket::ActiveModel { confidential: Set(confidential), ..Default::default() };
    ticket::Entity::update_many().set(change).filter(ticket::Column::MergedInto.eq(lives_on)).exec(tx).await.map(drop)
}

/// A technician who has it not in hand says why they read it: the requesters read the reason in the history.
pub async fn disclose(db: &Db, by: &Technician, id: TicketId, reason: &str, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start_in_sight(db, by, id, by.viewer(), now).await?;
    let id = deed.ticket.id;
    if deed.reads_words(by).await? {
        return Ok(());
    }
    let row = disclosure::Model { ticket_id: id, person_id: by.viewer().id(), reason: reason.to_owned(), disclosed_at: now };
    let key = [disclosure::Column::TicketId, disclosure::Column::PersonId];
    disclosure::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(&deed.tx)
        .await?;
    deed.record(EventKind::Disclosed, reason).await?;
    deed.done().await
}
