use crate::domain::ids::StructureId;
use crate::domain::ids::UnreadableId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unreadable_inventory")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UnreadableId,
    pub structure_id: StructureId,
    pub reason: String,
    pub program: String,
    pub agent_id: Option<String>,
    pub size: i64,
    pub received_at: DateTime<Utc>,
    pub sealed: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
