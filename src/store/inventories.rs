//! What machines say of themselves: taken in at a structure's secret address, matched inside that structure only, shown to who
//! keeps its register (`equipment.md` §§ 1, 4).

mod deciding;
mod fields;
mod matching;
mod quarantine;
mod taking_in;
mod tokens;

pub use deciding::{Adoption, DecisionError, adopt, attach, tell_apart};
pub use fields::{Difference, FieldDecision, decide, differences};
pub use quarantine::{Seal, Unread, Unreadable, done_with, find_unreadable, forget_old, set_aside, unreadable};
pub use taking_in::{Received, take_in};
pub use tokens::{MOST_TOKENS, Token, TokenError, address_of, enter, make, revoke, tokens};

pub(super) use taking_in::{attach_named_in, wait_named_in};

use super::access::{RegisterOf, Scope};
use super::entities::{equipment, inventory, inventory_candidate, structure};
use super::{Db, DbErr};
use crate::domain::ids::{EquipmentId, InventoryId, StructureId};
use crate::domain::inventories::{Document, Standing, Warning};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// An inventory as pages show it.
#[derive(Clone, Debug)]
pub struct Told {
    pub id: InventoryId,
    pub standing: Standing,
    pub machine: Option<EquipmentId>,
    /// The agent and its version.
    pub program: String,
    pub document: Document,
    pub warnings: Vec<Warning>,
    /// Over which a person decides.
    pub version: i64,
    /// When what it says was first said.
    pub received_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    /// The machines that it may be of: id and name.
    pub candidates: Vec<(EquipmentId, String)>,
}

impl From<inventory::Model> for Told {
    fn from(row: inventory::Model) -> Self {
        Self {
            id: row.id,
            standing: row.standing,
            machine: row.equipment_id,
            program: row.program,
            // Ours, and of a kind that reads what it does not know: an older one misses a part, no more.
            document: serde_json::from_str(&row.document).unwrap_or_default(),
            warnings: serde_json::from_str(&row.warnings).unwrap_or_default(),
            version: row.version,
            received_at: row.received_at,
            seen_at: row.seen_at,
            candidates: Vec::new(),
        }
    }
}

/// Inventories that wait for a person, the latest seen first.
pub async fn waiting(db: &Db, by: &RegisterOf) -> Result<Vec<Told>, DbErr> {
    let rows = Scope::from(by)
        .inventories()
        .filter(inventory::Column::StructureId.eq(by.structure()))
        .filter(inventory::Column::Standing.ne(Standing::Attached))
        .order_by_desc(inventory::Column::SeenAt)
        .order_by_desc(inventory::Column::Id)
        .all(&db.read)
        .await?;
    with_candidates(db, rows.into_iter().map(Told::from).collect()).await
}

/// How many wait in a structure.
pub async fn waiting_count(db: &Db, by: &RegisterOf) -> Result<u64, DbErr> {
    Scope::from(by)
        .inventories()
        .filter(inventory::Column::StructureId.eq(by.structure()))
        .filter(inventory::Column::Standing.ne(Standing::Attached))
        .count(&db.read)
        .await
}

/// One inventory of the structure.
pub async fn find(db: &Db, by: &RegisterOf, id: InventoryId) -> Result<Option<Told>, DbErr> {
    let own = Scope::from(by).inventories().filter(inventory::Column::Id.eq(id));
    let Some(row) = own.filter(inventory::Column::StructureId.eq(by.structure())).one(&db.read).await? else { return Ok(None) };
    Ok(with_candidates(db, vec![row.into()]).await?.pop())
}

/// What a machine of the structure said last; `None` when no agent speaks for it.
pub async fn of_machine(db: &Db, by: &RegisterOf, machine: EquipmentId) -> Result<Option<Told>, DbErr> {
    let latest = Scope::from(by)
        .inventories()
        .filter(inventory::Column::StructureId.eq(by.structure()))
        .filter(inventory::Column::EquipmentId.eq(machine))
        .order_by_desc(inventory::Column::ReceivedAt)
        .order_by_desc(inventory::Column::Id)
        .limit(1)
        .one(&db.read)
        .await?;
    Ok(latest.map(Told::from))
}

/// Whatever else is done about the machines of this structure waits, by this instance or another. Rows that only refer to the
/// structure do not.
async fn hold_in(tx: &impl ConnectionTrait, structure: StructureId) -> Result<(), DbErr> {
    structure::Entity::find_by_id(structure).lock(LockType::NoKeyUpdate).one(tx).await.map(drop)
}

async fn with_candidates(db: &Db, mut all: Vec<Told>) -> Result<Vec<Told>, DbErr> {
    let ids: Vec<InventoryId> = all.iter().map(|one| one.id).collect();
    let rows =
        inventory_candidate::Entity::find().filter(inventory_candidate::Column::InventoryId.is_in(ids)).all(&db.read).await?;
    let machines: Vec<EquipmentId> = rows.iter().map(|row| row.equipment_id).collect();
    let named = equipment::Entity::find().filter(equipment::Column::Id.is_in(machines)).all(&db.read).await?;
    let names: BTreeMap<EquipmentId, String> = named.into_iter().map(|row| (row.id, row.name)).collect();
    for one in &mut all {
        let of_it = rows.iter().filter(|row| row.inventory_id == one.id);
        one.candidates = of_it.filter_map(|row| Some((row.equipment_id, names.get(&row.equipment_id)?.clone()))).collect();
        one.candidates.sort_by(|a, b| a.1.cmp(&b.1));
    }
    Ok(all)
}
