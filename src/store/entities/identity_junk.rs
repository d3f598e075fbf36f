use crate::domain::ids::PersonId;
use crate::domain::ids::StructureId;
use crate::domain::inventories::EvidenceKind;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_junk")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub structure_id: StructureId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: EvidenceKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    pub said_by: PersonId,
    pub said_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
