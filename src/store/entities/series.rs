use crate::domain::ids::PersonId;
use crate::domain::ids::SeriesId;
use crate::domain::ids::StructureId;
use crate::domain::series::Rule;
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SeriesId,
    pub structure_id: StructureId,
    pub title: String,
    pub words: String,
    pub steps: String,
    pub rule: Rule,
    pub starts_on: NaiveDate,
    pub due_from: NaiveDate,
    pub days_ahead: i64,
    pub requester_id: PersonId,
    pub technician_id: PersonId,
    pub created_at: DateTime<Utc>,
    pub stopped_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}
