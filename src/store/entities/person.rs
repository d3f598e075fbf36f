use crate::domain::ids::PersonId;
use crate::domain::people::Email;
use crate::domain::people::Language;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    pub name: String,
    pub email: Email,
    pub phone: String,
    pub language: Language,
    pub password_hash: Option<String>,
    pub created_at: DateTime<Utc>,
    pub hours_letters: bool,
    pub keys: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
