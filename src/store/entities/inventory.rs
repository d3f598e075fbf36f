use crate::domain::ids::EquipmentId;
use crate::domain::ids::InventoryId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::inventories::Standing;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inventory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InventoryId,
    pub structure_id: StructureId,
    pub standing: Standing,
    pub equipment_id: Option<EquipmentId>,
    pub program: String,
    pub device_id: String,
    pub agent_id: Option<String>,
    pub partial: bool,
    pub document: String,
    pub warnings: String,
    pub fingerprint: String,
    pub version: i64,
    pub received_at: DateTime<Utc>,
    pub seen_at: DateTime<Utc>,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::equipment::Entity", from = "Column::EquipmentId", to = "super::equipment::Column::Id")]
    Equipment,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::equipment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Equipment.def()
    }
}
