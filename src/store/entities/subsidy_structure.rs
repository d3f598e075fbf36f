use crate::domain::ids::{StructureId, SubsidyId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subsidy_structure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subsidy_id: SubsidyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: StructureId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
