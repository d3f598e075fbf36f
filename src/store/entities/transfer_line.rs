use crate::domain::chain::LineOutcome;
use crate::domain::ids::{EquipmentId, TransferId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "transfer_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub transfer_id: TransferId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub equipment_id: EquipmentId,
    pub grams: i64,
    pub outcome: Option<LineOutcome>,
    pub reason: String,
    pub photo: Option<String>,
    pub extra: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::transfer::Entity", from = "Column::TransferId", to = "super::transfer::Column::Id")]
    Transfer,
}

impl ActiveModelBehavior for ActiveModel {}

impl Related<super::transfer::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Transfer.def()
    }
}
