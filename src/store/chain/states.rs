//! The states of many machines at once, and the whole log of one: for lists and pages of the store's own, whose scope has
//! reached the machines.

use super::life_book::entries_of;
use super::{Entry, State, media};
use crate::domain::chain::Item;
use crate::domain::ids::EquipmentId;
use crate::store::entities::{equipment, equipment_state};
use crate::store::{Db, DbErr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;

/// The state of each, in the order of the machines.
pub(in crate::store) async fn states_in(db: &impl ConnectionTrait, of: &[equipment::Model]) -> Result<Vec<State>, DbErr> {
    let rows = equipment_state::Entity::find()
        .filter(equipment_state::Column::EquipmentId.is_in(of.iter().map(|machine| machine.id)))
        .all(db)
        .await?;
    let mut known: HashMap<EquipmentId, equipment_state::Model> = rows.into_iter().map(|row| (row.equipment_id, row)).collect();
    let mut states = Vec::with_capacity(of.len());
    for machine in of {
        states.push(match known.remove(&machine.id) {
            Some(row) => {
                let item = serde_json::from_str(&row.state).map_err(|error| DbErr::Json(error.to_string()))?;
                State { item, hash: row.hash }
            }
            None => State { item: Item::of(&media::beginning_in(db, machine).await?), hash: String::new() },
        });
    }
    Ok(states)
}

/// The events of a machine that read, the oldest first.
pub(in crate::store) async fn log_of(db: &Db, id: EquipmentId) -> Result<Vec<Entry>, DbErr> {
    entries_of(db, id).await.map(|(entries, _)| entries)
}
