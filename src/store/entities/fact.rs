use crate::domain::facts::FactKind;
use crate::domain::ids::FactId;
use crate::domain::ids::PersonId;
use crate::domain::ids::SiteId;
use crate::domain::ids::StructureId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FactId,
    pub structure_id: StructureId,
    pub kind: FactKind,
    pub name: String,
    pub site_id: Option<SiteId>,
    pub details: String,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    pub changed_by: PersonId,
    pub reviewed_at: DateTime<Utc>,
    pub reviewed_by: PersonId,
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
