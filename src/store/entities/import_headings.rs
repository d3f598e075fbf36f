use crate::domain::ids::StructureId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "import_headings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: StructureId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub headings: String,
    pub targets: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
