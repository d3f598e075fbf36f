use crate::domain::ids::PersonId;
use crate::domain::time::Month;
use crate::store::journal::LineKind;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub period: Option<Month>,
    pub kind: LineKind,
    pub postings: String,
    pub actor_id: Option<PersonId>,
    pub reason: String,
    pub reference: String,
    pub previous: String,
    pub hash: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
