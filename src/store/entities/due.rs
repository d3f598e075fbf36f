use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "due")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Month,
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: StructureId,
    pub member: bool,
    pub subscribed_minutes: Minutes,
    pub charged_minutes: Minutes,
    pub billed_minutes: Minutes,
    pub refunded_minutes: Minutes,
    pub share_cents: Cents,
    pub overage_cents: Cents,
    pub refund_cents: Cents,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
