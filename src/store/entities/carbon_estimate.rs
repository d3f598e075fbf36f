use crate::domain::ids::{CarbonHypothesesId, EquipmentId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "carbon_estimate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cycle: i64,
    pub factor: Option<String>,
    pub hypotheses_id: Option<CarbonHypothesesId>,
    pub parts: i64,
    pub parts_unknown: i64,
    pub low_grams: Option<i64>,
    pub high_grams: Option<i64>,
    pub made_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
