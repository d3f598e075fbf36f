//! « Qui a vu ma demande » (`tickets.md` § 11, `security.md` § 3): each day on which somebody who takes no part in a ticket
//! looked at it, with the reason where one was asked.

use super::conversation::group_of;
use super::deed::record_in;
use super::reads::Ticket;
use crate::domain::ids::{PersonId, TicketId};
use crate::domain::tickets::EventKind;
use crate::store::access::{Technician, Viewer};
use crate::store::entities::{disclosure, person, ticket, ticket_view};
use crate::store::{Db, DbErr};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set};
use std::collections::HashMap;

/// Writes down that somebody who takes no part looked at a ticket on a day, once; and, of the first technician, that the
/// request was read: the requester is shown who and when. Says whether that is what it was.
pub async fn mark_seen(db: &Db, viewer: &Viewer, of: &Ticket, day: NaiveDate, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let technician = Technician::of(viewer).is_some();
    let first = technician && of.read_at.is_none();
    if of.part.is_some() || (of.beside.seen_on == Some(day) && !first) {
        return Ok(false);
    }
    let tx = db.begin_write().await?;
    let row = ticket_view::Model { ticket_id: of.id, person_id: viewer.id(), day, seen_at: now };
    let key = [ticket_view::Column::TicketId, ticket_view::Column::PersonId, ticket_view::Column::Day];
    ticket_view::Entity::insert(row.into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(&tx)
        .await?;
    let mut read = false;
    if first {
        let change = ticket::Entity::update_many()
            .set(ticket::ActiveModel { read_at: Set(Some(now)), ..Default::default() })
            .filter(ticket::Column::Id.eq(of.id))
            .filter(ticket::Column::ReadAt.is_null());
        read = change.exec(&tx).await?.rows_affected == 1;
    }
    if read {
        record_in(&tx, of.id, viewer.id(), EventKind::Read, "", now).await?;
    }
    tx.commit().await?;
    Ok(read)
}

/// Somebody who looked at a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub name: String,
    /// The days on which they did, the latest first.
    pub days: Vec<NaiveDate>,
    /// Why they said that they read a confidential one.
    pub reason: Option<String>,
}

/// Who looked at a ticket that was found within reach, or at what was merged into it, whoever looked last first.
pub async fn views(db: &Db, of: &Ticket) -> Result<Vec<Seen>, DbErr> {
    let whole: Vec<TicketId> = group_of(db, of).await?.into_iter().map(|(id, _)| id).chain([of.id]).collect();
    let rows: Vec<(PersonId, String, NaiveDate)> = ticket_view::Entity::find()
        .select_only()
        .column(ticket_view::Column::PersonId)
        .column(person::Column::Name)
        .column(ticket_view::Column::Day)
        .join(JoinType::InnerJoin, ticket_view::Relation::Person.def())
        .filter(ticket_view::Column::TicketId.is_in(whole.iter().copied()))
        .order_by_desc(ticket_view::Column::SeenAt)
        .into_tuple()
        .all(&db.read)
        .await?;
    let reasons: HashMap<PersonId, String> = disclosure::Entity::find()
        .filter(disclosure::Column::TicketId.is_in(whole))
        .all(&db.read)
        .await?
        .into_iter()
        .map(|row| (row.person_id, row.reason))
        .collect();
    let mut seen: Vec<(PersonId, Seen)> = Vec::new();
    for (person, name, day) in rows {
        match seen.iter_mut().find(|(known, _)| *known == person) {
            Some((_, seen)) if seen.days.last() == Some(&day) => {}
            Some((_, seen)) => seen.days.push(day),
            None => seen.push((person, Seen { name, days: vec![day], reason: reasons.get(&person).cloned() })),
        }
    }
    Ok(seen.into_iter().map(|(_, seen)| seen).collect())
}

/// The last day on which a person looked at the ticket of the row.
pub(super) fn last_seen_by(person: PersonId) -> Expr {
    let of_it = Expr::col((ticket_view::Entity, ticket_view::Column::TicketId)).equals((ticket::Entity, ticket::Column::Id));
    let last = sea_orm::sea_query::Query::select()
        .expr(Expr::col((ticket_view::Entity, ticket_view::Column::Day)).max())
        .from(ticket_view::Entity)
        .and_where(of_it)
        .and_where(ticket_view::Column::PersonId.eq(person))
        .to_owned();
    Expr::SubQuery(None, Box::new(last.into()))
}
