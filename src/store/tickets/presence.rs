//! Who of the technicians is writing to a ticket right now: a hint that holds nothing up and goes by itself (`tickets.md` § 5).

use crate::domain::ids::TicketId;
use crate::store::access::{Scope, Technician};
use crate::store::entities::{person, ticket, ticket_presence};
use crate::store::{Db, DbErr};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait};

/// How long somebody is said to write after they last did.
const LASTS: TimeDelta = TimeDelta::seconds(60);

/// Writes down that one is writing, and tells the names of the colleagues who are; nothing about a ticket out of reach.
pub async fn present(
    db: &Db,
    by: &Technician,
    id: TicketId,
    writing: bool,
    now: DateTime<Utc>,
) -> Result<Option<Vec<String>>, DbErr> {
    let found = Scope::from(by).tickets().filter(ticket::Column::Id.eq(id)).one(&db.read).await?;
    let Some(found) = found else { return Ok(None) };
    let me = by.viewer().id();
    if writing {
        let tx = db.begin_write().await?;
        let row = ticket_presence::Model { ticket_id: found.id, person_id: me, at: now };
        let again = OnConflict::columns([ticket_presence::Column::TicketId, ticket_presence::Column::PersonId])
            .update_column(ticket_presence::Column::At)
            .to_owned();
        ticket_presence::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(&tx).await?;
        tx.commit().await?;
    }
    let others = ticket_presence::Entity::find()
        .select_only()
        .column(person::Column::Name)
        .join(JoinType::InnerJoin, ticket_presence::Relation::Person.def())
        .filter(ticket_presence::Column::TicketId.eq(found.id))
        .filter(ticket_presence::Column::PersonId.ne(me))
        .filter(ticket_presence::Column::At.gt(now - LASTS))
        .order_by_asc(person::Column::Name)
        .into_tuple()
        .all(&db.read)
        .await?;
    Ok(Some(others))
}

/// Forgets who was writing: nothing is kept of it.
pub async fn forget_presence(db: &Db, now: DateTime<Utc>) -> Result<(), DbErr> {
    let tx = db.begin_write().await?;
    ticket_presence::Entity::delete_many().filter(ticket_presence::Column::At.lte(now - LASTS)).exec(&tx).await?;
    tx.commit().await
}
