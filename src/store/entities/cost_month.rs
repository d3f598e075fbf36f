use crate::domain::costs::Key;
use crate::domain::money::Cents;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cost_month")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Month,
    pub shared_by: Key,
    pub net_cents: Cents,
    pub subscribed_minutes: Minutes,
    pub charged_minutes: Minutes,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
