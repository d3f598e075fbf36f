//! Each member's part of what all used, over any months: members answer for the group's debts together.

use crate::domain::costs::permille;
use crate::domain::hours::Code;
use crate::domain::ids::StructureId;
use crate::domain::time::{Minutes, Month};
use crate::store::access::Coordinator;
use crate::store::entities::{statement, structure};
use crate::store::{Db, DbErr, hours};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, HashMap};

/// A structure's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    pub structure: StructureId,
    pub name: String,
    pub charged: Minutes,
    /// Of all that was charged; the parts sum to a thousand.
    pub permille: i64,
}

/// From one month to another, both in it: closed months as frozen, open ones as they stand. In no order: the page sorts them.
pub async fn used(db: &Db, by: &Coordinator, from: Month, to: Month) -> Result<Vec<Used>, DbErr> {
    let mut charged: HashMap<StructureId, Minutes> = HashMap::new();
    let frozen: Vec<(StructureId, Minutes)> = statement::Entity::find()
        .select_only()
        .columns([statement::Column::StructureId, statement::Column::Charged])
        .filter(statement::Column::Period.between(from, to))
        .into_tuple()
        .all(&db.read)
        .await?;
    for (id, minutes) in frozen {
        *charged.entry(id).or_default() += minutes;
    }
    let closed = hours::last_closed_in(&db.read).await?;
    let mut month = closed.map_or(from, |closed| from.max(closed.next()));
    while month <= to {
        for row in &hours::month(db, by, month).await?.rows {
            *charged.entry(row.structure).or_default() += row.charged;
        }
        month = month.next();
    }
    let known = structure::Entity::find().all(&db.read).await?;
    let parts: BTreeMap<Code, Minutes> = known.iter().filter_map(|row| Some((row.code.clone(), *charged.get(&row.id)?))).collect();
    let permille = permille(&parts);
    let part = |row: structure::Model| {
        let minutes = charged.get(&row.id)?;
        let permille = permille.get(&row.code).copied().unwrap_or(0);
        Some(Used { structure: row.id, name: row.name, charged: *minutes, permille })
    };
    Ok(known.into_iter().filter_map(part).collect())
}
