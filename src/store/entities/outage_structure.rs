use crate::domain::ids::OutageId;
use crate::domain::ids::StructureId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outage_structure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub outage_id: OutageId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: StructureId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
