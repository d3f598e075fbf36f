use crate::domain::ids::PersonId;
use crate::domain::ids::ReminderId;
use crate::domain::ids::StructureId;
use crate::domain::money::Cents;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reminder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReminderId,
    pub structure_id: StructureId,
    pub cents: Cents,
    pub letters: i64,
    pub sent_by: PersonId,
    pub sent_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
