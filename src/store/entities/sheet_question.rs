use crate::domain::ids::PersonId;
use crate::domain::ids::QuestionId;
use crate::domain::ids::StructureId;
use crate::domain::time::Month;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sheet_question")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: QuestionId,
    pub period: Month,
    pub structure_id: StructureId,
    pub asked_by: PersonId,
    pub asked_at: DateTime<Utc>,
    pub words: String,
    pub answered_by: Option<PersonId>,
    pub answered_at: Option<DateTime<Utc>>,
    pub answer: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
