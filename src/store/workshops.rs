//! What a workshop sees of the machines that were handed to it: what they are, where they are in their life, and what happened
//! to them since. Never their name in the structure, who used them, where they stood, nor a request.

use super::access::{Scope, Workshop};
use super::chain::{self, Entry, State};
use super::entities::{equipment, sticker};
use super::{Db, DbErr};
use crate::domain::chain::Item;
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, OrgId, StructureId};
use crate::domain::stickers::StickerCode;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// A machine as a workshop knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    pub id: EquipmentId,
    /// In whose register it stands.
    pub structure: StructureId,
    pub kind: EquipmentKind,
    /// Maker and model; may be empty.
    pub product: String,
    pub serial: String,
    pub year: Option<i64>,
    /// On its label.
    pub code: Option<StickerCode>,
    pub state: State,
}

/// The machines of a workshop, the oldest first.
pub async fn machines(db: &Db, by: &Workshop) -> Result<Vec<Handed>, DbErr> {
    let rows = Scope::from(by).handed().order_by_asc(equipment::Column::Id).all(&db.read).await?;
    handed_in(&db.read, rows).await
}

/// One of them.
pub async fn find(db: &Db, by: &Workshop, id: EquipmentId) -> Result<Option<Handed>, DbErr> {
    let rows = Scope::from(by).handed().filter(equipment::Column::Id.eq(id)).all(&db.read).await?;
    Ok(handed_in(&db.read, rows).await?.pop())
}

/// Machines without what names anybody; the caller's scope has reached them.
pub(super) async fn handed_in(db: &impl ConnectionTrait, rows: Vec<equipment::Model>) -> Result<Vec<Handed>, DbErr> {
    let labels: HashMap<EquipmentId, StickerCode> = sticker::Entity::find()
        .filter(sticker::Column::EquipmentId.is_in(rows.iter().map(|row| row.id)))
        .filter(sticker::Column::ReplacedAt.is_null())
        .all(db)
        .await?
        .into_iter()
        .filter_map(|row| Some((row.equipment_id?, row.code)))
        .collect();
    let states = chain::states_in(db, &rows).await?;
    let handed = |(row, state): (equipment::Model, State)| Handed {
        id: row.id,
        structure: row.structure_id,
        kind: row.kind,
        product: [row.brand.as_str(), row.model.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
        code: labels.get(&row.id).cloned(),
        serial: row.serial,
        year: row.year_of_manufacture,
        state,
    };
    Ok(rows.into_iter().zip(states).map(handed).collect())
}

/// What happened to a machine while it was proposed to the workshop or in its hands, the oldest first; nothing of before, nothing
/// of what came between.
pub async fn events(db: &Db, by: &Workshop, of: &Handed) -> Result<Vec<Entry>, DbErr> {
    let log = chain::log_of(db, of.id).await?;
    Ok(seen_by(by.organisation(), log))
}

fn seen_by(org: OrgId, log: Vec<Entry>) -> Vec<Entry> {
    let mut item = Item::default();
    let mut seen = Vec::new();
    for entry in log {
        let before = item.concerns(org);
        let Ok(event) = entry.event() else { continue };
        item.apply(&event);
        if before || item.concerns(org) {
            seen.push(entry);
        }
    }
    seen
}
