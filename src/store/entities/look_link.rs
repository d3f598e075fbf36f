use crate::domain::ids::LookLinkId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "look_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LookLinkId,
    pub structure_id: StructureId,
    pub token_hash: String,
    pub label: String,
    pub author_id: PersonId,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub seen_on: Option<NaiveDate>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
