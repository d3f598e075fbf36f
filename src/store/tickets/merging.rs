//! Two tickets made one, and two again (`tickets.md` § 7): nobody loses sight, no minute is lost, everything can be undone.

use super::affected;
use super::commands::TicketError;
use super::confidentiality::with_merged_in;
use super::conversation::group_of;
use super::deed::{change_in, moved, record_in, say_in};
use super::letters::{self, Announcement};
use super::machines;
use super::outside;
use super::reads::{self, Ticket};
use super::words;
use crate::domain::ids::{MergeId, MessageId, PersonId, TicketId};
use crate::domain::tickets::merging::{Parts, Side, newcomers, united};
use crate::domain::tickets::{Channel, EventKind, Outcome, Part, State};
use crate::domain::time::Minutes;
use crate::store::access::{Scope, Technician};
use crate::store::entities::{guest, merge_newcomer, message, participation, person, ticket, ticket_merge};
use crate::store::interventions::{charged_apart_and_together, move_back_in, move_in};
use crate::store::{Db, DbErr, group, people};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{NullOrdering, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, JoinType, Order, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Set,
};
use std::collections::BTreeMap;

/// Why two tickets cannot be made one.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// There is none such, not within reach, or it is merged already.
    #[error("no such ticket")]
    NotFound,
    #[error("one and the same")]
    Itself,
    /// A ticket stays in its structure for ever.
    #[error("of another structure")]
    OtherStructure,
    /// The time of preventive work is counted apart.
    #[error("preventive work")]
    Series,
    /// The key of the words is that of something said already.
    #[error("the key is taken")]
    KeyTaken,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What a merge will do: shown first.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// The first number.
    pub lives_on: Ticket,
    pub merged: Ticket,
    /// Who newly reads the one that lives on, by name.
    pub newcomers: Vec<String>,
    /// Who newly reads what was said in the other, by name.
    pub newly_reading: Vec<String>,
    /// The whole becomes confidential.
    pub covered: bool,
    /// Minutes that the open months charge for both, before and after.
    pub charged: (Minutes, Minutes),
}

/// What a merge will do.
pub async fn foresee_merge(db: &Db, by: &Technician, one: TicketId, other: TicketId) -> Result<Foreseen, MergeError> {
    let found = |id| reads::find(db, by, id);
    let one = found(one).await?.ok_or(MergeError::NotFound)?;
    let other = found(other).await?.ok_or(MergeError::NotFound)?;
    refuse((one.id, one.structure, one.channel), (other.id, other.structure, other.channel))?;
    let (lives_on, merged) = if one.number < other.number { (one, other) } else { (other, one) };
    let (here, from) = (parts_in(&db.read, lives_on.id).await?, parts_in(&db.read, merged.id).await?);
    let names = people::names(&db.read, here.keys().chain(from.keys()).copied()).await?;
    let name = |person: &PersonId| names.get(person).cloned().unwrap_or_default();
    let mut group: Vec<TicketId> = group_of(db, &merged).await?.into_iter().map(|(id, _)| id).collect();
    group.push(merged.id);
    Ok(Foreseen {
        newcomers: from.keys().filter(|person| !here.contains_key(*person)).map(name).collect(),
        newly_reading: here.keys().filter(|person| !from.contains_key(*person)).map(name).collect(),
        covered: lives_on.confidential != merged.confidential,
        charged: charged_apart_and_together(db, by, lives_on.id, &group).await?,
        lives_on,
        merged,
    })
}

fn refuse<S: PartialEq>(one: (TicketId, S, Channel), other: (TicketId, S, Channel)) -> Result<(), MergeError> {
    if one.0 == other.0 {
        return Err(MergeError::Itself);
    }
    if one.1 != other.1 {
        return Err(MergeError::OtherStructure);
    }
    if [one.2, other.2].contains(&Channel::Series) { Err(MergeError::Series) } else { Ok(()) }
}

/// Makes two tickets one: the first number lives on, which is returned. Silent unless there are `words`, which everybody who
/// takes part reads.
pub async fn merge(
    db: &Db,
    by: &Technician,
    (one, other): (TicketId, TicketId),
    words: Option<(MessageId, String)>,
    now: DateTime<Utc>,
) -> Result<TicketId, MergeError> {
    let tx = db.begin_write().await?;
    let (lives_on, merged) = both_in(&tx, by, one, other).await?;
    if merged.merged_into == Some(lives_on.id) {
        return Ok(lives_on.id);
    }
    if merged.merged_into.is_some() || lives_on.merged_into.is_some() {
        return Err(MergeError::NotFound);
    }
    let [first, second] = [&lives_on, &merged].map(|row| (row.id, row.structure_id, row.channel));
    refuse(first, second)?;
    group::pool_moved_in(&tx).await?;
    let me = by.viewer().id();
    let id = MergeId::new(now);
    let remembered = remember_in(&tx, id, (&lives_on, &merged), me, now).await?;
    let machine = machines::bring_in(&tx, &remembered, &lives_on).await?;
    bring_people_in(&tx, id, &lives_on, merged.id).await?;
    affected::bring_in(&tx, merged.id, lives_on.id).await?;
    let both = united(side(&lives_on), side(&merged));
    let settled = ticket::ActiveModel {
        merged_into: Set(Some(lives_on.id)),
        outcome: Set(Some(Outcome::Merged)),
        confidential: Set(both.confidential),
        ..moved(&merged, State::Settled, Some(Outcome::Merged), now)
    };
    change_in(&tx, &merged, settled, now).await?;
    point_in(&tx, ticket::Column::MergedInto.eq(merged.id), lives_on.id).await?;
    if both.confidential {
        with_merged_in(&tx, lives_on.id, true).await?;
    }
    let outcome = lives_on.outcome;
    let change = ticket::ActiveModel {
        assignee_id: Set(both.assignee),
        impact: Set(both.impact),
        priority: Set(both.priority),
        queue_rank: Set(both.priority.queue_rank(both.impact)),
        confidential: Set(both.confidential),
        outage_id: Set(lives_on.outage_id.or(merged.outage_id)),
        equipment_id: Set(machine),
        site_id: Set(lives_on.site_id.or(merged.site_id)),
        // One need: it is answered once either was, or with the words of the merge.
        answered_at: Set([lives_on.answered_at, merged.answered_at, words.is_some().then_some(now)].into_iter().flatten().min()),
        ..moved(&lives_on, both.state, outcome, now)
    };
    change_in(&tx, &lives_on, change, now).await?;
    move_in(&tx, merged.id, lives_on.id, now).await?;
    record_in(&tx, lives_on.id, me, EventKind::Merged, &merged.number.to_string(), now).await?;
    record_in(&tx, merged.id, me, EventKind::MergedInto, &lives_on.number.to_string(), now).await?;
    if lives_on.state == State::Settled && both.state != State::Settled {
        record_in(&tx, lives_on.id, me, EventKind::Reopened, "", now).await?;
    }
    if both.confidential && !lives_on.confidential {
        record_in(&tx, lives_on.id, me, EventKind::Covered, "", now).await?;
    }
    if let Some((message, words)) = words {
        if message::Entity::find_by_id(message).one(&tx).await?.is_some() {
            return Err(MergeError::KeyTaken);
        }
        say_in(&tx, lives_on.id, me, message, &words, false, now).await?;
        let about = Announcement::of(&ticket::Model { confidential: both.confidential, ..lives_on.clone() });
        letters::said_in(&tx, &about, by.viewer(), (message, &words), now).await?;
    }
    words::index_all_in(&tx, [lives_on.id, merged.id]).await?;
    tx.commit().await?;
    Ok(lives_on.id)
}

/// Both rows, held in one order whoever comes, the first number first.
async fn both_in(
    tx: &impl ConnectionTrait,
    by: &Technician,
    one: TicketId,
    other: TicketId,
) -> Result<(ticket::Model, ticket::Model), MergeError> {
    if one == other {
        return Err(MergeError::Itself);
    }
    let both = Scope::from(by).tickets().filter(ticket::Column::Id.is_in([one, other]));
    let rows = both.order_by_asc(ticket::Column::Number).lock_exclusive().all(tx).await?;
    let [first, second] = <[_; 2]>::try_from(rows).map_err(|_| MergeError::NotFound)?;
    Ok((first, second))
}

fn side(row: &ticket::Model) -> Side {
    Side { state: row.state, assignee: row.assignee_id, impact: row.impact, priority: row.priority, confidential: row.confidential }
}

async fn remember_in(
    tx: &impl ConnectionTrait,
    id: MergeId,
    (lives_on, merged): (&ticket::Model, &ticket::Model),
    merged_by: PersonId,
    merged_at: DateTime<Utc>,
) -> Result<ticket_merge::Model, DbErr> {
    let row = ticket_merge::Model {
        id,
        ticket_id: merged.id,
        into_id: lives_on.id,
        state: merged.state,
        outcome: merged.outcome,
        settled_at: merged.settled_at,
        merged_by,
        merged_at,
        separated_by: None,
        separated_at: None,
        site_id: merged.site_id.filter(|_| lives_on.site_id.is_none()),
    };
    ticket_merge::Entity::insert(row.clone().into_active_model()).exec_without_returning(tx).await?;
    Ok(row)
}

/// Who takes part, but for who has no account: they follow their own request alone, and never what it is merged with.
async fn parts_in(db: &impl ConnectionTrait, of: TicketId) -> Result<Parts, DbErr> {
    let guests = Query::select().column(guest::Column::PersonId).from(guest::Entity).to_owned();
    let rows = participation::Entity::find()
        .filter(participation::Column::TicketId.eq(of))
        .filter(participation::Column::PersonId.not_in_subquery(guests))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.person_id, row.part)).collect())
}

async fn bring_people_in(tx: &impl ConnectionTrait, id: MergeId, lives_on: &ticket::Model, from: TicketId) -> Result<(), DbErr> {
    let outside = outside::newcomers_in(tx, lives_on.id, from).await?;
    let (here, from) = (parts_in(tx, lives_on.id).await?, parts_in(tx, from).await?);
    let outside = outside.into_iter().map(|person| (person, Part::Watcher, None));
    for (person, part, part_before) in newcomers(&here, &from).into_iter().chain(outside) {
        super::participations::take_part_in(tx, lives_on.id, person, part, lives_on.received_at).await?;
        let row = merge_newcomer::Model { merge_id: id, person_id: person, part_before };
        merge_newcomer::Entity::insert(row.into_active_model()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// A ticket that was merged into another, as that one's page lists it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct MergedTicket {
    pub id: TicketId,
    pub number: i64,
    pub title: String,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// The tickets that were merged into one, the latest first; those that came with one of them are not listed.
pub async fn merged_into(db: &Db, _by: &Technician, of: &Ticket) -> Result<Vec<MergedTicket>, DbErr> {
    ticket_merge::Entity::find()
        .select_only()
        .column_as(ticket::Column::Id, "id")
        .columns([ticket::Column::Number, ticket::Column::Title])
        .column_as(person::Column::Name, "by")
        .column_as(ticket_merge::Column::MergedAt, "at")
        .join(JoinType::InnerJoin, ticket_merge::Relation::Ticket.def())
        .join(JoinType::InnerJoin, ticket_merge::Relation::By.def())
        .filter(ticket_merge::Column::IntoId.eq(of.id))
        .filter(ticket_merge::Column::SeparatedAt.is_null())
        .order_by_desc(ticket_merge::Column::MergedAt)
        .order_by_desc(ticket_merge::Column::Id)
        .into_model()
        .all(&db.read)
        .await
}

/// « Séparer »: the ticket that was merged stands again as it stood, with its messages, its people and the time of open
/// months; asked twice, it is done once. The ticket in which it lived on.
pub async fn separate(db: &Db, by: &Technician, id: TicketId, now: DateTime<Utc>) -> Result<TicketId, TicketError> {
    let tx = db.begin_write().await?;
    let last = ticket_merge::Entity::find()
        .filter(ticket_merge::Column::TicketId.eq(id))
        .order_by_with_nulls(ticket_merge::Column::SeparatedAt, Order::Desc, NullOrdering::First)
        .one(&tx)
        .await?
        .ok_or(TicketError::NotFound)?;
    // In the order in which a deed on the merged ticket holds them. Who reads the one that lives on reads both.
    let merged = ticket::Entity::find_by_id(id).lock_exclusive().one(&tx).await?.ok_or(TicketError::NotFound)?;
    let within = Scope::from(by).tickets().filter(ticket::Column::Id.eq(last.into_id));
    let lives_on = within.lock_exclusive().one(&tx).await?.ok_or(TicketError::NotFound)?;
    if last.separated_at.is_some() {
        return Ok(lives_on.id);
    }
    // What lives on elsewhere by now is separated there first.
    if merged.merged_into != Some(lives_on.id) {
        return Err(TicketError::NotFound);
    }
    group::pool_moved_in(&tx).await?;
    let me = by.viewer().id();
    let separated = ticket_merge::ActiveModel { separated_by: Set(Some(me)), separated_at: Set(Some(now)), ..Default::default() };
    ticket_merge::Entity::update_many().set(separated).filter(ticket_merge::Column::Id.eq(last.id)).exec(&tx).await?;
    let back = ticket::ActiveModel {
        merged_into: Set(None),
        outcome: Set(last.outcome),
        settled_at: Set(last.settled_at),
        ..moved(&merged, last.state, last.outcome, now)
    };
    change_in(&tx, &merged, back, now).await?;
    let came_with = came_with_in(&tx, id).await?;
    if !came_with.is_empty() {
        point_in(&tx, ticket::Column::Id.is_in(came_with.iter().copied()), id).await?;
    }
    take_people_out_in(&tx, &last).await?;
    affected::take_back_in(&tx, lives_on.id, id).await?;
    machines::take_back_in(&tx, &last, &lives_on).await?;
    move_back_in(&tx, lives_on.id, id, &came_with, now).await?;
    record_in(&tx, lives_on.id, me, EventKind::Separated, &merged.number.to_string(), now).await?;
    record_in(&tx, id, me, EventKind::Separated, &lives_on.number.to_string(), now).await?;
    words::index_all_in(&tx, [lives_on.id, id]).await?;
    tx.commit().await?;
    Ok(lives_on.id)
}

/// The tickets that live on in another now.
async fn point_in(tx: &impl ConnectionTrait, which: impl sea_orm::sea_query::IntoCondition, to: TicketId) -> Result<(), DbErr> {
    let change = ticket::ActiveModel { merged_into: Set(Some(to)), ..Default::default() };
    ticket::Entity::update_many().set(change).filter(which).exec(tx).await.map(drop)
}

/// The tickets that had been merged into one before it was merged itself, whatever lies between.
async fn came_with_in(tx: &impl ConnectionTrait, id: TicketId) -> Result<Vec<TicketId>, DbErr> {
    let mut all = Vec::new();
    let mut next = vec![id];
    while !next.is_empty() {
        next = ticket_merge::Entity::find()
            .select_only()
            .column(ticket_merge::Column::TicketId)
            .filter(ticket_merge::Column::IntoId.is_in(next))
            .filter(ticket_merge::Column::SeparatedAt.is_null())
            .into_tuple()
            .all(tx)
            .await?;
        all.extend(&next);
    }
    Ok(all)
}

/// Who read the other ticket by the merge alone reads it no more; who has written there since stays.
async fn take_people_out_in(tx: &impl ConnectionTrait, of: &ticket_merge::Model) -> Result<(), DbErr> {
    let rows = merge_newcomer::Entity::find().filter(merge_newcomer::Column::MergeId.eq(of.id)).all(tx).await?;
    let wrote: BTreeMap<PersonId, MessageId> = message::Entity::find()
        .select_only()
        .columns([message::Column::AuthorId, message::Column::Id])
        .filter(message::Column::TicketId.eq(of.into_id))
        .filter(message::Column::CreatedAt.gte(of.merged_at))
        .into_tuple::<(PersonId, MessageId)>()
        .all(tx)
        .await?
        .into_iter()
        .collect();
    for row in rows.into_iter().filter(|row| !wrote.contains_key(&row.person_id)) {
        let here = participation::Entity::update_many()
            .filter(participation::Column::TicketId.eq(of.into_id))
            .filter(participation::Column::PersonId.eq(row.person_id));
        match row.part_before {
            None => {
                participation::Entity::delete_by_id((of.into_id, row.person_id)).exec(tx).await?;
            }
            Some(part) => {
                let change = participation::ActiveModel { part: Set(part), ..Default::default() };
                here.set(change).exec(tx).await?;
            }
        }
    }
    Ok(())
}
