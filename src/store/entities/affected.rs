use crate::domain::ids::OutageId;
use crate::domain::ids::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "affected")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub outage_id: OutageId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    pub at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
