use crate::domain::ids::LetterId;
use crate::domain::ids::PersonId;
use crate::domain::people::{Email, Language};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "erasure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    pub asked_by: PersonId,
    pub asked_at: DateTime<Utc>,
    pub name_mark: String,
    pub words_mark: String,
    pub keeps_answers: bool,
    pub language: Language,
    pub name: Option<String>,
    pub email: Option<Email>,
    pub after_number: i64,
    pub after_letter: LetterId,
    pub done_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
