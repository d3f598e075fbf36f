use crate::domain::equipment::{DataStatus, MediumKind};
use crate::domain::ids::EquipmentId;
use crate::domain::ids::MediumId;
use crate::domain::ids::StructureId;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "medium")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MediumId,
    pub structure_id: StructureId,
    pub equipment_id: Option<EquipmentId>,
    pub kind: MediumKind,
    pub model: String,
    pub serial: String,
    pub size_mb: Option<i64>,
    pub interface: String,
    pub data_status: DataStatus,
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
