use crate::domain::ids::CannedAnswerId;
use crate::domain::ids::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "canned_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CannedAnswerId,
    pub title: String,
    pub words: String,
    pub version: i64,
    pub written_by: PersonId,
    pub changed_at: DateTime<Utc>,
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
