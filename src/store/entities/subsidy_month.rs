use crate::domain::ids::SubsidyId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subsidy_month")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub subsidy_id: SubsidyId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Month,
    pub cents: Cents,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
