use crate::domain::hours::Code;
use crate::domain::ids::StructureId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "structure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StructureId,
    pub code: Code,
    pub name: String,
    pub city: String,
    pub address: String,
    pub phone: String,
    pub created_at: DateTime<Utc>,
    pub shows_left: bool,
    pub shows_time: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
