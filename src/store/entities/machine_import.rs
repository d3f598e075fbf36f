use crate::domain::ids::ImportId;
use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "machine_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    pub structure_id: StructureId,
    pub person_id: PersonId,
    pub name: String,
    pub content: String,
    pub targets: String,
    pub kinds: String,
    pub created_at: DateTime<Utc>,
    pub imported: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
