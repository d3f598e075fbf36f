//! Somebody asks that their data go (`security.md` § 3). At once, in one transaction: who they are, all that lets them in, and
//! what was theirs alone. Then, some requests at a time, the words of what they asked and what they wrote elsewhere; then what
//! letters say of them. Each step moves a mark that only one instance can move from where it stood: nothing is done twice, and
//! after a stop the rest goes on.
//!
//! What stays is what accounts and counts are proved by: numbers, dates, categories, minutes, statements, contracts.

mod departed;
mod letters;
mod person;
mod requests;

use super::access::Viewer;
use super::entities::{agreement, contract, duty, erasure, membership, participation, series, structure, ticket};
use super::{Db, DbErr};
use crate::domain::ids::{PersonId, StructureId, TicketId};
use crate::domain::people::{Duty, Role};
use crate::domain::tickets::{Part, State};
use crate::domain::time::Month;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::time::Instant;

pub use departed::{Departed, departed, erase_departed, find_departed, hindrances_of_departed, reach_of_departed};

/// What stands where a name was and where words were, in the group's first language: pages in another one say it in theirs.
#[derive(Clone, Copy, Debug)]
pub struct Marks<'a> {
    pub name: &'a str,
    pub words: &'a str,
}

/// What must be done before somebody's data can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hindrance {
    /// They serve the whole group: somebody else takes the duty first.
    OnDuty(Duty),
    /// Nobody else answers for a structure that takes part in the pool.
    LastReferent { structure: StructureId, name: String },
    /// Requests of theirs that are not settled, by number: as many as are named.
    OpenRequests(Vec<(TicketId, i64)>),
    /// Work that comes again is asked for in their name, at a structure.
    Series { structure: String, title: String },
}

/// How many open requests are named.
const NAMED: u64 = 5;

/// Why somebody's data cannot go now.
#[derive(Debug, thiserror::Error)]
pub enum ErasureError {
    #[error("something is to be done first")]
    Hindered,
    /// Of somebody who is at home somewhere, or of nobody that is known.
    #[error("nobody who has left")]
    NotFound,
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// What an erasure will reach, as its page says before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Requests that they asked, alone or with others.
    pub requests: u64,
    /// They were technicians once: what they answered to others stays.
    pub keeps_answers: bool,
    /// Contracts that stay as evidence.
    pub contracts: bool,
}

impl Reach {
    /// Whether the round does some of it: more than the first steps take.
    pub fn is_large(&self) -> bool {
        self.requests > requests::AT_ONCE * (AT_FIRST as u64 - 1)
    }
}

/// What an erasure of one's own data would reach.
pub async fn reach(db: &Db, by: &Viewer) -> Result<Reach, DbErr> {
    reach_of(db, by.id()).await
}

async fn reach_of(db: &Db, person: PersonId) -> Result<Reach, DbErr> {
    let requests = participation::Entity::find()
        .filter(participation::Column::PersonId.eq(person))
        .filter(participation::Column::Part.eq(Part::Requester))
        .count(&db.read)
        .await?;
    let contracts = contract::Entity::find().filter(contract::Column::PersonId.eq(person)).one(&db.read).await?.is_some();
    Ok(Reach { requests, keeps_answers: was_technician_in(&db.read, person).await?, contracts })
}

/// What stands in the way of one's own erasure; nothing when it can be done.
pub async fn hindrances(db: &Db, by: &Viewer, today: NaiveDate) -> Result<Vec<Hindrance>, DbErr> {
    hindrances_in(&db.read, by.id(), today).await
}

async fn hindrances_in(db: &impl ConnectionTrait, person: PersonId, today: NaiveDate) -> Result<Vec<Hindrance>, DbErr> {
    let duties = duty::Entity::find()
        .filter(duty::Column::PersonId.eq(person))
        .filter(duty::Column::EndedAt.is_null())
        .order_by_asc(duty::Column::Kind)
        .all(db)
        .await?;
    let mut found: Vec<Hindrance> = duties.into_iter().map(|duty| Hindrance::OnDuty(duty.kind)).collect();
    found.extend(last_referent_in(db, person, Month::of(today)).await?);
    let open: Vec<(TicketId, i64)> = ticket::Entity::find()
        .select_only()
        .columns([ticket::Column::Id])
        .column(ticket::Column::Number)
        .filter(ticket::Column::RequesterId.eq(person))
        .filter(ticket::Column::State.ne(State::Settled))
        .order_by_asc(ticket::Column::Number)
        .limit(NAMED)
        .into_tuple()
        .all(db)
        .await?;
    if !open.is_empty() {
        found.push(Hindrance::OpenRequests(open));
    }
    let again = series::Entity::find()
        .filter(series::Column::RequesterId.eq(person))
        .filter(series::Column::StoppedAt.is_null())
        .order_by_asc(series::Column::Id)
        .find_also_related(structure::Entity)
        .all(db)
        .await?;
    found.extend(
        again
            .into_iter()
            .map(|(series, at)| Hindrance::Series { structure: at.map(|at| at.name).unwrap_or_default(), title: series.title }),
    );
    Ok(found)
}

/// The structures that nobody else answers for, as long as they take part in the pool: one that has left needs no referent.
async fn last_referent_in(db: &impl ConnectionTrait, person: PersonId, month: Month) -> Result<Vec<Hindrance>, DbErr> {
    let standing = || {
        membership::Entity::find().filter(membership::Column::Role.eq(Role::Referent)).filter(membership::Column::EndedAt.is_null())
    };
    let answers_for = standing()
        .filter(membership::Column::PersonId.eq(person))
        .order_by_asc(membership::Column::Id)
        .find_also_related(structure::Entity)
        .all(db)
        .await?;
    let mut found = Vec::new();
    for (_, at) in answers_for {
        let Some(at) = at else { continue };
        let others = standing()
            .filter(membership::Column::StructureId.eq(at.id))
            .filter(membership::Column::PersonId.ne(person))
            .one(db)
            .await?;
        let last = agreement::Column::LastMonth;
        let agreed = agreement::Entity::find()
            .filter(agreement::Column::StructureId.eq(at.id))
            .filter(Condition::any().add(last.is_null()).add(last.gte(month)))
            .one(db)
            .await?;
        if others.is_none() && agreed.is_some() {
            found.push(Hindrance::LastReferent { structure: at.id, name: at.name });
        }
    }
    Ok(found)
}

async fn was_technician_in(db: &impl ConnectionTrait, person: PersonId) -> Result<bool, DbErr> {
    let ever = duty::Entity::find().filter(duty::Column::PersonId.eq(person)).filter(duty::Column::Kind.eq(Duty::Technician));
    Ok(ever.one(db).await?.is_some())
}

/// Erases one's own data: who one is at once, the words as far as one request of a browser may take; the round does the rest.
/// Asked twice it is done once.
pub async fn erase(db: &Db, by: &Viewer, marks: Marks<'_>, today: NaiveDate, now: DateTime<Utc>) -> Result<(), ErasureError> {
    person::go_in(db, by.id(), by.id(), marks, today, now).await?;
    Ok(advance(db, by.id(), now, AT_FIRST).await.map(drop)?)
}

/// The first part alone, as an instance that is stopped then leaves it.
#[cfg(test)]
pub(super) async fn begin(
    db: &Db,
    by: &Viewer,
    marks: Marks<'_>,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ErasureError> {
    person::go_in(db, by.id(), by.id(), marks, today, now).await
}

/// How many steps are done while somebody waits for their page: all of most people.
const AT_FIRST: usize = 20;

/// Goes on with what is not done, a step at a time; as long as a step took, others have the database to themselves. Says how many
/// people are done with.
pub async fn go_on(db: &Db, now: DateTime<Utc>) -> Result<usize, DbErr> {
    let waiting = erasure::Entity::find()
        .filter(erasure::Column::DoneAt.is_null())
        .order_by_asc(erasure::Column::AskedAt)
        .order_by_asc(erasure::Column::PersonId)
        .all(&db.read)
        .await?;
    let mut done = 0;
    for row in waiting {
        loop {
            let began = Instant::now();
            if advance(db, row.person_id, now, 1).await? {
                done += 1;
                break;
            }
            tokio::time::sleep(began.elapsed()).await;
        }
    }
    Ok(done)
}

/// Does the next steps of one erasure, `most` at most. Says whether all is done.
pub(super) async fn advance(db: &Db, person: PersonId, now: DateTime<Utc>, most: usize) -> Result<bool, DbErr> {
    for _ in 0..most {
        let Some(row) = standing(db, person).await? else { return Ok(true) };
        // Requests first: letters are judged by what is left of their request.
        if !requests::step(db, &row).await? && !letters::step(db, &row).await? {
            letters::finish(db, &row, now).await?;
        }
    }
    Ok(standing(db, person).await?.is_none())
}

async fn standing(db: &Db, person: PersonId) -> Result<Option<erasure::Model>, DbErr> {
    erasure::Entity::find_by_id(person).filter(erasure::Column::DoneAt.is_null()).one(&db.read).await
}
