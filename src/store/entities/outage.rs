use crate::domain::ids::OutageId;
use crate::domain::ids::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outage")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OutageId,
    pub title: String,
    pub words: String,
    pub whole_group: bool,
    pub public: bool,
    pub started_at: DateTime<Utc>,
    pub next_news_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_by: PersonId,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub closed_at: Option<DateTime<Utc>>,
    pub closed_by: Option<PersonId>,
    pub learnt: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
