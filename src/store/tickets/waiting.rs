//! Requests that wait for their requester: one reminder, then settled gently (`tickets.md` § 3).

use super::deed::record_in;
use super::letters::{Announcement, write_to_participants_in};
use super::{affected, delays};
use crate::domain::ids::TicketId;
use crate::domain::tickets::{EventKind, Outcome, State, WAITED_DAYS_SETTLED, WAITED_DAYS_TOLD};
use crate::store::entities::{ticket, ticket_event, ticket_pause};
use crate::store::outbox::Letter;
use crate::store::{Db, DbErr};
use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait, Set};

/// How many requests a round has reminded of, and settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tended {
    pub reminded: usize,
    pub settled: usize,
}

/// Reminds the requesters who have been waited for since two weeks, once, and settles what has waited a month. Run again,
/// or by another instance, it does nothing twice.
pub async fn tend_waiting(db: &Db, now: DateTime<Utc>) -> Result<Tended, DbErr> {
    let since: Vec<(TicketId, DateTime<Utc>)> = ticket_pause::Entity::find()
        .select_only()
        .columns([ticket_pause::Column::TicketId, ticket_pause::Column::FromAt])
        .join(JoinType::InnerJoin, ticket_pause::Relation::Ticket.def())
        .filter(ticket_pause::Column::ToAt.is_null())
        .filter(ticket_pause::Column::FromAt.lte(now - TimeDelta::days(WAITED_DAYS_TOLD)))
        .filter(ticket::Column::State.eq(State::Waiting))
        .order_by_asc(ticket_pause::Column::FromAt)
        .into_tuple()
        .all(&db.read)
        .await?;
    let mut tended = Tended::default();
    for (id, since) in since {
        if now - since >= TimeDelta::days(WAITED_DAYS_SETTLED) {
            tended.settled += usize::from(settle(db, id, now).await?);
        } else {
            tended.reminded += usize::from(remind(db, id, since, now).await?);
        }
    }
    Ok(tended)
}

/// Whether this very round reminded.
async fn remind(db: &Db, id: TicketId, since: DateTime<Utc>, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let told = ticket_event::Entity::find()
        .filter(ticket_event::Column::TicketId.eq(id))
        .filter(ticket_event::Column::Kind.eq(EventKind::Reminded))
        .filter(ticket_event::Column::At.gte(since));
    if told.clone().one(&db.read).await?.is_some() {
        return Ok(false);
    }
    let tx = db.begin_write().await?;
    let found = ticket::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let Some(row) = found.filter(|row| row.state == State::Waiting) else { return Ok(false) };
    if told.one(&tx).await?.is_some() {
        return Ok(false);
    }
    let about = Announcement::of(&row);
    let Announcement { ticket, number, .. } = about;
    let event = format!("awaits:{ticket}:{}", since.timestamp_micros());
    let letter = Letter::TicketAwaits { ticket, number, title: about.title.clone(), event };
    write_to_participants_in(&tx, &about, None, letter, now).await?;
    record_in(&tx, id, row.assignee_id.unwrap_or(row.requester_id), EventKind::Reminded, "", now).await?;
    tx.commit().await?;
    Ok(true)
}

/// Whether this very round settled.
async fn settle(db: &Db, id: TicketId, now: DateTime<Utc>) -> Result<bool, DbErr> {
    let tx = db.begin_write().await?;
    let found = ticket::Entity::find_by_id(id).lock_exclusive().one(&tx).await?;
    let Some(row) = found.filter(|row| row.state == State::Waiting) else { return Ok(false) };
    delays::turn_in(&tx, &row, State::Settled, now).await?;
    let change = ticket::ActiveModel {
        state: Set(State::Settled),
        outcome: Set(Some(Outcome::Withdrawn)),
        settled_at: Set(Some(now)),
        changed_at: Set(now),
        version: Set(row.version + 1),
        ..Default::default()
    };
    ticket::Entity::update_many().set(change).filter(ticket::Column::Id.eq(id)).exec(&tx).await?;
    affected::tell_in(&tx, &row, None, None, now).await?;
    let about = Announcement::of(&row);
    let Announcement { ticket, number, .. } = about;
    let event = format!("lapsed:{ticket}:{}", now.timestamp_micros());
    let letter = Letter::TicketLapsed { ticket, number, title: about.title.clone(), event };
    write_to_participants_in(&tx, &about, None, letter, now).await?;
    record_in(&tx, id, row.assignee_id.unwrap_or(row.requester_id), EventKind::Lapsed, "", now).await?;
    tx.commit().await?;
    Ok(true)
}
