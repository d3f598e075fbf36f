//! Searching tickets: the question asked of the index of words, within what the reader may read.

mod numbers;
mod question;

use super::machines::is_about;
use super::reads::{QueueRow, is_open, with_names};
use crate::domain::search::{Query, Standing};
use crate::domain::tickets::State;
use crate::domain::words;
use crate::store::access::Scope;
use crate::store::entities::{equipment, person, structure, ticket, ticket_equipment};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use numbers::Numbers;
use sea_orm::sea_query::{CaseStatement, Expr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

#[cfg(test)]
pub(in crate::store) use numbers::matching;
#[cfg(test)]
pub(in crate::store) use question::question;

/// One page of what is found, the newest first: tickets whose words the reader may read, before the ticket of number
/// `before`. `since` is the instant of the question's day. One row more than `most`, if there is a next page.
pub async fn found(
    db: &Db,
    within: impl Into<Scope>,
    query: &Query,
    since: Option<DateTime<Utc>>,
    before: Option<i64>,
    most: u64,
) -> Result<Vec<QueueRow>, DbErr> {
    let within = within.into();
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let Some(narrowed) = narrowed(db, &within, query).await? else { return Ok(Vec::new()) };
    let mut wanted = narrowed.add_option(query.standing.map(stands));
    if let Some(since) = since {
        wanted = wanted.add(ticket::Column::ReceivedAt.gte(since));
    }
    let mut numbers = Numbers::of(db, &within, query, before).await?;
    let mut rows: Vec<QueueRow> = Vec::new();
    while (rows.len() as u64) < most
        && let Some(next) = numbers.next(db).await?
    {
        let left = most - rows.len() as u64;
        rows.extend(numbered(next, &within, wanted.clone()).limit(left).into_model::<QueueRow>().all(&db.read).await?);
    }
    Ok(rows)
}

/// Those of some numbers that are wanted and may be read, the newest first. A planner may look at nothing but the numbers: each condition by itself (a structure,
/// a state) looks to SQLite like fewer rows than a page of numbers, and it would walk all of a structure for twenty of them.
pub(in crate::store) fn numbered(numbers: Vec<i64>, within: &Scope, wanted: Condition) -> Select<ticket::Entity> {
    let wanted = CaseStatement::new().case(wanted.add(within.reads_words()), true).finally(false);
    let of_them = ticket::Entity::find().filter(ticket::Column::Number.is_in(numbers)).filter(Expr::Case(Box::new(wanted)));
    with_names(of_them.order_by_desc(ticket::Column::Number), within)
}

fn stands(standing: Standing) -> Expr {
    let state = match standing {
        Standing::Open => return is_open(),
        Standing::Received => State::Received,
        Standing::InHand => State::InHand,
        Standing::Waiting => State::Waiting,
        Standing::Settled => State::Settled,
    };
    ticket::Column::State.eq(state)
}

/// The structures, people and machines that are named; `None` when there is none of that name.
async fn narrowed(db: &Db, within: &Scope, query: &Query) -> Result<Option<Condition>, DbErr> {
    let mut wanted = Condition::all();
    if let Some(terms) = &query.structure {
        let named = within.structures().select_only().columns([structure::Column::Id, structure::Column::Name]);
        match of_name(db, named, terms).await? {
            ids if ids.is_empty() => return Ok(None),
            ids => wanted = wanted.add(ticket::Column::StructureId.is_in(ids)),
        }
    }
    if let Some(terms) = &query.from {
        let named = within.people().select_only().columns([person::Column::Id, person::Column::Name]);
        match of_name(db, named, terms).await? {
            ids if ids.is_empty() => return Ok(None),
            ids => wanted = wanted.add(ticket::Column::RequesterId.is_in(ids)),
        }
    }
    if let Some(terms) = &query.machine {
        let named = within.equipment().select_only().columns([equipment::Column::Id, equipment::Column::Name]);
        match of_name(db, named, terms).await? {
            ids if ids.is_empty() => return Ok(None),
            ids => wanted = wanted.add(is_about(ticket_equipment::Column::EquipmentId.is_in(ids))),
        }
    }
    Ok(Some(wanted))
}

/// The ids of those whose name holds all the terms, the last letters of each left to guess.
async fn of_name<E: EntityTrait>(db: &Db, named: Select<E>, terms: &[String]) -> Result<Vec<uuid::Uuid>, DbErr> {
    let rows: Vec<(uuid::Uuid, String)> = named.into_tuple().all(&db.read).await?;
    let holds = |name: &str| {
        let known = words::terms(name);
        terms.iter().all(|term| known.iter().any(|known| known.starts_with(term)))
    };
    Ok(rows.into_iter().filter(|(_, name)| holds(name)).map(|(id, _)| id).collect())
}
