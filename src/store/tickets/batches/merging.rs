//! Several tickets made one: what will come of it, shown first.

use crate::domain::ids::{PersonId, TicketId};
use crate::domain::tickets::Channel;
use crate::domain::tickets::batches::MOST_MERGED;
use crate::domain::time::Minutes;
use crate::store::access::{Scope, Technician};
use crate::store::entities::{guest, participation, ticket};
use crate::store::interventions::charged_apart_and_together;
use crate::store::tickets::reads::QueueRow;
use crate::store::{Db, DbErr, people};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

/// What will come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeseenMerges {
    /// The first number, in which the others live on.
    pub lives_on: i64,
    /// Who does not take part in all of them today, and will read all, by name.
    pub newly_reading: Vec<String>,
    /// The whole becomes confidential.
    pub covered: bool,
    /// Minutes that the open months charge for all of them, before and after.
    pub charged: (Minutes, Minutes),
}

/// What will come of making these tickets one; nothing when they cannot be: of several structures, preventive work, fewer than
/// two, or too many to be read over.
pub async fn foresee_merges(db: &Db, by: &Technician, rows: &[QueueRow]) -> Result<Option<ForeseenMerges>, DbErr> {
    let [first, others @ ..] = rows else { return Ok(None) };
    let one_structure = rows.iter().all(|row| row.structure_id == first.structure_id);
    if others.is_empty() || rows.len() > MOST_MERGED || !one_structure {
        return Ok(None);
    }
    let ids: Vec<TicketId> = rows.iter().map(|row| row.id).collect();
    let found = Scope::from(by).tickets().filter(ticket::Column::Id.is_in(ids.iter().copied())).all(&db.read).await?;
    if found.len() != rows.len() || found.iter().any(|row| row.channel == Channel::Series) {
        return Ok(None);
    }
    let covered = found.iter().filter(|row| row.confidential).count();
    let guests = Query::select().column(guest::Column::PersonId).from(guest::Entity).to_owned();
    let parts: Vec<(TicketId, PersonId)> = participation::Entity::find()
        .select_only()
        .columns([participation::Column::TicketId, participation::Column::PersonId])
        .filter(participation::Column::TicketId.is_in(ids.iter().copied()))
        // Who has no account reads nothing of what it is merged with.
        .filter(participation::Column::PersonId.not_in_subquery(guests))
        .into_tuple()
        .all(&db.read)
        .await?;
    let mut takes_part: BTreeMap<PersonId, usize> = BTreeMap::new();
    for (_, person) in parts {
        *takes_part.entry(person).or_default() += 1;
    }
    let newly = takes_part.into_iter().filter(|(_, of)| *of < ids.len()).map(|(person, _)| person);
    let mut newly_reading: Vec<String> = people::names(&db.read, newly).await?.into_values().collect();
    newly_reading.sort();
    Ok(Some(ForeseenMerges {
        lives_on: first.number,
        newly_reading,
        covered: covered > 0 && covered < found.len(),
        charged: charged_apart_and_together(db, by, first.id, &ids[1..]).await?,
    }))
}
