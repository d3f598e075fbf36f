use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pool_rules")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_month: Month,
    pub validity_months: i64,
    pub carry_cap_permille: Option<i64>,
    pub solidarity_permille: i64,
    pub borrow_permille: i64,
    pub charge_unit_minutes: i64,
    pub minimum_charge_minutes: i64,
    pub remote_permille: i64,
    pub on_site_permille: i64,
    pub travel_permille: i64,
    pub maintenance_permille: i64,
    pub training_permille: i64,
    pub after_hours_permille: i64,
    pub opens_minute: i64,
    pub closes_minute: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
