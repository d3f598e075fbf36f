use crate::domain::ids::{CarbonHypothesesId, PersonId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "carbon_hypotheses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CarbonHypothesesId,
    pub substitution: i64,
    pub second_life_months: i64,
    pub transport_grams: i64,
    pub workshop_wh: i64,
    pub set_by: PersonId,
    pub set_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
