use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::ids::VisitId;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VisitId,
    pub structure_id: StructureId,
    pub technician_id: PersonId,
    pub day: NaiveDate,
    pub from_minute: i64,
    pub to_minute: i64,
    pub note: String,
    pub sequence: i64,
    pub planned_by: PersonId,
    pub planned_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub cancelled_at: Option<DateTime<Utc>>,
    pub done_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
    #[sea_orm(belongs_to = "super::person::Entity", from = "Column::TechnicianId", to = "super::person::Column::Id")]
    Technician,
}

impl ActiveModelBehavior for ActiveModel {}
