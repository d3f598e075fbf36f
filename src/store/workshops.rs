//! What a workshop sees of the machines that were handed to it: what they are, where they are in their life, and what happened
//! to them since. Never their name in the structure, who used them, where they stood, nor a request.

use super::access::{Scope, Workshop};
use super::chain::{self, Entry, State};
use super::entities::{equipment, sticker};
use super::{Db, DbErr};
use crate::domain::chain::{Item, Medium, Whereabouts};
use crate::domain::equipment::EquipmentKind;
use crate::domain::ids::{EquipmentId, OrgId, StructureId};
use crate::domain::stickers::StickerCode;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::{HashMap, HashSet};

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

/// A medium that was pulled out of a machine and lies on a workshop's shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    pub medium: Medium,
    pub from: Handed,
    /// Whether the machine is within its sight too.
    pub in_sight: bool,
}

/// The media that a workshop holds in no machine: what they may hold stays to be erased, wherever the machine is by now.
pub async fn pulled(db: &Db, by: &Workshop) -> Result<Vec<Pulled>, DbErr> {
    let opened = equipment::Column::Id.in_subquery(chain::opened_by(by, "'media_removed'"));
    let rows = equipment::Entity::find().filter(opened).order_by_asc(equipment::Column::Id).all(&db.read).await?;
    let within: HashSet<EquipmentId> = machines(db, by).await?.into_iter().map(|machine| machine.id).collect();
    let mut pulled = Vec::new();
    for from in handed_in(&db.read, rows).await? {
        let held = Whereabouts::HeldBy(by.organisation());
        let media: Vec<Medium> = from.state.item.media.seen.values().filter(|known| known.whereabouts == held).cloned().collect();
        let in_sight = within.contains(&from.id);
        pulled.extend(media.into_iter().map(|medium| Pulled { medium, from: from.clone(), in_sight }));
    }
    Ok(pulled)
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
