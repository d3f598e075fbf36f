use crate::domain::ids::CorrectionId;
use crate::domain::ids::EntryId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::time::Minutes;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "correction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CorrectionId,
    pub period: Month,
    pub of_period: Month,
    pub structure_id: StructureId,
    pub entry_id: EntryId,
    pub version: i64,
    pub real_minutes: Minutes,
    pub charged_minutes: Minutes,
    pub reason: String,
    pub corrected_by: PersonId,
    pub corrected_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
