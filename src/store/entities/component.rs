use crate::domain::equipment::{ComponentKind, Origin};
use crate::domain::ids::ComponentId;
use crate::domain::ids::EquipmentId;
use crate::domain::ids::StructureId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "component")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ComponentId,
    pub structure_id: StructureId,
    pub equipment_id: Option<EquipmentId>,
    pub kind: ComponentKind,
    pub model: String,
    pub serial: String,
    pub origin: Origin,
    pub harvested_from: Option<EquipmentId>,
    pub note: String,
    pub created_at: DateTime<Utc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::equipment::Entity", from = "Column::EquipmentId", to = "super::equipment::Column::Id")]
    Equipment,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::equipment::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Equipment.def()
    }
}
