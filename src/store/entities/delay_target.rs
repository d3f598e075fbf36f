use crate::domain::tickets::Priority;
use crate::domain::tickets::delays::{Target, Timer};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delay_target")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub priority: Priority,
    #[sea_orm(primary_key, auto_increment = false)]
    pub timer: Timer,
    pub target: Target,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
