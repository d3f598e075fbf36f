//! « C'est réglé ? »: one answer a requester and settlement, shown as counts and never by technician (`tickets.md` § 11).

use super::commands::TicketError;
use super::deed::Deed;
use super::participations::part_in;
use super::reads::Ticket;
use crate::domain::fairness::Answers;
use crate::domain::ids::{PersonId, StructureId, TicketId};
use crate::domain::tickets::{Outcome, Part, Refusal};
use crate::domain::time::{Month, day_of, start_of};
use crate::store::access::Viewer;
use crate::store::entities::{satisfaction, ticket};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// Says that a settled ticket is settled indeed; what is wrong is said by opening it again.
pub async fn satisfied(db: &Db, by: &Viewer, id: TicketId, now: DateTime<Utc>) -> Result<(), TicketError> {
    let deed = Deed::start(db, by, id, by, now).await?;
    if part_in(&deed.tx, deed.ticket.id, by.id()).await? != Some(Part::Requester) {
        return Err(TicketError::NotRequester);
    }
    if deed.ticket.settled_at.is_none() {
        return Err(Refusal::NotFromHere.into());
    }
    answer_in(&deed.tx, &deed.ticket, by.id(), true, now).await?;
    deed.done().await
}

/// The same in another deed's transaction; said again, the last word holds. Nothing of what was never done.
pub(super) async fn answer_in(
    tx: &impl ConnectionTrait,
    of: &ticket::Model,
    person: PersonId,
    settled: bool,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let Some(settled_at) = of.settled_at.filter(|_| of.outcome.is_some_and(is_asked_about)) else { return Ok(()) };
    let row = satisfaction::Model {
        ticket_id: of.id,
        person_id: person,
        settled_at,
        structure_id: of.structure_id,
        settled,
        said_at: now,
    };
    let key = [satisfaction::Column::TicketId, satisfaction::Column::PersonId, satisfaction::Column::SettledAt];
    let again = OnConflict::columns(key).update_columns([satisfaction::Column::Settled, satisfaction::Column::SaidAt]).to_owned();
    satisfaction::Entity::insert(row.into_active_model()).on_conflict(again).exec_without_returning(tx).await.map(drop)
}

/// Whether people are asked about such an end: a request that was taken back or merged was not answered.
pub const fn is_asked_about(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fixed | Outcome::Advice | Outcome::NotOurs)
}

/// Whether a person has said that the ticket of the row is settled, since it was settled last.
pub(super) fn answered_by(person: PersonId) -> Expr {
    let row = |column| Expr::col((satisfaction::Entity, column));
    let said = Query::select()
        .expr(Expr::value(1))
        .from(satisfaction::Entity)
        .and_where(row(satisfaction::Column::TicketId).equals((ticket::Entity, ticket::Column::Id)))
        .and_where(row(satisfaction::Column::SettledAt).equals((ticket::Entity, ticket::Column::SettledAt)))
        .and_where(satisfaction::Column::PersonId.eq(person))
        .to_owned();
    Expr::exists(said)
}

/// The answers of each structure that were said in some months, month by month in the group's time zone.
pub(in crate::store) async fn answers_in(
    db: &impl ConnectionTrait,
    months: RangeInclusive<Month>,
    zone: Tz,
) -> Result<HashMap<(StructureId, Month), Answers>, DbErr> {
    let begins = |month: Month| start_of(month.first_day(), 0, zone);
    let (Some(from), Some(until)) = (begins(*months.start()), begins(months.end().next())) else { return Ok(HashMap::new()) };
    let rows: Vec<(StructureId, bool, DateTime<Utc>)> = satisfaction::Entity::find()
        .select_only()
        .columns([satisfaction::Column::StructureId])
        .column(satisfaction::Column::Settled)
        .column(satisfaction::Column::SaidAt)
        .filter(satisfaction::Column::SaidAt.gte(from))
        .filter(satisfaction::Column::SaidAt.lt(until))
        .into_tuple()
        .all(db)
        .await?;
    let mut answers: HashMap<(StructureId, Month), Answers> = HashMap::new();
    for (structure, yes, at) in rows {
        let answers = answers.entry((structure, Month::of(day_of(at, zone)))).or_default();
        *answers = *answers + Answers { yes: i64::from(yes), all: 1 };
    }
    Ok(answers)
}

/// Whether the reader is asked about a ticket that was found within reach.
pub fn is_asked(of: &Ticket) -> bool {
    of.part == Some(Part::Requester) && of.outcome.is_some_and(is_asked_about) && !of.beside.answered
}
