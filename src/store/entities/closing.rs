use crate::domain::ids::PersonId;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "closing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub period: Month,
    pub closed_at: DateTime<Utc>,
    pub pot_minutes: Minutes,
    pub sold_minutes_ever: Minutes,
    pub closed_by: Option<PersonId>,
    pub used_minutes_ever: Minutes,
    pub lots_minutes: Minutes,
    pub debt_minutes: Minutes,
    pub journal_seq: i64,
    pub journal_hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
