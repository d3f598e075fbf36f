use crate::domain::ids::EquipmentId;
use crate::domain::ids::PersonId;
use crate::domain::stickers::StickerCode;
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sticker")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: StickerCode,
    pub equipment_id: Option<EquipmentId>,
    pub made_by: PersonId,
    pub made_at: DateTime<Utc>,
    pub bound_by: Option<PersonId>,
    pub bound_at: Option<DateTime<Utc>>,
    pub replaced_at: Option<DateTime<Utc>>,
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
