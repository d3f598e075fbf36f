use crate::domain::ids::InventoryTokenId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inventory_token")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InventoryTokenId,
    pub structure_id: StructureId,
    pub label: String,
    pub token_hash: String,
    pub made_by: PersonId,
    pub made_at: DateTime<Utc>,
    pub seen_at: Option<DateTime<Utc>>,
    pub revoked_by: Option<PersonId>,
    pub revoked_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}
