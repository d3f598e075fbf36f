//! The end of an outage: what happened is told, the requests tied to it are settled, everybody is told once.

use super::reach::{Touched, reach_in};
use super::writes::{OutageError, locked_in};
use crate::domain::ids::{MessageId, OutageId, PersonId, StructureId, TicketId};
use crate::domain::tickets::Outcome;
use crate::store::access::{Scope, Technician};
use crate::store::entities::{affected, membership, outage, participation, person, ticket, ticket_affected};
use crate::store::outbox::{self, Letter, SettledTicket};
use crate::store::tickets::deed::{Deed, say_in};
use crate::store::tickets::reads::is_open;
use crate::store::tickets::{Next, TicketError, settled_with_others_in, words};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Set,
};
use std::collections::{BTreeMap, BTreeSet};

/// What the end of an outage will do, for the page that asks for its last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// How many open requests are tied to it.
    pub tickets: u64,
}

/// What its end would do.
pub async fn ending(db: &Db, by: &Technician, id: OutageId) -> Result<Ending, DbErr> {
    let tied = Scope::from(by).tickets_in_sight().filter(ticket::Column::OutageId.eq(id)).filter(is_open());
    Ok(Ending { tickets: tied.count(&db.read).await? })
}

/// Who is told, each with the requests of theirs that it settled.
type Told = BTreeMap<PersonId, Vec<SettledTicket>>;

/// Says that an outage is over, and what happened: each open request that is tied to it is settled with these words, and
/// everybody whom it touched or who takes part gets one letter. Said twice, it is over once. A request that cannot be
/// settled stays as it is, and holds nothing up.
pub async fn close(db: &Db, by: &Technician, id: OutageId, learnt: String, now: DateTime<Utc>) -> Result<(), OutageError> {
    let tx = db.begin_write().await?;
    let row = locked_in(&tx, by, id).await?;
    if row.closed_at.is_some() {
        let same = row.closed_by == Some(by.viewer().id()) && row.learnt.as_ref() == Some(&learnt);
        return if same { Ok(()) } else { Err(OutageError::Over) };
    }
    let title = row.title.clone();
    let mut told = touched_in(&tx, &row).await?;
    close_row_in(&tx, row, &learnt, by.viewer().id(), now).await?;
    let tied = ticket::Entity::find().filter(ticket::Column::OutageId.eq(id)).filter(is_open());
    let tied = tied.order_by_asc(ticket::Column::Id).lock_exclusive().all(&tx).await?;
    let mut tx = tx;
    for ticket in tied {
        tx = settle_in(tx, by, ticket, &learnt, &mut told, now).await?;
    }
    told.remove(&by.viewer().id());
    tell_in(&tx, told, |tickets| Letter::OutageOver { outage: id, title: title.clone(), words: learnt.clone(), tickets }, now)
        .await?;
    Ok(tx.commit().await?)
}

/// Writes that an outage is over.
pub(in crate::store) async fn close_row_in(
    tx: &impl ConnectionTrait,
    row: outage::Model,
    learnt: &str,
    by: PersonId,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let change = outage::ActiveModel {
        closed_at: Set(Some(now)),
        closed_by: Set(Some(by)),
        learnt: Set(Some(learnt.to_owned())),
        changed_at: Set(now),
        ..row.into_active_model()
    };
    change.update(tx).await.map(drop)
}

/// Who said « moi aussi » and is still concerned.
async fn touched_in(tx: &impl ConnectionTrait, of: &outage::Model) -> Result<Told, DbErr> {
    let said: Vec<PersonId> = affected::Entity::find()
        .select_only()
        .column(affected::Column::PersonId)
        .filter(affected::Column::OutageId.eq(of.id))
        .into_tuple()
        .all(tx)
        .await?;
    let Some(reach) = reach_in(tx, of).await? else { return Ok(Told::new()) };
    let touched = Touched::of_in(tx, &reach).await?;
    let homes = membership::Entity::find()
        .filter(membership::Column::PersonId.is_in(said))
        .filter(membership::Column::EndedAt.is_null())
        .all(tx)
        .await?;
    Ok(homes.iter().filter(|home| touched.concerns(home)).map(|home| (home.person_id, Vec::new())).collect())
}

/// Of these people, those who are at home in a structure.
async fn at_home_in(tx: &impl ConnectionTrait, people: Vec<PersonId>, structure: StructureId) -> Result<BTreeSet<PersonId>, DbErr> {
    let homes = membership::Entity::find()
        .select_only()
        .column(membership::Column::PersonId)
        .filter(membership::Column::PersonId.is_in(people))
        .filter(membership::Column::StructureId.eq(structure))
        .filter(membership::Column::EndedAt.is_null());
    Ok(homes.into_tuple::<PersonId>().all(tx).await?.into_iter().collect())
}

/// Settles a request with the last word of its outage, and adds who is to be told.
async fn settle_in(
    tx: DatabaseTransaction,
    by: &Technician,
    row: ticket::Model,
    words_said: &str,
    told: &mut Told,
    now: DateTime<Utc>,
) -> Result<DatabaseTransaction, OutageError> {
    let (id, number, structure) = (row.id, row.number, row.structure_id);
    // The outage's own letter tells it: nobody gets two.
    let deed = Deed::quietly(tx, row, by.viewer(), now);
    match deed.turn(Next::Settled(Outcome::Fixed)).await {
        // Refused before anything was written.
        Err(TicketError::Refused(_)) => return Ok(deed.tx),
        done => done?,
    }
    let message = MessageId::new(now);
    say_in(&deed.tx, id, by.viewer().id(), message, words_said, false, now).await?;
    settled_with_others_in(&deed.tx, &deed.ticket, by.viewer(), (message, words_said), now).await?;
    words::index_in(&deed.tx, id).await?;
    let (parts, joined) = people_of(&deed.tx, id).await?;
    for person in at_home_in(&deed.tx, parts, structure).await? {
        told.entry(person).or_default().push(SettledTicket { id, number });
    }
    for person in at_home_in(&deed.tx, joined, structure).await? {
        told.entry(person).or_default();
    }
    Ok(deed.tx)
}

/// Who takes part in a request, and who said « moi aussi » to it.
async fn people_of(tx: &impl ConnectionTrait, id: TicketId) -> Result<(Vec<PersonId>, Vec<PersonId>), DbErr> {
    let parts = participation::Entity::find().filter(participation::Column::TicketId.eq(id)).all(tx).await?;
    let joined = ticket_affected::Entity::find().filter(ticket_affected::Column::TicketId.eq(id)).all(tx).await?;
    Ok((parts.into_iter().map(|row| row.person_id).collect(), joined.into_iter().map(|row| row.person_id).collect()))
}

async fn tell_in(
    tx: &impl ConnectionTrait,
    told: Told,
    letter: impl Fn(Vec<SettledTicket>) -> Letter,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let people = person::Entity::find().filter(person::Column::Id.is_in(told.keys().copied())).all(tx).await?;
    let letters: Vec<_> = people
        .iter()
        .map(|row| (outbox::to(&row.email, row.language), letter(told.get(&row.id).cloned().unwrap_or_default())))
        .collect();
    outbox::write_all_in(tx, &letters, now).await
}
