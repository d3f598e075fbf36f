//! Who knows what machines say of themselves, and the programs that report it.

use super::Scope;
use crate::domain::ids::{InventoryTokenId, StructureId};
use crate::store::entities::{inventory, inventory_token, structure, unreadable_inventory};
use crate::store::{Db, DbErr};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};

impl Scope {
    /// Inventories of a structure one answers for; all for the technician. A coordinator has none.
    pub(in crate::store) fn inventories(&self) -> Select<inventory::Entity> {
        let select = inventory::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(inventory::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// The addresses at which agents report, within the same reach.
    pub(in crate::store) fn inventory_tokens(&self) -> Select<inventory_token::Entity> {
        let select = inventory_token::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(inventory_token::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }

    /// What could not be read, within the same reach.
    pub(in crate::store) fn unreadable_inventories(&self) -> Select<unreadable_inventory::Entity> {
        let select = unreadable_inventory::Entity::find();
        if self.0.technician {
            return select;
        }
        select.filter(unreadable_inventory::Column::StructureId.is_in(self.0.answers_for.iter().copied()))
    }
}

/// A program with a secret address of a structure: reports what machines are, reads nothing.
#[derive(Clone, Debug)]
pub struct InventoryAgent {
    token: InventoryTokenId,
    structure: StructureId,
    structure_name: String,
    seen_at: Option<DateTime<Utc>>,
}

impl InventoryAgent {
    /// The proof, or `None` when the address is unknown or revoked. Nobody learns which.
    pub(in crate::store) async fn by_hash(db: &Db, hash: &str) -> Result<Option<Self>, DbErr> {
        let found = inventory_token::Entity::find()
            .filter(inventory_token::Column::TokenHash.eq(hash))
            .filter(inventory_token::Column::RevokedAt.is_null())
            .find_also_related(structure::Entity)
            .one(&db.read)
            .await?;
        let Some((token, Some(home))) = found else { return Ok(None) };
        Ok(Some(Self { token: token.id, structure: home.id, structure_name: home.name, seen_at: token.seen_at }))
    }

    /// Which address: what limits are counted for.
    pub fn token(&self) -> InventoryTokenId {
        self.token
    }

    pub fn structure(&self) -> StructureId {
        self.structure
    }

    pub fn structure_name(&self) -> &str {
        &self.structure_name
    }

    pub(in crate::store) fn seen_at(&self) -> Option<DateTime<Utc>> {
        self.seen_at
    }
}
