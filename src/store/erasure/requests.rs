//! The words of requests: of those that the person alone asked, all of them; of others, what they wrote themselves. Numbers, dates,
//! categories, minutes, answers to « C'est réglé ? » and who did what stay.

use crate::domain::ids::{MessageId, PersonId, TicketId};
use crate::domain::tickets::{EventKind, Part, title_of};
use crate::store::entities::{
    attachment, disclosure, erasure, intervention, late_arrival, letter, message, message_version, participation, task, ticket,
    ticket_event,
};
use crate::store::outbox::LetterState;
use crate::store::tickets::{WORDED, vocabulary, words};
use crate::store::{Db, DbErr};
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::{BTreeSet, HashSet};

/// How many requests one transaction takes.
pub(super) const AT_ONCE: u64 = 20;
/// How many numbers are looked through for them.
const LOOKED_THROUGH: i64 = 2_000;

/// Does the next requests. `false` when there are no more.
pub(super) async fn step(db: &Db, of: &erasure::Model) -> Result<bool, DbErr> {
    let Some((ids, up_to)) = next(db, of).await? else { return Ok(false) };
    let tx = db.begin_write().await?;
    let moved = erasure::Entity::update_many()
        .set(erasure::ActiveModel { after_number: Set(up_to), ..Default::default() })
        .filter(erasure::Column::PersonId.eq(of.person_id))
        .filter(erasure::Column::AfterNumber.eq(of.after_number))
        .filter(erasure::Column::DoneAt.is_null())
        .exec(&tx)
        .await?;
    // Otherwise another instance has done these.
    if moved.rows_affected == 1 {
        if !ids.is_empty() {
            erase_in(&tx, of, ids).await?;
        }
        tx.commit().await?;
    }
    Ok(true)
}

/// The next requests that may hold words of theirs, and the number up to which all are then done.
async fn next(db: &Db, of: &erasure::Model) -> Result<Option<(Vec<TicketId>, i64)>, DbErr> {
    let last: Option<i64> = ticket::Entity::find()
        .select_only()
        .column(ticket::Column::Number)
        .order_by_desc(ticket::Column::Number)
        .limit(1)
        .into_tuple()
        .one(&db.read)
        .await?;
    let Some(last) = last.filter(|last| *last > of.after_number) else { return Ok(None) };
    let until = Ord::min(last, of.after_number + LOOKED_THROUGH);
    let found: Vec<(TicketId, i64)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id])
        .column(ticket::Column::Number)
        .filter(ticket::Column::Number.gt(of.after_number))
        .filter(ticket::Column::Number.lte(until))
        .filter(concerns(of.person_id))
        .order_by_asc(ticket::Column::Number)
        .limit(AT_ONCE)
        .into_tuple()
        .all(&db.read)
        .await?;
    let up_to = found.last().filter(|_| found.len() as u64 == AT_ONCE).map_or(until, |(_, number)| *number);
    Ok(Some((found.into_iter().map(|(id, _)| id).collect(), up_to)))
}

/// That somebody asked, wrote down, follows, or wrote in the ticket of the row.
fn concerns(person: PersonId) -> Condition {
    let of_row = |column: Expr| column.equals((ticket::Entity, ticket::Column::Id));
    let takes_part = Query::select()
        .expr(Expr::value(1))
        .from(participation::Entity)
        .and_where(of_row(Expr::col((participation::Entity, participation::Column::TicketId))))
        .and_where(participation::Column::PersonId.eq(person))
        .to_owned();
    let wrote = Query::select()
        .expr(Expr::value(1))
        .from(message::Entity)
        .and_where(of_row(Expr::col((message::Entity, message::Column::TicketId))))
        .and_where(message::Column::AuthorId.eq(person))
        .to_owned();
    Condition::any()
        .add(ticket::Column::RequesterId.eq(person))
        .add(ticket::Column::AuthorId.eq(person))
        .add(Expr::exists(takes_part))
        .add(Expr::exists(wrote))
}

async fn erase_in(tx: &impl ConnectionTrait, of: &erasure::Model, ids: Vec<TicketId>) -> Result<(), DbErr> {
    let rows = ticket::Entity::find()
        .filter(ticket::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(ticket::Column::Number)
        .lock_exclusive()
        .all(tx)
        .await?;
    // What was merged is found where it lives on.
    let found: Vec<TicketId> = rows.iter().flat_map(|row| [Some(row.id), row.merged_into]).flatten().collect();
    let held = words::held_in(tx, found.iter().copied()).await?;
    let shared = asked_with_others_in(tx, of.person_id, ids).await?;
    let (own, others): (Vec<_>, Vec<_>) =
        rows.iter().partition(|row| row.requester_id == of.person_id && !shared.contains(&row.id));
    if !own.is_empty() {
        own_in(tx, of, &own).await?;
    }
    if !others.is_empty() {
        in_others(tx, of, &others).await?;
    }
    words::index_all_in(tx, found).await?;
    vocabulary::forget_in(tx, &held).await
}

/// Of these requests, those that somebody else asks too.
pub(super) async fn asked_with_others_in(
    db: &impl ConnectionTrait,
    person: PersonId,
    ids: impl IntoIterator<Item = TicketId>,
) -> Result<HashSet<TicketId>, DbErr> {
    let rows: Vec<TicketId> = participation::Entity::find()
        .select_only()
        .column(participation::Column::TicketId)
        .filter(participation::Column::TicketId.is_in(ids))
        .filter(participation::Column::Part.eq(Part::Requester))
        .filter(participation::Column::PersonId.ne(person))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// Requests that they alone asked: no word is left.
async fn own_in(tx: &impl ConnectionTrait, of: &erasure::Model, rows: &[&ticket::Model]) -> Result<(), DbErr> {
    let ids: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
    let ids = || ids.iter().copied();
    let mut first_sentences = messages_in(tx, of, Condition::all().add(message::Column::TicketId.is_in(ids()))).await?;
    first_sentences.extend(rows.iter().map(|row| row.title.clone()));
    titles_in(tx, of, Condition::all().add(ticket::Column::Id.is_in(ids()))).await?;
    histories_in(tx, of, Condition::all().add(ticket_event::Column::TicketId.is_in(ids()))).await?;
    task::Entity::update_many()
        .set(task::ActiveModel { words: Set(of.words_mark.clone()), ..Default::default() })
        .filter(task::Column::TicketId.is_in(ids()))
        .exec(tx)
        .await?;
    disclosure::Entity::update_many()
        .set(disclosure::ActiveModel { reason: Set(of.words_mark.clone()), ..Default::default() })
        .filter(disclosure::Column::TicketId.is_in(ids()))
        .exec(tx)
        .await?;
    notes_in(tx, of, rows, &first_sentences).await?;
    let told: Vec<String> = ids().map(|id| format!("submitted:{id}")).collect();
    withdraw_in(tx, told).await
}

/// Requests of others: what they wrote goes, and they follow them no more. Who was a technician answered for the group: that stays.
async fn in_others(tx: &impl ConnectionTrait, of: &erasure::Model, rows: &[&ticket::Model]) -> Result<(), DbErr> {
    let ids: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
    let ids = || ids.iter().copied();
    let asked = rows.iter().filter(|row| row.requester_id == of.person_id).map(|row| row.id);
    participation::Entity::delete_many()
        .filter(participation::Column::TicketId.is_in(ids()))
        // A request names one who asked it first.
        .filter(participation::Column::TicketId.is_not_in(asked))
        .filter(participation::Column::PersonId.eq(of.person_id))
        .exec(tx)
        .await?;
    if of.keeps_answers {
        return Ok(());
    }
    let theirs = message::Column::TicketId.is_in(ids()).and(message::Column::AuthorId.eq(of.person_id));
    let first_sentences = messages_in(tx, of, Condition::all().add(theirs)).await?;
    let made_of_them = || first_sentences.iter().cloned();
    let titled = ticket::Column::Id.is_in(ids()).and(ticket::Column::Title.is_in(made_of_them()));
    titles_in(tx, of, Condition::all().add(titled)).await?;
    // Of a request asked with others, the first words are theirs.
    let told: Vec<String> =
        rows.iter().filter(|row| row.requester_id == of.person_id).map(|row| format!("submitted:{}", row.id)).collect();
    withdraw_in(tx, told).await?;
    let worded = Condition::any()
        .add(ticket_event::Column::ActorId.eq(of.person_id))
        .add(ticket_event::Column::Detail.is_in(made_of_them()));
    histories_in(tx, of, Condition::all().add(ticket_event::Column::TicketId.is_in(ids())).add(worded)).await?;
    notes_in(tx, of, rows, &first_sentences).await
}

/// Takes the words out of messages, of all that they were, and what came with them. The first sentence of each: titles and notes of
/// time are made of it.
async fn messages_in(tx: &impl ConnectionTrait, of: &erasure::Model, which: Condition) -> Result<BTreeSet<String>, DbErr> {
    let rows: Vec<(MessageId, String)> = message::Entity::find()
        .select_only()
        .columns([message::Column::Id])
        .column(message::Column::Body)
        .filter(which)
        .into_tuple()
        .all(tx)
        .await?;
    let ids = || rows.iter().map(|(id, _)| *id);
    let before: Vec<String> = message_version::Entity::find()
        .select_only()
        .column(message_version::Column::Body)
        .filter(message_version::Column::MessageId.is_in(ids()))
        .into_tuple()
        .all(tx)
        .await?;
    // Who corrects what they saw before is told that it changed.
    message::Entity::update_many()
        .set(message::ActiveModel { body: Set(of.words_mark.clone()), ..Default::default() })
        .col_expr(message::Column::Version, Expr::col(message::Column::Version).add(1))
        .filter(message::Column::Id.is_in(ids()))
        .exec(tx)
        .await?;
    message_version::Entity::update_many()
        .set(message_version::ActiveModel { body: Set(of.words_mark.clone()), ..Default::default() })
        .filter(message_version::Column::MessageId.is_in(ids()))
        .exec(tx)
        .await?;
    // Their content is forgotten by the round once nothing refers to it.
    attachment::Entity::delete_many().filter(attachment::Column::MessageId.is_in(ids())).exec(tx).await?;
    withdraw_in(tx, ids().map(|id| format!("message:{id}")).collect()).await?;
    let bodies = rows.iter().map(|(_, body)| body).chain(&before);
    Ok(bodies.map(|body| title_of(body)).filter(|title| !title.is_empty() && *title != of.words_mark).collect())
}

async fn titles_in(tx: &impl ConnectionTrait, of: &erasure::Model, which: Condition) -> Result<(), DbErr> {
    ticket::Entity::update_many()
        .set(ticket::ActiveModel { title: Set(of.words_mark.clone()), ..Default::default() })
        .col_expr(ticket::Column::Version, Expr::col(ticket::Column::Version).add(1))
        .filter(which)
        .exec(tx)
        .await
        .map(drop)
}

/// Lines of histories whose detail is words.
async fn histories_in(tx: &impl ConnectionTrait, of: &erasure::Model, which: Condition) -> Result<(), DbErr> {
    let rows: Vec<(crate::domain::ids::TicketEventId, EventKind, String)> = ticket_event::Entity::find()
        .select_only()
        .columns([ticket_event::Column::Id])
        .columns([ticket_event::Column::Kind, ticket_event::Column::Detail])
        .filter(which)
        .filter(ticket_event::Column::Kind.is_in(WORDED))
        .filter(ticket_event::Column::Detail.ne(""))
        .into_tuple()
        .all(tx)
        .await?;
    for (id, kind, detail) in rows {
        // Of what was given, the first word is to whom.
        let after = match (kind, detail.split_once(' ')) {
            (EventKind::Given, None) => continue,
            (EventKind::Given, Some((to, _))) => format!("{to} {}", of.words_mark),
            _ => of.words_mark.clone(),
        };
        ticket_event::Entity::update_many()
            .set(ticket_event::ActiveModel { detail: Set(after), ..Default::default() })
            .filter(ticket_event::Column::Id.eq(id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Time is often noted under a first sentence: the minutes stay, the sentence goes.
async fn notes_in(
    tx: &impl ConnectionTrait,
    of: &erasure::Model,
    rows: &[&ticket::Model],
    first_sentences: &BTreeSet<String>,
) -> Result<(), DbErr> {
    // Work of a ticket that was merged is noted where it lives on.
    let ids: Vec<TicketId> = rows.iter().flat_map(|row| [Some(row.id), row.merged_into]).flatten().collect();
    intervention::Entity::update_many()
        .set(intervention::ActiveModel { note: Set(of.words_mark.clone()), ..Default::default() })
        .filter(intervention::Column::TicketId.is_in(ids.iter().copied()))
        .filter(intervention::Column::Note.is_in(first_sentences.iter().cloned()))
        .exec(tx)
        .await?;
    late_arrival::Entity::update_many()
        .set(late_arrival::ActiveModel { note: Set(of.words_mark.clone()), ..Default::default() })
        .filter(late_arrival::Column::TicketId.is_in(ids.iter().copied()))
        .filter(late_arrival::Column::Note.is_in(first_sentences.iter().cloned()))
        .exec(tx)
        .await
        .map(drop)
}

/// Letters that have not left yet and would tell what is gone.
async fn withdraw_in(tx: &impl ConnectionTrait, events: Vec<String>) -> Result<(), DbErr> {
    letter::Entity::delete_many()
        .filter(letter::Column::State.eq(LetterState::Waiting))
        .filter(letter::Column::Event.is_in(events))
        .exec(tx)
        .await
        .map(drop)
}
