use crate::domain::ids::SiteId;
use crate::domain::ids::StructureId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "site")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SiteId,
    pub structure_id: StructureId,
    pub name: String,
    pub address: String,
    pub access: String,
    pub contacts: String,
    pub opening: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::structure::Entity", from = "Column::StructureId", to = "super::structure::Column::Id")]
    Structure,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::structure::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Structure.def()
    }
}
