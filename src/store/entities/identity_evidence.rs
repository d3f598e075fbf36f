use crate::domain::ids::EquipmentId;
use crate::domain::inventories::EvidenceKind;
use crate::domain::inventories::Source;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_evidence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: EvidenceKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    pub source: Source,
    pub first_seen_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
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
