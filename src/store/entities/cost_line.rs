use crate::domain::costs::LineKind;
use crate::domain::ids::CostLineId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "cost_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CostLineId,
    pub period: Month,
    pub position: i64,
    pub kind: LineKind,
    pub label: String,
    pub cents: Cents,
    pub created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
