use crate::domain::ids::PersonId;
use crate::domain::ids::SignInId;
use crate::store::sign_in::Purpose;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SignInId,
    pub purpose: Purpose,
    pub person_id: Option<PersonId>,
    pub browser_hash: String,
    pub token_hash: String,
    pub code_hash: Option<String>,
    pub code_tries: i64,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
