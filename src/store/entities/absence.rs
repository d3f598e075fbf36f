use crate::domain::ids::AbsenceId;
use crate::domain::ids::PersonId;
use chrono::NaiveDate;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "absence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AbsenceId,
    pub person_id: PersonId,
    pub first_day: NaiveDate,
    pub last_day: NaiveDate,
    pub half: bool,
    pub label: String,
    pub written_by: PersonId,
    pub written_at: DateTime<Utc>,
    pub withdrawn_at: Option<DateTime<Utc>>,
    pub covered_by: Option<PersonId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
