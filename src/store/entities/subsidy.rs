use crate::domain::costs::subsidies::Basis;
use crate::domain::ids::SubsidyId;
use crate::domain::money::Cents;
use crate::domain::time::Month;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subsidy")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SubsidyId,
    pub funder: String,
    pub action: String,
    pub conditions: String,
    pub first_month: Month,
    pub last_month: Month,
    pub basis: Basis,
    pub cents: Cents,
    pub ends_on: NaiveDate,
    pub created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
