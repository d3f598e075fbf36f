use crate::domain::calendar::Holidays;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "group_settings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub name: String,
    pub phone: String,
    pub email: String,
    pub time_zone: String,
    pub next_ticket_number: i64,
    pub pool_version: i64,
    pub set_up_at: DateTime<Utc>,
    pub signing_days: i64,
    pub allows_gifts: bool,
    pub allows_grants: bool,
    pub holidays: Holidays,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
