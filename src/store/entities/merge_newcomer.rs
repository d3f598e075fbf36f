use crate::domain::ids::MergeId;
use crate::domain::ids::PersonId;
use crate::domain::tickets::Part;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "merge_newcomer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub merge_id: MergeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    pub part_before: Option<Part>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
