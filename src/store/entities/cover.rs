use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cover")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Month,
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: StructureId,
    pub parts: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
