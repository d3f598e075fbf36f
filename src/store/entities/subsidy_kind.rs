use crate::domain::ids::SubsidyId;
use crate::domain::interventions::Kind;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subsidy_kind")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subsidy_id: SubsidyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: Kind,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
