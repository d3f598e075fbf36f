use crate::domain::ids::EquipmentId;
use crate::domain::ids::MergeId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge_equipment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merge_id: MergeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
