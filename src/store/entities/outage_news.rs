use crate::domain::ids::OutageId;
use crate::domain::ids::PersonId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outage_news")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub outage_id: OutageId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub title: String,
    pub words: String,
    pub next_news_at: Option<DateTime<Utc>>,
    pub written_by: PersonId,
    pub written_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::WrittenBy", to = "super::person::Column::Id")]
    Person,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::person::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Person.def()
    }
}
