use crate::domain::ids::EquipmentId;
use crate::domain::ids::InventoryId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inventory_candidate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub inventory_id: InventoryId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
